import { ciliumManifests, type CiliumOptions } from './cilium-job';
import type { InlineManifest } from '../inline-manifest';

/** What connects the pods of a cluster. */
export abstract class Cni {
  /** The one that Talos brings along. */
  public static flannel(): Cni {
    return new BuiltInCni();
  }

  /** None: the cluster waits until something else installs one. */
  public static none(): Cni {
    return new NoCni();
  }

  /** Cilium, installed by a Job of the first machine that comes up; no step after the bootstrap is needed. */
  public static cilium(options: CiliumOptions): Cni {
    return new CiliumCni(options);
  }

  /** Whether Talos installs it by itself. */
  public abstract readonly isBuiltIn: boolean;

  /** @internal */
  public abstract _manifests(): readonly InlineManifest[];
}

class BuiltInCni extends Cni {
  public readonly isBuiltIn = true;

  public _manifests(): readonly InlineManifest[] {
    return [];
  }
}

class NoCni extends Cni {
  public readonly isBuiltIn = false;

  public _manifests(): readonly InlineManifest[] {
    return [];
  }
}

class CiliumCni extends Cni {
  public readonly isBuiltIn = false;

  constructor(private readonly options: CiliumOptions) {
    super();
  }

  public _manifests(): readonly InlineManifest[] {
    return ciliumManifests(this.options);
  }
}
