import { movedBack } from '../../high-availability/faults';
import { highAvailabilityRules } from '../../high-availability/rules';
import type { Findings, SpecRule } from '../findings';
import { highAvailabilityPlace, isUnderHighAvailability } from '../high-availability';
import type { NodeFacts } from '../node-facts';
import { lacksMachines, type SpecFacts } from '../spec-facts';

const MOVE_RULE: SpecRule<NodeFacts> = {
  path: ({ written }) => written('onHostChange'),
  condition: ({ options }) => options.onHostChange !== 'migrate',
  message: movedBack,
};

/** Checks what high availability asks of machines, of hosts and of its own rules. */
export function checkHighAvailability(facts: SpecFacts, findings: Findings): void {
  const { spec, nodes, placement, isUncertain } = facts;
  for (const [name, endpoint] of Object.entries(spec.proxmox?.endpoints ?? {})) {
    const settings = endpoint?.highAvailability;
    const path = ['proxmox', 'endpoints', name];
    const isUnknown =
      lacksMachines(facts) ||
      placement.homeless.length > 0 ||
      isUncertain(...path, 'hosts') ||
      isUncertain('nodeDefaults');
    if (settings === undefined || isUnknown) continue;
    const rules = highAvailabilityRules(highAvailabilityPlace(facts, name));
    findings.checkSettings(rules, { settings, isUncertain }, [...path, 'highAvailability']);
  }
  findings.check(
    [MOVE_RULE],
    nodes.filter((node) => isUnderHighAvailability(node, spec)),
  );
}
