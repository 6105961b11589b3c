import {
  fluxBranchInvalid,
  fluxComponentUnknown,
  fluxComponentsMissing,
  fluxIntervalInvalid,
  fluxPathInvalid,
  fluxVersionInvalid,
  fluxVersionNotEmbedded,
} from '../../errors/constructs';
import type { Complete } from '../../values/complete';
import { FLUX_COMPONENTS, FLUX_EXTRA_COMPONENTS, missingFluxComponents } from '../../values/flux-components';
import type { Rule } from '../../values/rule';
import type { FluxBootstrapProps } from '../flux-bootstrap-props';

type Defaulted = 'branch' | 'path' | 'interval' | 'namespace' | 'embeddedManifests';

/** A bootstrap with every default filled in. */
export interface FluxFacts extends Omit<FluxBootstrapProps, Defaulted>, Required<Pick<FluxBootstrapProps, Defaulted>> {}

/** Fills in what the props leave open. */
export function fluxFacts(props: FluxBootstrapProps): Complete<FluxFacts> {
  return {
    cluster: props.cluster,
    auth: props.auth,
    branch: props.branch ?? 'main',
    path: props.path ?? `clusters/${props.cluster.clusterName}`,
    interval: props.interval ?? '1m0s',
    components: props.components,
    componentsExtra: props.componentsExtra,
    namespace: props.namespace ?? 'flux-system',
    version: props.version,
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
    condition: ({ components }) => unknownNames(components, FLUX_COMPONENTS).length === 0,
    message: ({ components }) =>
      fluxComponentUnknown('components', unknownNames(components, FLUX_COMPONENTS), FLUX_COMPONENTS),
  },
  {
    condition: ({ components }) => components === undefined || missingFluxComponents(components).length === 0,
    message: ({ components = [] }) => fluxComponentsMissing(missingFluxComponents(components), components),
  },
  {
    condition: ({ componentsExtra }) => unknownNames(componentsExtra, FLUX_EXTRA_COMPONENTS).length === 0,
    message: ({ componentsExtra }) =>
      fluxComponentUnknown(
        'componentsExtra',
        unknownNames(componentsExtra, FLUX_EXTRA_COMPONENTS),
        FLUX_EXTRA_COMPONENTS,
      ),
  },
  {
    condition: ({ version }) => version === undefined || /^v\d+\.\d+\.\d+/.test(version),
    message: ({ version = '' }) => fluxVersionInvalid(version),
  },
  {
    condition: ({ version, embeddedManifests }) => version === undefined || !embeddedManifests,
    message: ({ version = '' }) => fluxVersionNotEmbedded(version),
  },
];

function unknownNames(names: readonly string[] | undefined, known: readonly string[]): readonly string[] {
  return (names ?? []).filter((name) => !known.includes(name));
}
