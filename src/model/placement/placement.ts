import type { LocatedFault, SpecFault } from '../../cluster-file/cluster-spec-error';
import { coresOfAllSockets } from '../../virtual-machine/hardware';
import { DEFAULT_MEMORY_MIB } from '../../virtual-machine/limits';
import type { HostFacts, Hosts } from '../hosts';
import type { WrittenNode } from '../written-nodes';
import { placementRebuilt } from './faults';
import { HostLoads, type Placeable, type PlacedMachine } from './host-load';
import { moduloHost } from './modulo';
import type { PlacementMemory, RememberedPlacement } from './placement-memory';
import { spreadMachines } from './spread';
import { keptMachines } from './sticky';

/** A machine of a pool with `placement: spread` that has a host. */
export interface SpreadMember {
  /** The machine. */
  readonly node: WrittenNode;
  /** The same as far as its place matters. */
  readonly machine: PlacedMachine;
}

/** Hosts of all machines of pools that have none of their own. */
export interface Placement {
  /** Host of a machine; none if it found no room. */
  readonly hostsOf: (name: string) => readonly HostFacts[];
  /** Machines that were placed by `spread`, in the order of the file. */
  readonly members: readonly SpreadMember[];
  /** Machines that found no room. */
  readonly homeless: readonly WrittenNode[];
  /** Everything that runs on each host. */
  readonly loads: HostLoads;
  /** The placement to be remembered; nothing if no pool needs it, or nobody remembers. */
  readonly remembered: RememberedPlacement | undefined;
  /** Faults of the cluster file. */
  readonly faults: readonly SpecFault[];
  /** Faults of the file that remembers. */
  readonly faultsElsewhere: readonly LocatedFault[];
  /** Warnings at places of the cluster file. */
  readonly warnings: readonly SpecFault[];
}

/**
 * Places the machines of pools.
 *
 * @param nodes all machines
 * @param hosts all hosts
 * @param recall asks for what is known from earlier; called only if a machine is placed by `spread`
 */
export function placeMachines(
  nodes: readonly WrittenNode[],
  hosts: Hosts,
  recall: () => PlacementMemory | undefined,
): Placement {
  const loose = nodes.filter(({ options, member }) => member !== undefined && options.host === undefined);
  const counted = loose.filter((node) => placementOf(node) === 'modulo');
  const spread = loose.filter((node) => placementOf(node) === 'spread');
  const memory = spread.length === 0 ? undefined : recall();
  const kept = keptMachines(spread, memory, hosts);
  const chosen = new Map(kept.hosts);
  for (const node of counted) {
    const host = moduloHost(poolHosts(node), node.member?.number ?? 0);
    if (host !== undefined) chosen.set(node.name, host);
  }

  const fixed = nodes.flatMap((node) => {
    const found = node.options.host === undefined ? [] : hosts.find(node.options.host);
    return found.length === 1 ? found.map(({ key }) => ({ ...placeable(node), host: key })) : [];
  });
  const settled = loose.flatMap((node) => {
    const host = chosen.get(node.name);
    return host === undefined ? [] : [{ ...placeable(node), host: host.key }];
  });
  const fresh = spread
    .filter(({ name }) => !chosen.has(name))
    .map((node) => ({ ...placeable(node), hosts: poolHosts(node).map(({ key }) => key) }));
  const capacityOf = (key: string) => hosts.find(key)[0]?.capacity ?? {};
  const found = spreadMachines([...fixed, ...settled], fresh, capacityOf);
  for (const [name, key] of found) chosen.set(name, ...(hosts.find(key).slice(0, 1) as [HostFacts]));

  const members = spread.flatMap((node) => {
    const host = chosen.get(node.name);
    return host === undefined ? [] : [{ node, machine: { ...placeable(node), host: host.key } }];
  });
  const spreadNames = new Set(spread.map(({ name }) => name));
  const others = [...fixed, ...settled.filter(({ name }) => !spreadNames.has(name))];
  return {
    hostsOf: (name) => {
      const host = chosen.get(name);
      return host === undefined ? [] : [host];
    },
    members,
    homeless: spread.filter(({ name }) => !chosen.has(name)),
    loads: new HostLoads([...others, ...members.map(({ machine }) => machine)], capacityOf),
    remembered: memory && remembered(memory, members),
    faults: kept.faults,
    faultsElsewhere: kept.faultsElsewhere,
    warnings: memory === undefined ? [] : rebuiltFrom(memory, kept.rebuilt),
  };
}

/** A machine as far as its place matters. */
export function placeable({ name, machineType, member, options }: WrittenNode): Placeable {
  const { memoryMiB = DEFAULT_MEMORY_MIB } = options;
  return {
    name,
    isControlPlane: machineType === 'controlplane',
    ...(member !== undefined && { pool: member.pool.name }),
    needs: { cpuCores: coresOfAllSockets(options), memoryMiB },
  };
}

function placementOf({ member }: WrittenNode): 'spread' | 'modulo' {
  return member?.pool.spec.placement ?? 'spread';
}

function poolHosts({ member }: WrittenNode): readonly HostFacts[] {
  return member?.pool.hosts ?? [];
}

function rebuiltFrom({ file, state }: PlacementMemory, machines: readonly string[]): readonly SpecFault[] {
  if (state.kind !== 'read' || machines.length === 0) return [];
  return [{ path: ['pools'], message: placementRebuilt(file, state.where, machines) }];
}

function remembered({ file, record }: PlacementMemory, members: readonly SpreadMember[]): RememberedPlacement {
  const machines = Object.fromEntries(members.map(({ node, machine }) => [node.name, machine.host]));
  const known = Object.keys(record?.machines ?? {});
  return { file, machines, known, difference: differenceOf(record?.machines, machines) };
}

function differenceOf(
  known: Readonly<Record<string, unknown>> | undefined,
  machines: Readonly<Record<string, string>>,
): RememberedPlacement['difference'] {
  if (known === undefined) return 'missing';
  const names = Object.keys(machines);
  const isSame =
    names.length === Object.keys(known).length &&
    names.every((name) => Object.hasOwn(known, name) && known[name] === machines[name]);
  return isSame ? undefined : 'stale';
}
