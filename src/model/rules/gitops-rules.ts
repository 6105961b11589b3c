import { fluxComponentsLacking, fluxVersionNotEmbedded } from '../../errors/rules';
import { missingFluxComponents } from '../../values/flux-components';
import type { ClusterFacts } from '../cluster-facts';
import type { Findings, SpecRule } from '../findings';

const COMPONENTS = ['gitops', 'flux', 'components'];

const COMPONENTS_RULE: SpecRule<readonly (string | undefined)[]> = {
  path: () => COMPONENTS,
  condition: (components) => missingFluxComponents(components).length === 0,
  message: (components) => fluxComponentsLacking(missingFluxComponents(components)),
};

const VERSION_RULE: SpecRule<{ readonly version?: string; readonly embeddedManifests?: boolean }> = {
  path: () => ['gitops', 'flux', 'version'],
  condition: ({ version, embeddedManifests }) => version === undefined || embeddedManifests !== true,
  message: ({ version = '' }) => fluxVersionNotEmbedded(version),
};

/** Checks what follows a Git repository. */
export function checkGitops({ spec, isUncertain }: ClusterFacts, findings: Findings): void {
  const { components, version, embeddedManifests } = spec.gitops?.flux ?? {};
  if (components !== undefined && !isUncertain(...COMPONENTS)) findings.check([COMPONENTS_RULE], [components]);
  findings.check([VERSION_RULE], [{ version, embeddedManifests }]);
}
