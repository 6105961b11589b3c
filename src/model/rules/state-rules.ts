import { ENCRYPTION_RULES, HTTP_STATE_RULES, S3_STATE_RULES } from '../../state/rules';
import type { ClusterFacts } from '../cluster-facts';
import type { Findings } from '../findings';

const STATE = ['state'];
const S3 = ['state', 'backend', 's3'];
const HTTP = ['state', 'backend', 'http'];

/** Checks where the state is kept and whether it is encrypted. */
export function checkState({ spec: { state = {} }, isUncertain }: ClusterFacts, findings: Findings): void {
  const { backend } = state;
  const below =
    (base: readonly string[]) =>
    (...at: readonly (string | number)[]) =>
      isUncertain(...base, ...at);
  findings.checkSettings(ENCRYPTION_RULES, { settings: state, isUncertain: below(STATE) }, STATE);
  if (typeof backend !== 'object') return;
  if ('s3' in backend && backend.s3 !== undefined) {
    findings.checkSettings(S3_STATE_RULES, { settings: backend.s3, isUncertain: below(S3) }, S3);
  }
  if ('http' in backend && backend.http !== undefined) {
    findings.checkSettings(HTTP_STATE_RULES, { settings: backend.http, isUncertain: below(HTTP) }, HTTP);
  }
}
