import { testFaults } from '../../support/rule-rows';
import { changedSpec, faultsOf } from '../../support/small-spec';

const ENDPOINT = 'proxmox.endpoints.main';
const both = { [`${ENDPOINT}.vmIds`]: '800-809', 'nodes.ctrl-00.vmId': 800, 'nodes.work-00.vmId': 801 };
const place = 'the endpoint main has the ids 800-809 (proxmox.endpoints.main.vmIds)';
const pool = { machineType: 'worker', nodes: 2, addresses: '10.0.0.41-10.0.0.50' };
const disk = { slot: 1, sizeGiB: 10 };

testFaults([
  {
    title: 'an id is one of the endpoint',
    both,
    good: { 'nodes.work-00.vmId': 809 },
    bad: { 'nodes.work-00.vmId': 810 },
    line: `nodes.work-00.vmId: got 810; ${place}, write 801`,
  },
  {
    title: 'a machine says its id',
    both,
    good: {},
    bad: { 'nodes.work-00.vmId': undefined },
    line: `nodes.work-00.vmId: missing; ${place}, write 801`,
  },
  {
    title: 'a machine of another endpoint has any id',
    both: {
      ...both,
      'proxmox.endpoints.lab': { url: 'https://lab.example:8006', hosts: { lab1: { diskDatastoreId: 'tank' } } },
    },
    good: { 'nodes.work-00.host': 'lab1', 'nodes.work-00.vmId': 100 },
    bad: { 'nodes.work-00.vmId': 100 },
    line: `nodes.work-00.vmId: got 100; ${place}, write 801`,
  },
  {
    title: 'ids of a pool are those of the endpoint',
    both: { ...both, 'pools.pool': { ...pool, vmIds: '802-809' } },
    good: {},
    bad: { 'pools.pool.vmIds': '805-814' },
    line: `pools.pool.vmIds: got "805-814"; ${place}, write 802-803`,
  },
  {
    title: 'a pool says its ids',
    both: { ...both, 'pools.pool': { ...pool, nodes: ['pool-02'] } },
    good: { 'pools.pool.vmIds': '802-804' },
    bad: {},
    line: `pools.pool.vmIds: missing; ${place}, write 802-804`,
  },
  {
    title: 'a machine that keeps a disk has an id of the endpoint',
    both: { ...both, 'nodes.work-00.disks.data': { ...disk, diskVm: { vmId: 802 } } },
    good: {},
    bad: { 'nodes.work-00.disks.data.diskVm.vmId': 900 },
    line: `nodes.work-00.disks.data.diskVm.vmId: got 900; ${place}, write 802`,
  },
  {
    title: 'a machine that keeps a disk says its id',
    both,
    good: { 'nodes.work-00.disks.data': { ...disk, diskVm: { vmId: 802 } } },
    bad: { 'nodes.work-00.disks.data': { ...disk, diskVm: {} } },
    line: `nodes.work-00.disks.data.diskVm.vmId: missing; ${place}, write 802`,
  },
  {
    title: 'there are enough ids',
    both: { ...both, 'pools.pool': pool },
    good: { 'pools.pool.vmIds': '802-803' },
    bad: { 'pools.pool.nodes': 9 },
    line: `pools.pool.vmIds: missing; ${place}, none of which is free; write a longer range there`,
  },
]);

test('each of several machines is told an id of its own', () => {
  const spec = changedSpec({ ...both, 'nodes.ctrl-00.vmId': undefined, 'nodes.work-00.vmId': undefined });
  expect(faultsOf(spec)).toEqual([
    `nodes.ctrl-00.vmId: missing; ${place}, write 800`,
    `nodes.work-00.vmId: missing; ${place}, write 801`,
  ]);
});

test('a faulty id or range is one fault', () => {
  expect(faultsOf(changedSpec({ ...both, 'nodes.work-00.vmId': 'x' }))).toHaveLength(1);
  expect(faultsOf(changedSpec({ ...both, [`${ENDPOINT}.vmIds`]: '809-800' }))).toEqual([
    'proxmox.endpoints.main.vmIds: got "809-800"; write a first and a last id from 100 to 999999999, such as "830-859"',
  ]);
});
