import { NETWORK_RULES } from '../../network/rules';
import type { ClusterFacts } from '../cluster-facts';
import type { Findings } from '../findings';

/** Checks that the gateway is one of the machines' network. */
export function checkGateway({ spec: { network = {} }, isUncertain }: ClusterFacts, findings: Findings): void {
  findings.checkSettings(NETWORK_RULES, { settings: network, isUncertain }, ['network']);
}
