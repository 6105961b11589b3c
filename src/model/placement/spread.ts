import { type Capacity, HostLoads, type Placeable, type PlacedMachine } from './host-load';

/** A machine that has no host yet. */
export interface NewMachine extends Placeable {
  /** Keys of the hosts that it may be placed on, the preferred first. */
  readonly hosts: readonly string[];
}

/**
 * Finds hosts for new machines beside those that have one: control planes share no host while there are enough, the
 * machines of a pool share as few as they can, and no host gets more than it has room for. The same machines get the
 * same hosts every time.
 *
 * @param placed machines that have a host, which they keep
 * @param fresh machines that need one
 * @param capacityOf room of a host, by its key
 * @returns host by hostname; a machine that fits nowhere is missing
 */
export function spreadMachines(
  placed: readonly PlacedMachine[],
  fresh: readonly NewMachine[],
  capacityOf: (host: string) => Capacity,
): ReadonlyMap<string, string> {
  const loads = new HostLoads(placed, capacityOf);
  const chosen = hostsOfTheirOwn(
    fresh.filter(({ isControlPlane }) => isControlPlane),
    loads,
  );
  for (const machine of fresh) {
    const host = chosen.get(machine.name);
    if (host !== undefined) loads.add(machine, host);
  }
  for (const machine of [...fresh].sort(hardestFirst)) {
    if (chosen.has(machine.name)) continue;
    const host = bestHost(machine, loads);
    if (host === undefined) continue;
    chosen.set(machine.name, host);
    loads.add(machine, host);
  }
  return chosen;
}

/** Control planes first, as most depends on their place; then those that fit on the fewest hosts. */
function hardestFirst(a: NewMachine, b: NewMachine): number {
  return (
    Number(b.isControlPlane) - Number(a.isControlPlane) ||
    b.needs.memoryMiB - a.needs.memoryMiB ||
    b.needs.cpuCores - a.needs.cpuCores
  );
}

/**
 * Gives as many control planes as possible a host that has none yet: a maximum matching, in which one that comes later may
 * send an earlier one to another of its hosts.
 */
function hostsOfTheirOwn(machines: readonly NewMachine[], loads: HostLoads): Map<string, string> {
  const tenants = new Map<string, NewMachine>();
  const settle = (machine: NewMachine, asked: Set<string>): boolean => {
    const candidates = byPreference(machine, loads).filter(
      (host) => loads.controlPlanesOn(host) === 0 && loads.hasRoomFor(machine, host),
    );
    const isGiven = (host: string): boolean => {
      if (asked.has(host)) return false;
      asked.add(host);
      const tenant = tenants.get(host);
      return tenant === undefined || settle(tenant, asked);
    };
    const host = candidates.find((each) => !tenants.has(each)) ?? candidates.find(isGiven);
    if (host !== undefined) tenants.set(host, machine);
    return host !== undefined;
  };
  for (const machine of machines) settle(machine, new Set());
  return new Map([...tenants].map(([host, { name }]) => [name, host]));
}

function bestHost(machine: NewMachine, loads: HostLoads): string | undefined {
  return byPreference(machine, loads).find((host) => loads.hasRoomFor(machine, host));
}

/** The hosts of a machine, those with the least of its kind first, then those with the fewest machines. */
function byPreference(machine: NewMachine, loads: HostLoads): readonly string[] {
  const ranked = machine.hosts.map((host) => ({
    host,
    ranks: [
      machine.isControlPlane ? loads.controlPlanesOn(host) : 0,
      loads.membersOn(host, machine.pool),
      loads.machinesOn(host).length,
    ],
  }));
  return ranked.sort((a, b) => compareRanks(a.ranks, b.ranks)).map(({ host }) => host);
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const [difference = 0] = a.map((rank, index) => rank - (b[index] ?? 0)).filter((each) => each !== 0);
  return difference;
}
