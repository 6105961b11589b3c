import { parseClusterYaml } from '../../../src/cluster-file';
import { testFaults } from '../../support/rule-rows';
import { changedSpec, faultsOf } from '../../support/small-spec';

const pool = { machineType: 'worker', nodes: 2, addresses: '10.0.0.41-10.0.0.50' };
const both = { 'pools.pool': pool };
const lab = { url: 'https://lab.example:8006', hosts: { pve1: { diskDatastoreId: 'tank' } } };

describe('a pool by itself', () => {
  testFaults([
    {
      title: 'its addresses have room for its machines',
      both,
      good: { 'pools.pool.nodes': 10 },
      bad: { 'pools.pool.nodes': 11 },
      line: 'pools.pool.nodes: got 11; addresses 10.0.0.41-10.0.0.50 has room for 10, write 10 at most or a longer range',
    },
    {
      title: 'its ids have room for its machines',
      both: { ...both, 'pools.pool.vmIds': '800-802' },
      good: { 'pools.pool.nodes': 3 },
      bad: { 'pools.pool.nodes': 4 },
      line: 'pools.pool.nodes: got 4; vmIds 800-802 has room for 3, write 3 at most or a longer range',
    },
    {
      title: 'a list has names of the pool',
      both,
      good: { 'pools.pool.nodes': ['pool-00', 'pool-02'] },
      bad: { 'pools.pool.nodes': ['pool-00', 'pool-2'] },
      line: 'pools.pool.nodes[1]: got "pool-2"; the machines of this pool are called pool-00, pool-01 and so on, write such a name',
    },
    {
      title: 'a list has each name once',
      both,
      good: { 'pools.pool.nodes': ['pool-01', 'pool-00'] },
      bad: { 'pools.pool.nodes': ['pool-01', 'pool-01'] },
      line: 'pools.pool.nodes[1]: got "pool-01" a second time; remove it, or write the next name',
    },
    {
      title: 'a list ends with the range',
      both,
      good: { 'pools.pool.nodes': ['pool-09'] },
      bad: { 'pools.pool.nodes': ['pool-10'] },
      line: 'pools.pool.nodes[0]: got "pool-10"; addresses 10.0.0.41-10.0.0.50 ends with pool-09, write a lower number or a longer range',
    },
    {
      title: 'an override is of a machine that there is',
      both,
      good: { 'pools.pool.overrides': { 'pool-01': { memoryMiB: 8192 } } },
      bad: { 'pools.pool.overrides': { 'pool-02': { memoryMiB: 8192 } } },
      line: 'pools.pool.overrides.pool-02: the pool has no machine "pool-02"; its machines are pool-00, pool-01',
    },
    {
      title: 'a pool of no machines has no override',
      both: { ...both, 'pools.pool.nodes': 0 },
      good: {},
      bad: { 'pools.pool.overrides': { 'pool-00': { memoryMiB: 8192 } } },
      line: 'pools.pool.overrides.pool-00: the pool has no machine "pool-00", as it has none; remove the entry',
    },
    {
      title: 'PK-17 its hosts are described',
      both,
      good: { 'pools.pool.hosts': ['pve1', 'main/pve2'] },
      bad: { 'pools.pool.hosts': ['pve1', 'pve3'] },
      line: 'pools.pool.hosts[1]: got "pve3"; there is no such host, write one of main/pve1, main/pve2',
    },
    {
      title: 'its hosts are named with their endpoint where another one has the name',
      both: { ...both, 'proxmox.endpoints.lab': lab, 'nodes.ctrl-00.host': 'main/pve1' },
      good: { 'pools.pool.hosts': ['lab/pve1'] },
      bad: { 'pools.pool.hosts': ['pve1'] },
      line: 'pools.pool.hosts[0]: got "pve1", which several endpoints have; write main/pve1 or lab/pve1',
    },
    {
      title: 'a host stands in its list once, but for modulo',
      both,
      good: { 'pools.pool.hosts': ['pve1', 'pve1', 'pve2'], 'pools.pool.placement': 'modulo' },
      bad: { 'pools.pool.hosts': ['pve1', 'main/pve1'] },
      line: 'pools.pool.hosts[1]: got "main/pve1" a second time; remove it',
    },
    {
      title: 'it has one host, or several to choose from',
      both: { ...both, 'pools.pool.host': 'pve1' },
      good: {},
      bad: { 'pools.pool.hosts': ['pve1'], 'pools.pool.placement': 'spread' },
      line: 'pools.pool.host: got "pve1", the host of every machine of the pool, so hosts and placement would do nothing; remove one or the other',
    },
    {
      title: 'it needs hosts',
      both: { ...both, proxmox: undefined, 'nodes.work-00': undefined },
      good: { 'nodes.ctrl-00': metal('10.0.0.11'), pools: undefined },
      bad: { 'nodes.ctrl-00': metal('10.0.0.11') },
      line: 'pools.pool: a pool makes virtual machines, and no hosts are described; do so under proxmox.endpoints',
    },
  ]);
});

