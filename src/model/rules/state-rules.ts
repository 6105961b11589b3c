import {
  ENCRYPTION_RULES,
  HTTP_STATE_RULES,
  KUBERNETES_STATE_RULES,
  PG_STATE_RULES,
  S3_STATE_RULES,
} from '../../state/rules';
import type { SpecFacts } from '../spec-facts';
import type { Findings } from '../findings';

/** Checks where the state is kept and whether it is encrypted. */
export function checkState({ spec: { state = {} }, isUncertain }: SpecFacts, findings: Findings): void {
  const { backend } = state;
  findings.checkSettings(ENCRYPTION_RULES, { settings: state, isUncertain }, ['state']);
  if (typeof backend !== 'object') return;
  if ('s3' in backend && backend.s3 !== undefined) {
    findings.checkSettings(S3_STATE_RULES, { settings: backend.s3, isUncertain }, ['state', 'backend', 's3']);
  }
  if ('http' in backend && backend.http !== undefined) {
    findings.checkSettings(HTTP_STATE_RULES, { settings: backend.http, isUncertain }, ['state', 'backend', 'http']);
  }
  if ('pg' in backend && backend.pg !== undefined) {
    findings.checkSettings(PG_STATE_RULES, { settings: backend.pg, isUncertain }, ['state', 'backend', 'pg']);
  }
  if ('kubernetes' in backend && backend.kubernetes !== undefined) {
    const { kubernetes } = backend;
    findings.checkSettings(KUBERNETES_STATE_RULES, { settings: kubernetes, isUncertain }, [
      'state',
      'backend',
      'kubernetes',
    ]);
  }
}
