import { FLUX_RULES } from '../../gitops/rules';
import type { ClusterFacts } from '../cluster-facts';
import type { Findings } from '../findings';

/** Checks what follows a Git repository. */
export function checkGitops({ spec, isUncertain }: ClusterFacts, findings: Findings): void {
  const { flux } = spec.gitops ?? {};
  if (flux === undefined) return;
  findings.checkSettings(FLUX_RULES, { settings: flux, isUncertain }, ['gitops', 'flux']);
}
