import fc from 'fast-check';
import { type ParseOptions, parseClusterSpec } from '../../src/model';
import type { PlacementMemory } from '../../src/model/placement/placement-memory';
import { readCluster } from '../../src/model/parse-cluster-spec';
import { type Changes, changedSpec } from '../support/small-spec';

const POOL = { machineType: 'worker', nodes: 3, addresses: '10.0.0.41-10.0.0.90' };

function nodesOf(changes: Changes, options: ParseOptions = {}) {
  const { nodes } = parseClusterSpec(changedSpec({ 'pools.pool': POOL, ...changes }), { environment: {}, ...options });
  return new Map(nodes.map((node) => [node.name, node]));
}

function membersOf(changes: Changes) {
  return [...nodesOf(changes).values()].filter(({ name }) => name.startsWith('pool-'));
}

/** Name, address, VM id and host of each member, which nobody may change for a machine that is there. */
const identityOf = (changes: Changes) =>
  membersOf(changes).map(({ name, machine, vm }) => [name, machine.address, vm?.vmId, vm?.hostKey]);

test('machines have names, addresses and ids by their numbers, behind those written by themselves', () => {
  expect([...nodesOf({}).keys()]).toEqual(['ctrl-00', 'work-00', 'pool-00', 'pool-01', 'pool-02']);
  expect(identityOf({ 'pools.pool.vmIds': '840-849', 'pools.pool.host': 'pve1' })).toEqual([
    ['pool-00', '10.0.0.41', 840, 'main/pve1'],
    ['pool-01', '10.0.0.42', 841, 'main/pve1'],
    ['pool-02', '10.0.0.43', 842, 'main/pve1'],
  ]);
});

test('C-10 addresses of IPv6', () => {
  const changes = {
    'network.subnet': 'fd00::/64',
    'network.gateway': 'fd00::1',
    'kubernetes.podSubnets': ['fd00:10:244::/56'],
    'kubernetes.serviceSubnets': ['fd00:10:96::/112'],
    'nodes.ctrl-00.address': 'fd00::11',
    'nodes.work-00.address': 'fd00::21',
    'pools.pool.addresses': 'fd00::ff-fd00::120',
  };
  expect(membersOf(changes).map(({ machine }) => machine.address)).toEqual(['fd00::ff', 'fd00::100', 'fd00::101']);
});

test('a name of one of its own begins the series', () => {
  const names = [...nodesOf({ 'pools.pool.firstName': 'k8s-worker-1' }).keys()].slice(2);
  expect(names).toEqual(['k8s-worker-1', 'k8s-worker-2', 'k8s-worker-3']);
});

test('PK-10 PK-11 a machine has its size, and a data disk only if the size has one', () => {
  const changes = {
    sizes: {
      worker: { cpuCores: 10, memoryMiB: 49152, diskGiB: 128, disks: { data: { slot: 1, sizeGiB: 512 } } },
      control_plane: undefined,
      control: { cpuCores: 4, memoryMiB: 8192, diskGiB: 128 },
    },
    'pools.pool.size': 'worker',
    'nodes.ctrl-00.size': 'control',
  };
  const nodes = nodesOf({ ...changes, 'sizes.control_plane': undefined });
  expect(nodes.get('pool-01')?.vm).toMatchObject({
    cpuCores: 10,
    memoryMiB: 49152,
    diskGiB: 128,
    disks: { data: { slot: 1, sizeGiB: 512 } },
  });
  expect(nodes.get('ctrl-00')?.vm).toMatchObject({ cpuCores: 4, memoryMiB: 8192, diskGiB: 128 });
  expect(nodes.get('ctrl-00')?.vm?.disks).toBeUndefined();
});

test('the nearest setting is the strongest: machine, pool, size, machine type', () => {
  const changes = {
    'nodeDefaults.worker': { cpuCores: 3, memoryMiB: 3072, diskGiB: 30, description: 'type', tags: ['type'] },
    sizes: { large: { memoryMiB: 5120, diskGiB: 31, description: 'size', tags: ['size'] }, huge: { diskGiB: 99 } },
    'pools.pool.size': 'large',
    'pools.pool.diskGiB': 32,
    'pools.pool.description': 'pool',
    'pools.pool.tags': ['pool'],
    'pools.pool.overrides': { 'pool-01': { description: 'machine' }, 'pool-02': { size: 'huge' } },
  };
  const nodes = nodesOf(changes);
  expect(nodes.get('pool-00')?.vm).toMatchObject({ cpuCores: 3, memoryMiB: 5120, diskGiB: 32, description: 'pool' });
  expect(nodes.get('pool-00')?.vm?.tags).toEqual(['k8s', 'type', 'size', 'pool']);
  expect(nodes.get('pool-01')?.vm?.description).toBe('machine');
  expect(nodes.get('pool-02')?.vm).toMatchObject({ memoryMiB: 3072, diskGiB: 32 });
});

