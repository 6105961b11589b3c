import type { FluxOptions } from '../../gitops/settings';
import type { ITalosCluster } from '../cluster/talos-cluster';
import type { GitSource } from './git-source';

/** Which cluster follows which repository. */
export interface FluxBootstrapProps extends FluxOptions {
  /** Cluster that Flux is installed in. */
  readonly cluster: ITalosCluster;
  /** Repository that Flux writes its own manifests to and follows, with a way to sign in. */
  readonly repository: GitSource;
}
