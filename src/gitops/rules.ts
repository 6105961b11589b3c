import { missingFluxComponents } from '../values/flux-components';
import type { SettingRule } from '../values/setting-rule';
import { fluxComponentsLacking, fluxVersionNotEmbedded } from './faults';
import type { FluxOptions } from './settings';

/** Conditions between the options of Flux. */
export const FLUX_RULES: readonly SettingRule<FluxOptions>[] = [
  {
    at: () => ['components'],
    condition: ({ settings: { components }, isUncertain }) =>
      components === undefined || isUncertain('components') || missingFluxComponents(components).length === 0,
    message: ({ settings: { components = [] } }) => fluxComponentsLacking(missingFluxComponents(components)),
  },
  {
    at: () => ['version'],
    condition: ({ settings: { version, embeddedManifests } }) => version === undefined || embeddedManifests !== true,
    message: ({ settings: { version = '' } }) => fluxVersionNotEmbedded(version),
  },
];
