import { type AddonCluster, ClusterAddon } from '../addon';
import type { InlineManifest } from '../inline-manifest';
import { ciliumJob } from './cilium-job';
import type { CniKind } from './cni-kind';
import { FLANNEL } from './flannel';
import { NO_CNI } from './none';
import type { CiliumOptions } from './settings';

/** The network of pods. */
export class Cni extends ClusterAddon {
  /** The one that Talos brings along. */
  public static flannel(): Cni {
    return new Cni(FLANNEL);
  }

  /** None: the cluster waits until something else installs one. */
  public static none(): Cni {
    return new Cni(NO_CNI);
  }

  /** Cilium, installed by a Job of the first machine that comes up; no step after the bootstrap is needed. */
  public static cilium(options: CiliumOptions): Cni {
    return new Cni(ciliumJob(options));
  }

  /** If Talos installs it by itself. */
  public readonly isBuiltIn: boolean;

  private constructor(
    /** @internal */
    public readonly _kind: CniKind,
  ) {
    super();
    this.isBuiltIn = _kind.isBuiltIn;
  }

  /** @internal */
  public override _manifests(_cluster?: AddonCluster): readonly InlineManifest[] {
    return this._kind.manifests;
  }

  /** @internal */
  public override _urls(): readonly string[] {
    return this._kind.urls;
  }
}
