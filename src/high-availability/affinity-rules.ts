import type { Draft } from '../values/draft';
import type { Path } from '../values/path';
import type { SettingFinding } from '../values/setting-rule';
import {
  affinityOfOne,
  moreMachinesThanHosts,
  prioritiesBesideAffinity,
  secondNodeAffinity,
  togetherAndApart,
  togetherInSeveralPlaces,
  tooFewHostsApart,
} from './faults';
import {
  CONTROL_PLANE_RULE,
  type HighAvailabilityPlace,
  machinesOf,
  machinesUnder,
  separatedControlPlanes,
} from './resolved';
import type { HighAvailabilitySettings } from './settings';

/** A rule that holds machines to hosts. */
interface Held {
  readonly name: string;
  readonly at: Path;
  readonly machines: readonly string[];
  readonly hosts: Readonly<Record<string, number | undefined>>;
}

/** A rule that keeps machines together or apart. */
interface Kept {
  readonly name: string;
  readonly at: Path;
  readonly machines: readonly string[];
  readonly isTogether: boolean;
}

/** Rules that Proxmox VE would refuse beside each other, or by themselves. */
export function brokenAffinity(
  settings: Draft<HighAvailabilitySettings>,
  place: HighAvailabilityPlace,
): readonly SettingFinding[] {
  const held = heldMachines(settings, place);
  const kept = keptMachines(settings, place);
  return [
    ...held.flatMap((rule, index) => secondHolds(rule, held.slice(0, index))),
    ...kept.flatMap((rule) => [
      ...ownFaults(rule, place),
      ...contradictions(rule, kept),
      ...besideHolds(
        rule,
        held.filter(({ machines }) => common(machines, rule.machines).length > 0),
      ),
    ]),
  ];
}

function heldMachines(
  { nodeAffinity = {} }: Draft<HighAvailabilitySettings>,
  { machines }: HighAvailabilityPlace,
): readonly Held[] {
  return Object.entries(nodeAffinity).map(([name, rule]) => ({
    name,
    at: ['nodeAffinity', name],
    machines: machinesOf(rule?.machines ?? [], machines),
    hosts: rule?.hosts ?? {},
  }));
}

/** With the rule of control planes, which is made by itself. */
function keptMachines(settings: Draft<HighAvailabilitySettings>, place: HighAvailabilityPlace): readonly Kept[] {
  const under = machinesUnder(settings.machines, place);
  const separated = separatedControlPlanes(settings.separateControlPlanes, under, place);
  return [
    ...(separated.length === 0 || separated.length > place.hosts.length
      ? []
      : [{ name: CONTROL_PLANE_RULE, at: ['separateControlPlanes'], machines: separated, isTogether: false }]),
    ...Object.entries(settings.resourceAffinity ?? {}).map(([name, rule]) => ({
      name,
      at: ['resourceAffinity', name, 'machines'],
      machines: machinesOf(rule?.machines ?? [], place.machines),
      isTogether: rule?.affinity === 'positive',
    })),
  ];
}

function secondHolds(rule: Held, earlier: readonly Held[]): readonly SettingFinding[] {
  return earlier
    .flatMap((other) =>
      common(rule.machines, other.machines)
        .slice(0, 1)
        .map((machine) => ({ machine, other })),
    )
    .slice(0, 1)
    .map(({ machine, other }) => ({
      path: [...rule.at, 'machines'],
      message: secondNodeAffinity(machine, other.name),
    }));
}

function ownFaults({ at, machines, isTogether }: Kept, { hosts }: HighAvailabilityPlace): readonly SettingFinding[] {
  if (machines.length === 1) return [{ path: at, message: affinityOfOne() }];
  return isTogether || machines.length <= hosts.length
    ? []
    : [{ path: at, message: moreMachinesThanHosts(machines.length, hosts.length) }];
}

/** Said once, of the rule that keeps together. */
function contradictions(rule: Kept, all: readonly Kept[]): readonly SettingFinding[] {
  if (!rule.isTogether) return [];
  return all
    .filter((other) => !other.isTogether && common(rule.machines, other.machines).length > 1)
    .map((other) => ({
      path: rule.at,
      message: togetherAndApart(common(rule.machines, other.machines), other.name),
    }));
}

/** Of a rule, and the rules that hold machines of it to hosts. */
function besideHolds(rule: Kept, held: readonly Held[]): readonly SettingFinding[] {
  const ranked = held.filter(({ hosts }) => new Set(Object.values(hosts)).size > 1);
  if (ranked.length > 0) {
    return ranked.map(({ at, machines }) => ({
      path: [...at, 'hosts'],
      message: prioritiesBesideAffinity(common(machines, rule.machines)[0] ?? '', rule.name),
    }));
  }
  const names = held.map(({ name }) => name);
  if (rule.isTogether) {
    return held.length > 1 ? [{ path: rule.at, message: togetherInSeveralPlaces(rule.name, names) }] : [];
  }
  const located = [...new Set(held.flatMap(({ machines }) => common(machines, rule.machines)))];
  const hosts = [...new Set(held.flatMap((each) => Object.keys(each.hosts)))];
  const last = held.at(-1);
  return last === undefined || hosts.length >= located.length
    ? []
    : [{ path: [...last.at, 'hosts'], message: tooFewHostsApart(rule.name, located, hosts) }];
}

function common(machines: readonly string[], others: readonly string[]): readonly string[] {
  return machines.filter((machine) => others.includes(machine));
}
