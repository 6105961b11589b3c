import fc from 'fast-check';
import { EtcdWorld, follow, type Reset, type Wish } from '../../support/etcd-world';

const WISHES: readonly Wish[] = [
  'restarted',
  'stopped',
  'started',
  'removed',
  'replaced',
  'replaced, its configuration kept',
  'replaced as tainted',
  'removed, its configuration forgotten',
  'forgotten',
  'forgotten and created again elsewhere',
  'made a worker',
  'let go',
  'configured as tainted',
  'configured elsewhere',
];

const reset = fc.constantFrom<Reset>('nothing', 'wiped', 'leaves');
const machine = (role: 'controlplane' | 'worker') =>
  fc.record({ role: fc.constant(role), isPhysical: fc.boolean(), reset });
const cluster = fc
  .tuple(
    fc.array(machine('controlplane'), { minLength: 1, maxLength: 5 }),
    fc.array(machine('worker'), { maxLength: 2 }),
  )
  .map(([controlPlanes, workers]) => [...controlPlanes, ...workers]);
/** The machines that are wanted in a cluster, by their places in it. */
const edit = fc.array(fc.tuple(fc.nat({ max: 9 }), fc.constantFrom(...WISHES)), { minLength: 1, maxLength: 4 });
const choices = fc.infiniteStream(fc.nat({ max: 99 }));

function wishesOf(world: EtcdWorld, places: readonly (readonly [number, Wish])[]): ReadonlyMap<string, Wish> {
  const { names } = world;
  const wished = places.map(([place, wish]) => [names[place % Math.max(1, names.length)] ?? '', wish] as const);
  return new Map(wished.filter(([name, wish]) => world.mayWish(name, wish)));
}

const runs = { numRuns: 100 };

test('S-21 whatever is wanted one after the other, what the guard allows keeps a majority of etcd that can answer', () => {
  fc.assert(
    fc.property(cluster, fc.array(edit, { minLength: 1, maxLength: 5 }), (machines, edits) => {
      const world = new EtcdWorld(machines);
      for (const places of edits) {
        const wishes = wishesOf(world, places);
        if (wishes.size === 0 || !world.judge(wishes).allowed) continue;
        world.apply(wishes);
        if (!world.hasMajority) throw new Error(world.toString());
      }
    }),
    runs,
  );
});

test('S-21 whoever follows the advice of a refusal keeps a majority of etcd that can answer, and comes to an end', () => {
  fc.assert(
    fc.property(cluster, fc.array(edit, { minLength: 1, maxLength: 3 }), choices, (machines, edits, chosen) => {
      const world = new EtcdWorld(machines);
      for (const places of edits) {
        const done = follow(world, wishesOf(world, places), (count) => (chosen.next().value ?? 0) % count);
        if (!world.hasMajority) throw new Error(`${world.toString()}; after ${done.join('; ')}`);
      }
    }),
    runs,
  );
});
