import type { Complete } from '../values/complete';
import { nothingLeft } from '../values/nothing-left';
import type { HighAvailabilitySettings, NodeAffinitySettings, ResourceAffinitySettings } from './settings';

/** Name of the rule that keeps control planes apart. */
export const CONTROL_PLANE_RULE = 'control-planes';

/** Machines and hosts of the endpoint, which the settings of its high availability refer to. */
export interface HighAvailabilityPlace {
  /** Name of the endpoint. */
  readonly endpointName: string;
  /** Hosts of the endpoint. */
  readonly hosts: readonly string[];
  /** Machines by the names that mean them: their own, and those of pools. */
  readonly machines: ReadonlyMap<string, readonly string[]>;
  /** Machines of the endpoint that are control planes. */
  readonly controlPlanes: readonly string[];
}

/** Machines that high availability looks after, with every default filled in. */
export interface ResolvedHighAvailability {
  /** Hostnames of the machines, each once. */
  readonly machines: readonly string[];
  /** If Proxmox VE keeps them running. */
  readonly state: 'started' | 'ignored';
  /** Starts that are tried again on the host of a machine. */
  readonly maxRestart: number;
  /** Hosts that are tried after the first one. */
  readonly maxRelocate: number;
  /** If a machine comes back to the host that it prefers. */
  readonly failback: boolean;
  /** Rules, by name. */
  readonly rules: Readonly<Record<string, ResolvedHaRule>>;
}

/** Where machines of a rule are. */
export type ResolvedHaRule =
  | {
      readonly type: 'node-affinity';
      readonly machines: readonly string[];
      readonly hosts: Readonly<Record<string, number>>;
      readonly strict: boolean;
    }
  | {
      readonly type: 'resource-affinity';
      readonly machines: readonly string[];
      readonly affinity: 'positive' | 'negative';
    };

/** Fills in what the settings leave open. */
export function resolvedHighAvailability(
  settings: HighAvailabilitySettings,
  place: HighAvailabilityPlace,
): Complete<ResolvedHighAvailability> {
  const {
    machines: names,
    state = 'started',
    maxRestart = 1,
    maxRelocate = 1,
    failback = true,
    separateControlPlanes,
    nodeAffinity = {},
    resourceAffinity = {},
    ...rest
  } = settings;
  nothingLeft(rest);
  const machines = machinesUnder(names, place);
  const separated = separatedControlPlanes(separateControlPlanes, machines, place);
  return {
    machines,
    state,
    maxRestart,
    maxRelocate,
    failback,
    rules: {
      ...(separated.length > 0 && {
        [CONTROL_PLANE_RULE]: { type: 'resource-affinity', machines: separated, affinity: 'negative' },
      }),
      ...mapped(nodeAffinity, (rule) => nodeAffinityRule(rule, place)),
      ...mapped(resourceAffinity, (rule) => resourceAffinityRule(rule, place)),
    },
  };
}

/** Machines that high availability looks after. */
export function machinesUnder(
  names: readonly (string | undefined)[] | undefined,
  { machines }: HighAvailabilityPlace,
): readonly string[] {
  return machinesOf(names ?? [...machines.keys()], machines);
}

/** Machines that names mean, each once. */
export function machinesOf(
  names: readonly (string | undefined)[],
  machines: HighAvailabilityPlace['machines'],
): readonly string[] {
  return [...new Set(names.flatMap((name) => (name === undefined ? [] : (machines.get(name) ?? []))))];
}

/** Control planes that are kept apart; none if they are not, or if there is one only. */
export function separatedControlPlanes(
  isWanted: boolean | undefined,
  machines: readonly string[],
  { controlPlanes, hosts }: HighAvailabilityPlace,
): readonly string[] {
  const own = machines.filter((name) => controlPlanes.includes(name));
  const isDone = isWanted ?? own.length <= hosts.length;
  return isDone && own.length > 1 ? own : [];
}

function nodeAffinityRule(settings: NodeAffinitySettings, place: HighAvailabilityPlace): ResolvedHaRule {
  const { machines, hosts, strict = false, ...rest } = settings;
  nothingLeft(rest);
  return { type: 'node-affinity', machines: machinesOf(machines, place.machines), hosts, strict };
}

function resourceAffinityRule(settings: ResourceAffinitySettings, place: HighAvailabilityPlace): ResolvedHaRule {
  const { machines, affinity, ...rest } = settings;
  nothingLeft(rest);
  return { type: 'resource-affinity', machines: machinesOf(machines, place.machines), affinity };
}

function mapped<From, To>(all: Readonly<Record<string, From>>, to: (from: From) => To): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(all).map(([name, each]) => [name, to(each)]));
}
