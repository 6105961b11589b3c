import type { Draft } from '../values/draft';
import type { Path } from '../values/path';
import { type PartRule, rulesOfParts, type SettingRules } from '../values/setting-rule';
import { brokenAffinity } from './affinity-rules';
import {
  affinityHostUnknown,
  machineNotOfEndpoint,
  moreMachinesThanHosts,
  noOtherHost,
  notUnderHighAvailability,
  reservedRuleName,
  ruleNameTaken,
} from './faults';
import {
  CONTROL_PLANE_RULE,
  type HighAvailabilityPlace,
  machinesOf,
  machinesUnder,
  separatedControlPlanes,
} from './resolved';
import type { HighAvailabilitySettings, NodeAffinitySettings } from './settings';

/**
 * Conditions of high availability: machines and hosts are of the endpoint, and Proxmox VE can follow all rules at once.
 *
 * @param place what stands around the settings
 */
export function highAvailabilityRules(place: HighAvailabilityPlace): SettingRules<HighAvailabilitySettings> {
  const { endpointName, hosts, machines } = place;
  const nameRule: PartRule<NamedMachine> = {
    at: ({ at }) => at,
    condition: ({ name }) => machines.has(name),
    message: ({ name }) => machineNotOfEndpoint(name, endpointName, [...machines.keys()]),
  };
  const strayRule: PartRule<MachineList> = {
    at: ({ at }) => at,
    condition: ({ stray }) => stray.length === 0,
    message: ({ stray }) => notUnderHighAvailability(stray),
  };
  const hostRule: PartRule<NamedHost> = {
    at: ({ at }) => at,
    part: 'key',
    condition: ({ host }) => hosts.includes(host),
    message: ({ host }) => affinityHostUnknown(host, endpointName, hosts),
  };
  return [
    { at: () => [], condition: () => hosts.length > 1, message: () => noOtherHost(endpointName) },
    {
      at: () => ['separateControlPlanes'],
      condition: ({ settings }) =>
        settings.separateControlPlanes !== true || separated(settings, place).length <= hosts.length,
      message: ({ settings }) => moreMachinesThanHosts(separated(settings, place).length, hosts.length),
    },
    rulesOfParts(({ settings }) => namedMachines(settings), [nameRule]),
    rulesOfParts(({ settings }) => machineLists(settings, place), [strayRule]),
    rulesOfParts(({ settings }) => namedHosts(settings), [hostRule]),
    rulesOfParts(({ settings }) => ruleNames(settings), RULE_NAMES),
    {
      find: ({ settings, isUncertain }) =>
        isUncertain('nodeAffinity') || isUncertain('resourceAffinity') || isUncertain('machines')
          ? []
          : brokenAffinity(settings, place),
    },
  ];
}

function separated(settings: Draft<HighAvailabilitySettings>, place: HighAvailabilityPlace): readonly string[] {
  return separatedControlPlanes(settings.separateControlPlanes, machinesUnder(settings.machines, place), place);
}

interface NamedMachine {
  readonly name: string;
  readonly at: Path;
}

interface NameList {
  readonly names: readonly (string | undefined)[];
  readonly at: Path;
}

interface MachineList {
  /** Machines that nobody looks after. */
  readonly stray: readonly string[];
  readonly at: Path;
}

interface NamedHost {
  readonly host: string;
  readonly at: Path;
}

interface NamedRule {
  readonly name: string;
  readonly at: Path;
  readonly others: readonly string[];
}

const RULE_NAMES: readonly PartRule<NamedRule>[] = [
  {
    at: ({ at }) => at,
    part: 'key',
    condition: ({ name }) => name !== CONTROL_PLANE_RULE,
    message: ({ name }) => reservedRuleName(name),
  },
  {
    at: ({ at }) => at,
    part: 'key',
    condition: ({ name, others }) => !others.includes(name),
    message: ({ name }) => ruleNameTaken(name),
  },
];

const KINDS = ['nodeAffinity', 'resourceAffinity'] as const;

/** Lists of machines in rules. */
function listsOfRules(settings: Draft<HighAvailabilitySettings>): readonly NameList[] {
  return KINDS.flatMap((kind) =>
    Object.entries(settings[kind] ?? {}).map(([name, rule]) => ({
      names: (rule as Draft<Pick<NodeAffinitySettings, 'machines'>> | undefined)?.machines ?? [],
      at: [kind, name, 'machines'],
    })),
  );
}

function namedMachines(settings: Draft<HighAvailabilitySettings>): readonly NamedMachine[] {
  const lists: readonly NameList[] = [{ names: settings.machines ?? [], at: ['machines'] }, ...listsOfRules(settings)];
  return lists.flatMap(({ names, at }) =>
    names.flatMap((name, index) => (name === undefined ? [] : [{ name, at: [...at, index] }])),
  );
}

function machineLists(settings: Draft<HighAvailabilitySettings>, place: HighAvailabilityPlace): readonly MachineList[] {
  const under = machinesUnder(settings.machines, place);
  return listsOfRules(settings).map(({ names, at }) => ({
    stray: machinesOf(names, place.machines).filter((name) => !under.includes(name)),
    at,
  }));
}

function namedHosts({ nodeAffinity = {} }: Draft<HighAvailabilitySettings>): readonly NamedHost[] {
  return Object.entries(nodeAffinity).flatMap(([name, rule]) =>
    Object.keys(rule?.hosts ?? {}).map((host) => ({ host, at: ['nodeAffinity', name, 'hosts', host] })),
  );
}

function ruleNames({
  nodeAffinity = {},
  resourceAffinity = {},
}: Draft<HighAvailabilitySettings>): readonly NamedRule[] {
  const names = Object.keys(nodeAffinity);
  return [
    ...names.map((name) => ({ name, at: ['nodeAffinity', name], others: [] })),
    ...Object.keys(resourceAffinity).map((name) => ({ name, at: ['resourceAffinity', name], others: names })),
  ];
}
