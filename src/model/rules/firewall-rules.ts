import { FIREWALL_RULES, type JudgedFirewall } from '../../machine-config/firewall-rules';
import type { Draft } from '../../values/draft';
import type { Findings } from '../findings';
import type { SpecFacts } from '../spec-facts';

/** Checks the firewall of the machines. */
export function checkFirewall(facts: SpecFacts, findings: Findings): void {
  const { network, kubernetes: { cni = 'flannel' } = {} } = facts.spec;
  const settings: Draft<JudgedFirewall> = {
    firewall: network?.firewall,
    cni: typeof cni === 'string' ? cni : 'cilium',
  };
  findings.checkSettings(FIREWALL_RULES, { settings, isUncertain: facts.isUncertain }, ['network']);
}
