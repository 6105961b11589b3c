import type { InlineManifest } from '../inline-manifest';
import type { CiliumOptions } from './settings';

/** A kind of network for pods: all that this library knows of it. */
export interface CniKind {
  /** Name of the kind, as in a cluster file. */
  readonly kind: 'flannel' | 'none' | 'cilium';
  /** If Talos installs it by itself. */
  readonly isBuiltIn: boolean;
  /**
   * If it takes the place of kube-proxy.
   * @default - not known
   */
  readonly replacesKubeProxy?: boolean;
  /** Everything that Talos creates for it. */
  readonly manifests: readonly InlineManifest[];
  /** URLs that something of it downloads in the cluster. */
  readonly urls: readonly string[];
  /**
   * Values of Cilium.
   * @default - another kind
   */
  readonly ciliumValues?: CiliumOptions['values'];
}