describe('a size', () => {
  const sizes = { 'sizes.large': { memoryMiB: 16384 } };
  testFaults([
    {
      title: 'of a pool is described',
      both: { ...both, ...sizes },
      good: { 'pools.pool.size': 'large' },
      bad: { 'pools.pool.size': 'huge' },
      line: 'pools.pool.size: got "huge"; there is no such size, write one of large',
    },
    {
      title: 'of a machine is described',
      good: { ...sizes, 'nodes.work-00.size': 'large' },
      bad: { 'nodes.work-00.size': 'large' },
      line: 'nodes.work-00.size: got "large"; no sizes are described, do so under sizes',
    },
    {
      title: 'of one machine of a pool is described',
      both: { ...both, ...sizes },
      good: { 'pools.pool.overrides': { 'pool-01': { size: 'large' } } },
      bad: { 'pools.pool.overrides': { 'pool-01': { size: 'small' } } },
      line: 'pools.pool.overrides.pool-01.size: got "small"; there is no such size, write one of large',
    },
    {
      title: 'is for virtual machines',
      both: sizes,
      good: { 'nodes.metal-00': { ...metal('10.0.0.31'), machineType: 'worker' } },
      bad: { 'nodes.metal-00': { ...metal('10.0.0.31'), machineType: 'worker', size: 'large' } },
      line: 'nodes.metal-00.size: size is a setting of virtual machines, and a machine without host is a physical one; write a host or remove it',
    },
    {
      title: 'is judged where its settings stand',
      both: { 'nodes.work-00.size': 'large' },
      good: sizes,
      bad: { 'sizes.large': { memoryMiB: 512 } },
      line: 'sizes.large.memoryMiB: got 512; a worker needs at least 874 MiB, write 1024 or more',
    },
  ]);
});

