import type { GitAuth } from './git-auth';
import type { ITalosCluster } from './talos-cluster';

/** Which cluster follows which repository. */
export interface FluxBootstrapProps {
  /** Cluster that Flux is installed in. */
  readonly cluster: ITalosCluster;
  /** Repository, and how Flux signs in. */
  readonly auth: GitAuth;
  /**
   * Branch that Flux follows and the bootstrap writes to.
   * @default 'main'
   */
  readonly branch?: string;
  /**
   * Folder of the repository that belongs to the cluster.
   * @default - `clusters/<cluster name>`
   */
  readonly path?: string;
  /**
   * How often Flux looks at the repository, as a Go duration.
   * @default '1m0s'
   */
  readonly interval?: string;
  /**
   * Controllers to install, by names such as `helm-controller`; source and kustomize controller must be among them.
   * @default - those of Flux: source, kustomize, helm and notification controller
   */
  readonly components?: readonly string[];
  /**
   * Controllers to install beside `components`, such as `image-automation-controller`.
   * @default - none
   */
  readonly componentsExtra?: readonly string[];
  /**
   * Namespace of Flux. It can't be changed later without making everything in it anew.
   * @default 'flux-system'
   */
  readonly namespace?: string;
  /**
   * Release of Flux, such as `v2.8.5`; its manifests are then downloaded from GitHub at every plan.
   * @default - the one that the provider holds
   */
  readonly version?: string;
  /**
   * Whether the manifests come out of the provider, without a download. Not with `version`.
   * @default - true, but with `version`
   */
  readonly embeddedManifests?: boolean;
}
