import type { CniKind } from '../manifests/cni/cni-kind';
import { CILIUM_PORTS, FLANNEL_PORTS } from '../manifests/cni/host-ports';
import { rulesOfParts, type SettingRules } from '../values/setting-rule';
import { COMPUTED_RULES, contains } from './firewall';
import {
  blockWithoutAdmins,
  exceptOutside,
  firewallSaysNothing,
  portsOfCniUnknown,
  portsOverlap,
  ruleTaken,
  subnetsWithoutBlock,
} from './firewall-faults';
import type { FirewallOptions } from './settings/firewall';

/** A firewall, with what decides about its rules. */
export interface JudgedFirewall {
  /**
   * The firewall.
   * @default - none
   */
  readonly firewall?: FirewallOptions;
  /**
   * Network of pods.
   * @default - not known
   */
  readonly cni?: CniKind['kind'];
}

/** Names of all rules that may be computed, whatever the cluster is like. */
const TAKEN: readonly string[] = [...COMPUTED_RULES, ...[...FLANNEL_PORTS, ...CILIUM_PORTS].map(({ name }) => name)];

/** A rule of the person, as far as it is known. */
interface WrittenRule {
  readonly name: string;
  readonly isTaken: boolean;
  readonly overlap: readonly [string, string] | undefined;
  readonly outside: string | undefined;
}

/** Conditions of the firewall. */
export const FIREWALL_RULES: SettingRules<JudgedFirewall> = [
  {
    at: () => ['firewall'],
    condition: ({ settings: { firewall }, isUncertain }) =>
      firewall === undefined || Object.keys(firewall).length > 0 || isUncertain('firewall'),
    message: firewallSaysNothing,
  },
  {
    at: () => ['firewall', 'defaultAction'],
    condition: ({ settings: { firewall }, isUncertain }) =>
      firewall?.defaultAction !== 'block' ||
      (firewall.adminSubnets ?? []).length > 0 ||
      isUncertain('firewall', 'adminSubnets'),
    message: blockWithoutAdmins,
  },
  rulesOfParts<JudgedFirewall, { readonly setting: string }>(
    ({ settings: { firewall }, isUncertain }) =>
      firewall?.defaultAction === 'block' || isUncertain('firewall', 'defaultAction')
        ? []
        : (['adminSubnets', 'kubernetesApiSubnets'] as const)
            .filter((setting) => firewall?.[setting] !== undefined)
            .map((setting) => ({ setting })),
    [
      {
        at: ({ setting }) => ['firewall', setting],
        part: 'key',
        condition: () => false,
        message: ({ setting }) => subnetsWithoutBlock(setting),
      },
    ],
  ),
  rulesOfParts<JudgedFirewall, WrittenRule>(
    ({ settings: { firewall }, isUncertain }) =>
      Object.entries(firewall?.rules ?? {}).map(([name, { ports = [], subnets = [], except = [] } = {}]) => ({
        name,
        isTaken: firewall?.defaultAction === 'block' && TAKEN.includes(name),
        overlap: overlapOf(ports.flatMap((each) => each ?? [])),
        outside: isUncertain('firewall', 'rules', name, 'subnets')
          ? undefined
          : except.find((each) => each !== undefined && !subnets.some((subnet) => contains(subnet ?? '', each))),
      })),
    [
      {
        at: ({ name }) => ['firewall', 'rules', name],
        part: 'key',
        condition: ({ isTaken }) => !isTaken,
        message: ({ name }) => ruleTaken(name),
      },
      {
        at: ({ name }) => ['firewall', 'rules', name, 'ports'],
        condition: ({ overlap }) => overlap === undefined,
        message: ({ overlap: [first, second] = ['', ''] }) => portsOverlap(first, second),
      },
      {
        at: ({ name }) => ['firewall', 'rules', name, 'except'],
        condition: ({ outside }) => outside === undefined,
        message: ({ outside = '' }) => exceptOutside(outside),
      },
    ],
  ),
  {
    at: () => ['firewall', 'defaultAction'],
    severity: 'advice',
    condition: ({ settings: { firewall, cni } }) =>
      firewall?.defaultAction !== 'block' || cni !== 'none' || firewall.rules !== undefined,
    message: portsOfCniUnknown,
  },
];

/** The first two of ports and ranges that have a port in common. */
function overlapOf(ports: readonly (number | string)[]): readonly [string, string] | undefined {
  const ranges = ports.map((each) => {
    const [first = '', last = first] = String(each).split('-');
    return { text: String(each), first: Number(first), last: Number(last) };
  });
  for (const [index, one] of ranges.entries()) {
    const other = ranges.slice(index + 1).find(({ first, last }) => first <= one.last && one.first <= last);
    if (other !== undefined) return [one.text, other.text];
  }
  return undefined;
}
