import { FLUX_RULES } from '../../gitops/rules';
import type { SpecFacts } from '../spec-facts';
import type { Findings } from '../findings';

/** Checks what follows a Git repository. */
export function checkGitops({ spec, isUncertain }: SpecFacts, findings: Findings): void {
  const { flux } = spec.gitops ?? {};
  if (flux === undefined) return;
  findings.checkSettings(FLUX_RULES, { settings: flux, isUncertain }, ['gitops', 'flux']);
}
