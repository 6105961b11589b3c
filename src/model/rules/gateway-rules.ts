import { NETWORK_RULES } from '../../network/rules';
import type { SpecFacts } from '../spec-facts';
import type { Findings } from '../findings';

/** Checks that the gateway is one of the machines' network. */
export function checkGateway({ spec: { network = {} }, isUncertain }: SpecFacts, findings: Findings): void {
  findings.checkSettings(NETWORK_RULES, { settings: network, isUncertain }, ['network']);
}
