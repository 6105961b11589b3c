import { parseClusterSpec } from '../../../src/model';
import { testFaults } from '../../support/rule-rows';
import { type Changes, changedSpec } from '../../support/small-spec';

const HA = 'proxmox.endpoints.main.highAvailability';

/** A second control plane, and two workers of a pool. */
const both: Changes = {
  'nodes.ctrl-00.vmId': 100,
  'nodes.ctrl-01': { machineType: 'controlplane', host: 'pve2', address: '10.0.0.12' },
  'nodes.ctrl-02': { machineType: 'controlplane', host: 'pve2', address: '10.0.0.13' },
  'proxmox.endpoints.main.hosts.pve3': { diskDatastoreId: 'local-lvm' },
  'pools.batch': {
    machineType: 'worker',
    nodes: 2,
    addresses: '10.0.0.31-10.0.0.39',
    hosts: ['pve1', 'pve2'],
  },
};

const near = (machines: readonly string[], hosts: Readonly<Record<string, number>> = { pve1: 1 }) => ({
  machines,
  hosts,
});
const apart = (...machines: string[]) => ({ machines, affinity: 'negative' });
const together = (...machines: string[]) => ({ machines, affinity: 'positive' });

testFaults([
  {
    title: 'F-57 machines are those of the endpoint, by name or by pool',
    both,
    good: { [HA]: { machines: ['work-00', 'batch'] } },
    bad: { [HA]: { machines: ['work-00', 'work-09'] } },
    line: `${HA}.machines[1]: got "work-09"; no virtual machine or pool of the endpoint main has this name, write one of batch, ctrl-00, work-00, ctrl-01, ctrl-02, batch-00, batch-01`,
  },
  {
    title: 'machines of a rule are those of the endpoint',
    both,
    good: { [HA]: { nodeAffinity: { near: near(['batch']) } } },
    bad: { [HA]: { nodeAffinity: { near: near(['rack']) } } },
    line: `${HA}.nodeAffinity.near.machines[0]: got "rack"; no virtual machine or pool of the endpoint main has this name, write one of batch, ctrl-00, work-00, ctrl-01, ctrl-02, batch-00, batch-01`,
  },
  {
    title: 'machines of a rule are looked after',
    both,
    good: { [HA]: { machines: ['batch'], nodeAffinity: { near: near(['batch-00']) } } },
    bad: { [HA]: { machines: ['batch'], nodeAffinity: { near: near(['batch-00', 'work-00', 'ctrl-00']) } } },
    line: `${HA}.nodeAffinity.near.machines: work-00, ctrl-00 are not under high availability; add them to highAvailability.machines, or leave them out here`,
  },
  {
    title: 'hosts of a rule are those of the endpoint',
    both,
    good: { [HA]: { nodeAffinity: { near: near(['work-00'], { pve2: 0 }) } } },
    bad: { [HA]: { nodeAffinity: { near: near(['work-00'], { pve9: 0 }) } } },
    line: `${HA}.nodeAffinity.near.hosts.pve9: the endpoint main has no host "pve9", write one of pve1, pve2, pve3`,
  },
  {
    title: 'another host takes the machines over',
    both: { 'nodes.work-00.host': 'pve1', [HA]: {} },
    good: {},
    bad: { 'proxmox.endpoints.main.hosts.pve2': undefined },
    line: `${HA}: the endpoint main has one host, and nothing takes its machines over; list the other hosts of the Proxmox VE cluster under hosts, or leave highAvailability out`,
  },
  {
    title: 'G-9 control planes are kept apart on hosts enough',
    both,
    good: { [HA]: { separateControlPlanes: true } },
    bad: { [HA]: { separateControlPlanes: true }, 'proxmox.endpoints.main.hosts.pve3': undefined },
    line: `${HA}.separateControlPlanes: 3 machines cannot be kept apart on 2 hosts; name fewer machines, or list more hosts under hosts`,
  },
  {
    title: 'the rule of control planes keeps its name',
    both,
    good: { [HA]: { nodeAffinity: { 'control-plane': near(['work-00']) } } },
    bad: { [HA]: { nodeAffinity: { 'control-planes': near(['work-00']) } } },
    line: `${HA}.nodeAffinity.control-planes: control-planes is the rule that keeps control planes apart; choose another name, or write separateControlPlanes`,
  },
  {
    title: 'each rule has a name of its own',
    both,
    good: { [HA]: { nodeAffinity: { a: near(['work-00']) }, resourceAffinity: { b: apart('batch') } } },
    bad: { [HA]: { nodeAffinity: { a: near(['work-00']) }, resourceAffinity: { a: apart('batch') } } },
    line: `${HA}.resourceAffinity.a: a rule of nodeAffinity is called a too; give each rule a name of its own`,
  },
  {
    title: 'a machine is in one rule of nodeAffinity',
    both,
    good: { [HA]: { nodeAffinity: { a: near(['batch']), b: near(['work-00']) } } },
    bad: { [HA]: { nodeAffinity: { a: near(['batch']), b: near(['work-00', 'batch-01']) } } },
    line: `${HA}.nodeAffinity.b.machines: batch-01 is in the rule a of nodeAffinity already, and Proxmox VE takes one for each machine; name it in one of them`,
  },
  {
    title: 'two machines at least are kept together or apart',
    both,
    good: { [HA]: { resourceAffinity: { a: together('batch') } } },
    bad: { [HA]: { resourceAffinity: { a: together('batch-00') } } },
    line: `${HA}.resourceAffinity.a.machines: these names mean one machine, and one is neither kept together nor apart; name two machines at least`,
  },
  {
    title: 'machines are kept apart on hosts enough',
    both,
    good: { [HA]: { resourceAffinity: { a: apart('work-00', 'batch') } } },
    bad: { [HA]: { resourceAffinity: { a: apart('ctrl-00', 'work-00', 'batch') } } },
    line: `${HA}.resourceAffinity.a.machines: 4 machines cannot be kept apart on 3 hosts; name fewer machines, or list more hosts under hosts`,
  },
  {
    title: 'machines are not kept together and apart',
    both,
    good: { [HA]: { resourceAffinity: { a: together('ctrl-00', 'work-00') } } },
    bad: { [HA]: { resourceAffinity: { a: together('ctrl-00', 'work-00', 'ctrl-02') } } },
    line: `${HA}.resourceAffinity.a.machines: ctrl-00 and ctrl-02 are kept apart by the rule control-planes; a rule keeps them together or apart, name them in one of these`,
  },
  {
    title: 'control planes that are kept apart have hosts of one priority',
    both,
    good: { [HA]: { nodeAffinity: { a: near(['ctrl-00'], { pve1: 2, pve2: 2 }) } } },
    bad: { [HA]: { nodeAffinity: { a: near(['ctrl-00'], { pve1: 2, pve2: 1 }) } } },
    line: `${HA}.nodeAffinity.a.hosts: ctrl-00 is in the rule control-planes, and Proxmox VE takes no hosts of several priorities for machines that are kept together or apart; give all hosts one priority, or write separateControlPlanes: false`,
  },
  {
    title: 'machines that are kept together have hosts of one priority',
    both: { ...both, [`${HA}.resourceAffinity.pair`]: together('batch') },
    good: { [`${HA}.nodeAffinity.a`]: near(['work-00'], { pve1: 2, pve2: 1 }) },
    bad: { [`${HA}.nodeAffinity.a`]: near(['batch-01'], { pve1: 2, pve2: 1 }) },
    line: `${HA}.nodeAffinity.a.hosts: batch-01 is in the rule pair, and Proxmox VE takes no hosts of several priorities for machines that are kept together or apart; give all hosts one priority, or take batch-01 out of that rule`,
  },
  {
    title: 'machines that are kept together are held to hosts by one rule',
    both: { ...both, [`${HA}.resourceAffinity.pair`]: together('batch') },
    good: { [`${HA}.nodeAffinity.a`]: near(['batch']) },
    bad: { [`${HA}.nodeAffinity`]: { a: near(['batch-00']), b: near(['batch-01']) } },
    line: `${HA}.resourceAffinity.pair.machines: the rule pair keeps machines together that a and b of nodeAffinity hold to hosts; name all of them in one rule of nodeAffinity`,
  },
  {
    title: 'machines that are kept apart are held to hosts enough',
    both: { ...both, [`${HA}.resourceAffinity.pair`]: apart('batch') },
    good: { [`${HA}.nodeAffinity.a`]: near(['batch'], { pve1: 1, pve3: 1 }) },
    bad: { [`${HA}.nodeAffinity.a`]: near(['batch'], { pve3: 1 }) },
    line: `${HA}.nodeAffinity.a.hosts: the rule pair keeps batch-00, batch-01 apart, and nodeAffinity holds them to pve3; give nodeAffinity as many hosts as machines`,
  },
  {
    title: 'F-57 a machine that is looked after is not moved back',
    both: { ...both, [HA]: { machines: ['batch', 'ctrl-00'] } },
    good: { 'nodes.work-00.onHostChange': 'migrate', 'nodes.ctrl-00.onHostChange': 'ignore' },
    bad: { 'nodes.ctrl-00.onHostChange': 'migrate' },
    line: 'nodes.ctrl-00.onHostChange: got "migrate", but high availability moves the machine, and the next apply would move it back; leave onHostChange out, or take the machine out of highAvailability.machines',
  },
]);

test('F-57 machines that are looked after stay where they are found, others are moved back', () => {
  const { nodes } = parseClusterSpec(changedSpec({ ...both, [HA]: { machines: ['batch', 'ctrl-00'] } }), {
    environment: {},
  });
  expect(nodes.flatMap(({ name, vm }) => (vm?.onHostChange === 'ignore' ? [name] : []))).toEqual([
    'ctrl-00',
    'batch-00',
    'batch-01',
  ]);
});
