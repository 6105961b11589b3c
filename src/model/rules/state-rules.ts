import { lockAddressMissing, stateMigrates, stateNotEncrypted } from '../../errors/rules';
import type { ClusterFacts } from '../cluster-facts';
import type { Findings, SpecRule } from '../findings';

const RULES: readonly SpecRule<ClusterFacts>[] = [
  {
    path: () => ['state', 'encryption'],
    isAdvice: true,
    condition: ({ spec }) => (spec.state?.encryption ?? 'off') !== 'off',
    message: stateNotEncrypted,
  },
  {
    path: () => ['state', 'encryption'],
    isAdvice: true,
    condition: ({ spec }) => spec.state?.encryption !== 'migrate',
    message: stateMigrates,
  },
  {
    path: () => ['state', 'backend', 'http', 'lockAddress'],
    condition: ({ spec, isUncertain }) => {
      const backend = spec.state?.backend;
      if (typeof backend !== 'object' || !('http' in backend) || isUncertain('state')) return true;
      const { lockAddress, unlockAddress, lockMethod, unlockMethod } = backend.http ?? {};
      return lockAddress !== undefined || [unlockAddress, lockMethod, unlockMethod].every((each) => each === undefined);
    },
    message: lockAddressMissing,
  },
];

/** Checks where the state is kept and whether it is encrypted. */
export function checkState(facts: ClusterFacts, findings: Findings): void {
  findings.check(RULES, [facts]);
}
