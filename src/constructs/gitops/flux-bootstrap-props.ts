import type { FluxOptions } from '../../gitops/settings';
import type { GitAuth } from './git-auth';
import type { ITalosCluster } from '../cluster/talos-cluster';

/** Which cluster follows which repository. */
export interface FluxBootstrapProps extends FluxOptions {
  /** Cluster that Flux is installed in. */
  readonly cluster: ITalosCluster;
  /** Repository, and how Flux signs in. */
  readonly auth: GitAuth;
}
