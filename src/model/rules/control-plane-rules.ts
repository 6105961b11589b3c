import {
  controlPlanesOnOneHost,
  evenControlPlanes,
  noSharedEndpoint,
  nothingTakesWorkloads,
} from './control-plane-faults';
import { MEMBER_RULES } from '../../machine-config/rules';
import { lacksMachines, type SpecFacts } from '../spec-facts';
import type { Findings, SpecRule } from '../findings';

const RULES: readonly SpecRule<SpecFacts>[] = [
  {
    path: () => ['nodes'],
    severity: 'warning',
    // the loss of either of two stops the cluster, so they are worse than one
    condition: ({ controlPlanes }) => controlPlanes.length !== 2,
    message: ({ controlPlanes }) => evenControlPlanes(controlPlanes.length),
  },
  {
    path: () => ['nodes'],
    severity: 'advice',
    condition: ({ controlPlanes }) => controlPlanes.length <= 2 || controlPlanes.length % 2 === 1,
    message: ({ controlPlanes }) => evenControlPlanes(controlPlanes.length),
  },
  {
    path: () => ['nodes'],
    severity: 'advice',
    condition: (facts) => facts.controlPlanes.length < 2 || hostsOfControlPlanes(facts).size !== 1,
    message: (facts) => controlPlanesOnOneHost(facts.controlPlanes.length, [...hostsOfControlPlanes(facts)].join('')),
  },
  {
    path: () => ['network'],
    severity: 'warning',
    condition: ({ spec, controlPlanes, isUncertain }) =>
      controlPlanes.length < 2 ||
      spec.network?.vip !== undefined ||
      spec.network?.endpoint !== undefined ||
      isUncertain('network'),
    message: ({ controlPlanes }) => noSharedEndpoint(controlPlanes.length, controlPlanes[0]?.address ?? ''),
  },
  {
    path: () => ['nodes'],
    severity: 'warning',
    condition: ({ spec, controlPlanes, nodes }) =>
      spec.kubernetes?.schedulingOnControlPlanes === true || controlPlanes.length < nodes.length,
    message: nothingTakesWorkloads,
  },
];

/** Checks number and place of the control planes, once it is certain which machines are some. */
export function checkControlPlanes(facts: SpecFacts, findings: Findings): void {
  const nodes = facts.nodes.flatMap(({ machineType }) => machineType ?? []);
  if (nodes.length < facts.nodes.length || lacksMachines(facts)) return;
  findings.checkSettings(MEMBER_RULES, { settings: { nodes }, isUncertain: () => false }, []);
  findings.check(RULES, [facts]);
}

/** Hosts of the control planes; one without host, or with an unknown one, stands for itself. */
function hostsOfControlPlanes({ controlPlanes }: SpecFacts): ReadonlySet<string> {
  return new Set(controlPlanes.map(({ hosts, name }) => hosts[0]?.key ?? `machine ${name}`));
}