describe('what a pool keeps is of no one else, there already or to come', () => {
  testFaults([
    {
      title: 'the address of a machine',
      both: { 'nodes.work-00.address': '10.0.0.50' },
      good: { 'pools.pool': { ...pool, addresses: '10.0.0.41-10.0.0.49' } },
      bad: both,
      line: 'pools.pool.addresses: got "10.0.0.41-10.0.0.50", which holds 10.0.0.50 of work-00 (nodes.work-00.address); all its addresses are kept for the pool, write another range',
    },
    {
      title: 'G-11 the vip',
      both,
      good: { 'network.vip': '10.0.0.40' },
      bad: { 'network.vip': '10.0.0.41' },
      line: 'pools.pool.addresses: got "10.0.0.41-10.0.0.50", which holds 10.0.0.41 of the vip (network.vip); all its addresses are kept for the pool, write another range',
    },
    {
      title: 'the gateway',
      both,
      good: { 'network.gateway': '10.0.0.51' },
      bad: { 'network.gateway': '10.0.0.45' },
      line: 'pools.pool.addresses: got "10.0.0.41-10.0.0.50", which holds 10.0.0.45 of the gateway (network.gateway); all its addresses are kept for the pool, write another range',
    },
    {
      title: 'addresses of another pool',
      both,
      good: { 'pools.other': { ...pool, addresses: '10.0.0.51-10.0.0.60' } },
      bad: { 'pools.other': { ...pool, addresses: '10.0.0.50-10.0.0.60' } },
      line: 'pools.other.addresses: got "10.0.0.50-10.0.0.60", which overlaps 10.0.0.41-10.0.0.50 (pools.pool.addresses); write another range',
    },
    {
      title: 'addresses outside the network',
      good: { 'pools.pool': { ...pool, addresses: '10.0.0.250-10.0.0.254' } },
      bad: { 'pools.pool': { ...pool, addresses: '10.0.0.250-10.0.1.3' } },
      line: 'pools.pool.addresses: got "10.0.1.3"; write an address of network.subnet, 10.0.0.0/24',
    },
    {
      title: 'the last address of the network',
      good: { 'pools.pool': { ...pool, addresses: '10.0.0.250-10.0.0.254' } },
      bad: { 'pools.pool': { ...pool, addresses: '10.0.0.250-10.0.0.255' } },
      line: 'pools.pool.addresses: got "10.0.0.255"; the first and the last address of 10.0.0.0/24 belong to no machine, write one between',
    },
    {
      title: 'BC-21 the id of a machine',
      both: { 'nodes.work-00.vmId': 809 },
      good: { 'pools.pool': { ...pool, vmIds: '800-808' } },
      bad: { 'pools.pool': { ...pool, vmIds: '800-809' } },
      line: 'pools.pool.vmIds: got "800-809", which holds 809 of work-00 (nodes.work-00.vmId) on the endpoint main; all its ids are kept for the pool, write another range',
    },
    {
      title: 'the id of a machine on another endpoint',
      both: { 'proxmox.endpoints.lab': lab, 'nodes.ctrl-00.host': 'main/pve1', 'nodes.ctrl-00.vmId': 805 },
      good: { 'pools.pool': { ...pool, vmIds: '800-809', hosts: ['lab/pve1'] } },
      bad: { 'pools.pool': { ...pool, vmIds: '800-809', hosts: ['lab/pve1', 'pve2'] } },
      line: 'pools.pool.vmIds: got "800-809", which holds 805 of ctrl-00 (nodes.ctrl-00.vmId) on the endpoint main; all its ids are kept for the pool, write another range',
    },
    {
      title: 'ids of another pool',
      both: { 'pools.pool': { ...pool, vmIds: '800-809' } },
      good: { 'pools.other': { ...pool, addresses: '10.0.0.51-10.0.0.60', vmIds: '810-819' } },
      bad: { 'pools.other': { ...pool, addresses: '10.0.0.51-10.0.0.60', vmIds: '809-819' } },
      line: 'pools.other.vmIds: got "809-819", which overlaps 800-809 (pools.pool.vmIds); write another range',
    },
    {
      title: 'the name of a machine',
      both,
      good: { 'nodes.pool-10': { machineType: 'worker', host: 'pve1', address: '10.0.0.31' } },
      bad: { 'nodes.pool-09': { machineType: 'worker', host: 'pve1', address: '10.0.0.31' } },
      line: 'nodes.pool-09: "pool-09" is the name of a machine of pools.pool, there already or to come; write another, or another firstName there',
    },
    {
      title: 'names of another pool',
      both,
      good: { 'pools.other': { ...pool, addresses: '10.0.0.51-10.0.0.60', firstName: 'pool-10' } },
      bad: { 'pools.other': { ...pool, addresses: '10.0.0.51-10.0.0.60', firstName: 'pool-09' } },
      line: 'pools.other.firstName: pool-09 would be a machine of pools.pool too; write another firstName',
    },
  ]);
});

test('both places of an overlap are told with file and line', () => {
  const text = `pools:
  pool: { machineType: worker, nodes: 1, addresses: 10.0.0.11-10.0.0.20 }
`;
  const { spec, source } = parseClusterYaml(text, 'home.yaml');
  expect(faultsOf(changedSpec({ pools: (spec as { pools: unknown }).pools }), { source })).toEqual([
    'home.yaml:2:53 pools.pool.addresses: got "10.0.0.11-10.0.0.20", which holds 10.0.0.11 of ctrl-00 (nodes.ctrl-00.address); all its addresses are kept for the pool, write another range',
  ]);
});

/** A physical control plane. */
function metal(address: string) {
  return { machineType: 'controlplane', address, installDisk: '/dev/sda', link: 'eno1' };
}