test('patches of the pool come before those of its machine, and after those of the machine type', () => {
  const patch = (hostname: string) => [
    { machine: { network: { extraHostEntries: [{ ip: '10.9.9.9', aliases: [hostname] }] } } },
  ];
  const changes = {
    'pools.pool.patches': patch('pool'),
    'pools.pool.overrides': { 'pool-01': { patches: patch('machine') } },
  };
  const origins = (name: string) =>
    nodesOf(changes)
      .get(name)
      ?.machine.configPatches?.map(({ origin }) => origin);
  expect(origins('pool-00')).toEqual(['pools.pool.patches[0]']);
  expect(origins('pool-01')).toEqual(['pools.pool.patches[0]', 'pools.pool.overrides.pool-01.patches[0]']);
  expect(origins('work-00')).toBeUndefined();
});

describe('placement', () => {
  test('PK-15 PK-17 modulo: the host by the number of the machine, in each pool', () => {
    const changes = {
      'pools.pool.placement': 'modulo',
      'pools.pool.nodes': ['pool-00', 'pool-01', 'pool-03', 'pool-04'],
      'pools.pool.hosts': ['pve2', 'pve1'],
      'pools.other': { ...POOL, addresses: '10.0.0.91-10.0.0.95', placement: 'modulo', hosts: ['pve1'] },
    };
    const hosts = [...nodesOf(changes).values()].map(({ name, vm }) => [name, vm?.hostKey]);
    expect(Object.fromEntries(hosts)).toMatchObject({
      'pool-00': 'main/pve2',
      'pool-01': 'main/pve1',
      'pool-03': 'main/pve1',
      'pool-04': 'main/pve2',
      'other-00': 'main/pve1',
      'other-02': 'main/pve1',
    });
  });

  test('a host of the machine type counts unless the pool says how its machines are placed', () => {
    const hosts = (changes: Changes) =>
      new Set(membersOf({ 'nodeDefaults.worker.host': 'pve2', ...changes }).map(({ vm }) => vm?.hostKey));
    expect(hosts({})).toEqual(new Set(['main/pve2']));
    expect(hosts({ 'pools.pool.hosts': ['pve1'] })).toEqual(new Set(['main/pve1']));
    expect(hosts({ 'pools.pool.placement': 'spread' })).toEqual(new Set(['main/pve1', 'main/pve2']));
  });

  test('a machine with a host of its own stays there', () => {
    const changes = { 'pools.pool.overrides': { 'pool-00': { host: 'pve2' }, 'pool-01': { host: 'pve2' } } };
    expect(identityOf(changes).map(([, , , host]) => host)).toEqual(['main/pve2', 'main/pve2', 'main/pve1']);
  });
});

describe('growing, shrinking and replacing leave every other machine as it was', () => {
  const pools = fc.record({
    numbers: fc.uniqueArray(fc.nat(30), { minLength: 1, maxLength: 8 }),
    change: fc.uniqueArray(fc.nat(30), { maxLength: 4 }),
    machineType: fc.constantFrom('worker', 'controlplane'),
    placement: fc.constantFrom('spread', 'modulo'),
    hosts: fc.shuffledSubarray(['pve1', 'pve2'], { minLength: 1 }),
  });

  test('names, addresses, ids and hosts', () => {
    fc.assert(
      fc.property(pools, ({ numbers, change, ...settings }) => {
        const pool = (members: readonly number[]) => ({
          ...POOL,
          ...settings,
          vmIds: '840-889',
          nodes: members.map((number) => `pool-${String(number).padStart(2, '0')}`),
        });
        const read = (members: readonly number[], known?: Readonly<Record<string, string>>) =>
          readCluster(changedSpec({ 'pools.pool': pool(members) }), {
            environment: {},
            recallPlacement: () => memory(known),
          });
        const before = read(numbers);
        const others = numbers.filter((number) => !change.includes(number));
        const fresh = change.filter((number) => !numbers.includes(number));
        const after = read([...others, ...fresh], before.placement?.machines);
        const kept = ({ model }: typeof before) =>
          model.nodes
            .filter(({ name }) => !change.some((number) => name === `pool-${String(number).padStart(2, '0')}`))
            .map((node) => JSON.stringify(node));
        expect(kept(after)).toEqual(kept(before));
      }),
      { numRuns: 40 },
    );
  });

  test('a count and the list of the same machines are one', () => {
    expect(identityOf({ 'pools.pool.nodes': ['pool-02', 'pool-00', 'pool-01'] })).toEqual(identityOf({}));
  });
});

function memory(machines: Readonly<Record<string, string>> | undefined): PlacementMemory {
  const source = { name: 'home.placement.yaml', locate: () => undefined };
  const record = machines && { machines, source };
  return { file: source.name, ...(record && { record }), faults: [], state: { kind: 'none' } };
}
