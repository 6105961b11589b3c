import { HostLoads, type PlacedMachine } from '../../../src/model/placement/host-load';
import { bestMove } from '../../../src/model/placement/moves';

const machine = (name: string, host: string, isControlPlane = false): PlacedMachine => ({
  name,
  host,
  isControlPlane,
  pool: isControlPlane ? 'c' : 'w',
  needs: { cpuCores: 2, memoryMiB: 4 },
});

function move(machines: readonly PlacedMachine[], hosts: readonly string[], capacity: { memoryMiB?: number } = {}) {
  const found = bestMove(machines, hosts, new HostLoads(machines, () => capacity));
  return found && `${found.machine.name}: ${found.from} -> ${found.to}`;
}

test('nothing moves where machines differ by one', () => {
  expect(move([machine('w-0', 'm/a'), machine('w-1', 'm/b'), machine('w-2', 'm/a')], ['m/a', 'm/b'])).toBeUndefined();
});

test('the newest machine of the fullest host moves to the emptiest one', () => {
  const crowd = [
    machine('w-0', 'm/a'),
    machine('w-1', 'm/b'),
    machine('w-2', 'm/a'),
    machine('w-3', 'm/a'),
    machine('w-4', 'm/b'),
  ];
  expect(move(crowd, ['m/a', 'm/b', 'm/c'])).toBe('w-3: m/a -> m/c');
});

test('a control plane that shares its host moves to one without any', () => {
  expect(move([machine('c-0', 'm/a', true), machine('c-1', 'm/a', true)], ['m/a', 'm/b'])).toBe('c-1: m/a -> m/b');
});

test('nothing moves to a host without room', () => {
  const crowd = [machine('w-0', 'm/a'), machine('w-1', 'm/a')];
  expect(move(crowd, ['m/a', 'm/b'], { memoryMiB: 8 })).toBe('w-1: m/a -> m/b');
  expect(move(crowd, ['m/a', 'm/b'], { memoryMiB: 3 })).toBeUndefined();
});

test('nothing moves to another endpoint', () => {
  expect(move([machine('w-0', 'm/a'), machine('w-1', 'm/a')], ['m/a', 'n/a'])).toBeUndefined();
});
