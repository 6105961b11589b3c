import {
  iterationsWithoutEncryption,
  lockAddressMissing,
  regionMissing,
  stateMigrates,
  stateNotEncrypted,
} from '../../errors/rules';
import type { ClusterFacts } from '../cluster-facts';
import type { Findings, SpecRule } from '../findings';

const RULES: readonly SpecRule<ClusterFacts>[] = [
  {
    path: () => ['state', 'encryption'],
    severity: 'warning',
    condition: ({ spec }) => (spec.state?.encryption ?? 'off') !== 'off',
    message: stateNotEncrypted,
  },
  {
    path: () => ['state', 'encryption'],
    severity: 'warning',
    condition: ({ spec }) => spec.state?.encryption !== 'migrate',
    message: stateMigrates,
  },
  {
    path: () => ['state', 'encryptionIterations'],
    condition: ({ spec, isUncertain }) =>
      spec.state?.encryptionIterations === undefined ||
      isUncertain('state', 'encryption') ||
      (spec.state.encryption ?? 'off') !== 'off',
    message: ({ spec }) => iterationsWithoutEncryption(spec.state?.encryptionIterations ?? 0),
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
  {
    path: () => ['state', 'backend', 's3', 'region'],
    condition: ({ spec, isUncertain }) => {
      const backend = spec.state?.backend;
      if (typeof backend !== 'object' || !('s3' in backend) || isUncertain('state')) return true;
      return backend.s3?.region !== undefined || backend.s3?.endpoint !== undefined;
    },
    message: regionMissing,
  },
];

/** Checks where the state is kept and whether it is encrypted. */
export function checkState(facts: ClusterFacts, findings: Findings): void {
  findings.check(RULES, [facts]);
}
