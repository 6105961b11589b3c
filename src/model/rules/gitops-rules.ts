import { fluxComponentsLacking } from '../../errors/rules';
import { missingFluxComponents } from '../../values/flux-components';
import type { ClusterFacts } from '../cluster-facts';
import type { Findings, SpecRule } from '../findings';

const COMPONENTS = ['gitops', 'flux', 'components'];

const RULE: SpecRule<readonly (string | undefined)[]> = {
  path: () => COMPONENTS,
  condition: (components) => missingFluxComponents(components).length === 0,
  message: (components) => fluxComponentsLacking(missingFluxComponents(components)),
};

/** Checks what follows a Git repository. */
export function checkGitops({ spec, isUncertain }: ClusterFacts, findings: Findings): void {
  const components = spec.gitops?.flux?.components;
  if (components !== undefined && !isUncertain(...COMPONENTS)) findings.check([RULE], [components]);
}
