import type { Complete } from '../values/complete';
import { nothingLeft } from '../values/nothing-left';
import type { FluxOptions } from './settings';

/** Flux with every default filled in. */
export interface ResolvedFlux extends Complete<FluxOptions> {
  /** Branch of the repository. */
  readonly branch: string;
  /** Directory of the cluster in the repository. */
  readonly path: string;
  /** How often the repository is looked at. */
  readonly intervalSeconds: number;
  /** Namespace of Flux. */
  readonly namespace: string;
  /** If the manifests come from the provider. */
  readonly embeddedManifests: boolean;
}

/** Fills in what the options of Flux leave open. */
export function resolvedFlux(clusterName: string, options: FluxOptions): ResolvedFlux {
  const {
    branch = 'main',
    path = `clusters/${clusterName}`,
    intervalSeconds = 60,
    components,
    componentsExtra,
    namespace = 'flux-system',
    version,
    embeddedManifests = version === undefined,
    ...rest
  } = options;
  nothingLeft(rest);
  return { branch, path, intervalSeconds, components, componentsExtra, namespace, embeddedManifests, version };
}
