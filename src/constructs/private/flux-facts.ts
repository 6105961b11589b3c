import {
  fluxBranchInvalid,
  fluxIntervalInvalid,
  fluxPathInvalid,
  fluxVersionNotEmbedded,
} from '../../errors/constructs';
import type { Rule } from '../../values/rule';
import type { FluxBootstrapProps } from '../flux-bootstrap-props';

type Defaulted = 'branch' | 'path' | 'interval' | 'namespace' | 'embeddedManifests';

/** A bootstrap with every default filled in. */
export interface FluxFacts extends Omit<FluxBootstrapProps, Defaulted>, Required<Pick<FluxBootstrapProps, Defaulted>> {}

/** Fills in what the props leave open. */
export function fluxFacts(props: FluxBootstrapProps): FluxFacts {
  return {
    ...props,
    branch: props.branch ?? 'main',
    path: props.path ?? `clusters/${props.cluster.clusterName}`,
    interval: props.interval ?? '1m0s',
    namespace: props.namespace ?? 'flux-system',
    embeddedManifests: props.embeddedManifests ?? props.version === undefined,
  };
}

/** What must hold for a bootstrap. */
export const FLUX_RULES: readonly Rule<FluxFacts>[] = [
  {
    condition: ({ branch }) => /^[^\s~^:?*[\\]+$/.test(branch),
    message: ({ branch }) => fluxBranchInvalid(branch),
  },
  {
    condition: ({ path }) => /^[^/\s][^\s]*$/.test(path) && !path.split('/').includes('..'),
    message: ({ path }) => fluxPathInvalid(path),
  },
  {
    condition: ({ interval }) => /^(?:\d+(?:\.\d+)?(?:h|m|s))+$/.test(interval),
    message: ({ interval }) => fluxIntervalInvalid(interval),
  },
  {
    condition: ({ version, embeddedManifests }) => version === undefined || !embeddedManifests,
    message: ({ version = '' }) => fluxVersionNotEmbedded(version),
  },
];
