import fc from 'fast-check';
import { HostLoads, type PlacedMachine, type Room } from '../../../src/model/placement/host-load';
import { type NewMachine, spreadMachines } from '../../../src/model/placement/spread';

const HOSTS = ['a', 'b', 'c', 'd'];
const UNLIMITED = () => ({});

const room = fc.record({ cpuCores: fc.integer({ min: 1, max: 8 }), memoryMiB: fc.integer({ min: 1, max: 8 }) });
const kind = fc.record({ isControlPlane: fc.boolean(), pool: fc.constantFrom('x', 'y'), needs: room });
const placedMachines = fc
  .array(fc.tuple(kind, fc.constantFrom(...HOSTS)), { maxLength: 6 })
  .map((all) => all.map(([machine, host], index): PlacedMachine => ({ ...machine, name: `old-${index}`, host })));
const newMachines = fc
  .array(fc.tuple(kind, fc.shuffledSubarray(HOSTS, { minLength: 1 })), { maxLength: 8 })
  .map((all) => all.map(([machine, hosts], index): NewMachine => ({ ...machine, name: `new-${index}`, hosts })));
const capacities = fc.dictionary(
  fc.constantFrom(...HOSTS),
  fc.record({ cpuCores: fc.integer({ min: 4, max: 20 }), memoryMiB: fc.integer({ min: 4, max: 20 }) }),
);

test('every new machine gets one of its hosts where no host has a limit', () => {
  fc.assert(
    fc.property(placedMachines, newMachines, (placed, fresh) => {
      const chosen = spreadMachines(placed, fresh, UNLIMITED);
      for (const { name, hosts } of fresh) expect(hosts).toContain(chosen.get(name));
      expect(chosen.size).toBe(fresh.length);
    }),
  );
});

test('no host gets more than it has room for', () => {
  fc.assert(
    fc.property(newMachines, capacities, (fresh, limits) => {
      const chosen = spreadMachines([], fresh, (host) => limits[host] ?? {});
      const loads = new HostLoads(onHosts(fresh, chosen), UNLIMITED);
      for (const host of HOSTS) {
        const { cpuCores = Infinity, memoryMiB = Infinity }: Partial<Room> = limits[host] ?? {};
        expect(loads.takenOn(host).cpuCores).toBeLessThanOrEqual(cpuCores);
        expect(loads.takenOn(host).memoryMiB).toBeLessThanOrEqual(memoryMiB);
      }
    }),
  );
});

test('a machine is left without a host only if none of its hosts has room', () => {
  fc.assert(
    fc.property(newMachines, capacities, (fresh, limits) => {
      const capacityOf = (host: string) => limits[host] ?? {};
      const chosen = spreadMachines([], fresh, capacityOf);
      const loads = new HostLoads(onHosts(fresh, chosen), capacityOf);
      for (const machine of fresh.filter(({ name }) => !chosen.has(name))) {
        expect(machine.hosts.filter((host) => loads.hasRoomFor(machine, host))).toEqual([]);
      }
    }),
  );
});

test('control planes share no host while there are enough', () => {
  fc.assert(
    fc.property(placedMachines, newMachines, (placed, fresh) => {
      const chosen = spreadMachines(placed, fresh, UNLIMITED);
      const taken = new Set(placed.filter(({ isControlPlane }) => isControlPlane).map(({ host }) => host));
      const planes = fresh.filter(({ isControlPlane }) => isControlPlane);
      const own = new Set(planes.flatMap(({ name }) => chosen.get(name) ?? []).filter((host) => !taken.has(host)));
      expect(own.size).toBe(mostHosts(planes, taken));
    }),
  );
});

test('machines of a pool differ by one at most where all may go everywhere', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20 }), fc.subarray(HOSTS, { minLength: 1 }), (count, hosts) => {
      const fresh = Array.from({ length: count }, (_, index) => worker(`w-${index}`, hosts));
      const chosen = [...spreadMachines([], fresh, UNLIMITED).values()];
      const counts = hosts.map((host) => chosen.filter((each) => each === host).length);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }),
  );
});

test('the same machines get the same hosts', () => {
  fc.assert(
    fc.property(placedMachines, newMachines, capacities, (placed, fresh, limits) => {
      const place = () => [...spreadMachines(placed, fresh, (host) => limits[host] ?? {})];
      expect(place()).toEqual(place());
    }),
  );
});

test('a control plane that can go elsewhere makes room for one that cannot', () => {
  const plane = (name: string, hosts: readonly string[]) => ({ ...worker(name, hosts), isControlPlane: true });
  const chosen = spreadMachines([], [plane('one', ['a', 'b']), plane('two', ['a'])], UNLIMITED);
  expect(Object.fromEntries(chosen)).toEqual({ one: 'b', two: 'a' });
});

test('machines stand in the order of the hosts', () => {
  const fresh = ['w-0', 'w-1', 'w-2', 'w-3'].map((name) => worker(name, ['b', 'a', 'c']));
  expect(Object.fromEntries(spreadMachines([], fresh, UNLIMITED))).toEqual({
    'w-0': 'b',
    'w-1': 'a',
    'w-2': 'c',
    'w-3': 'b',
  });
});

function worker(name: string, hosts: readonly string[]): NewMachine {
  return { name, isControlPlane: false, pool: 'w', needs: { cpuCores: 1, memoryMiB: 1 }, hosts };
}

function onHosts(fresh: readonly NewMachine[], chosen: ReadonlyMap<string, string>): readonly PlacedMachine[] {
  return fresh.flatMap((machine) => {
    const host = chosen.get(machine.name);
    return host === undefined ? [] : [{ ...machine, host }];
  });
}

/** How many hosts can get a control plane of their own, by trying everything. */
function mostHosts([plane, ...others]: readonly NewMachine[], taken: ReadonlySet<string>): number {
  if (plane === undefined) return 0;
  const shared = mostHosts(others, taken);
  const alone = plane.hosts
    .filter((host) => !taken.has(host))
    .map((host) => 1 + mostHosts(others, new Set([...taken, host])));
  return Math.max(shared, ...alone);
}
