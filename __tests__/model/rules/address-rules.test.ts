import { testFaults } from '../../support/rule-rows';
import { notesOf, changedSpec, faultsOf } from '../../support/small-spec';

testFaults([
  {
    title: 'G-11 an address lies in the subnet',
    good: { 'nodes.work-00.address': '10.0.0.99' },
    bad: { 'nodes.work-00.address': '10.0.1.21' },
    line: 'nodes.work-00.address: got "10.0.1.21"; write an address of network.subnet, 10.0.0.0/24',
  },
  {
    title: 'an address is of the family of the subnet',
    good: { 'nodes.work-00.address': '10.0.0.98' },
    bad: { 'nodes.work-00.address': 'fd00::21' },
    line: 'nodes.work-00.address: got "fd00::21"; write an address of network.subnet, 10.0.0.0/24',
  },
  {
    title: 'an address is not that of the network',
    good: { 'nodes.work-00.address': '10.0.0.2' },
    bad: { 'nodes.work-00.address': '10.0.0.0' },
    line: 'nodes.work-00.address: got "10.0.0.0"; the first and the last address of 10.0.0.0/24 belong to no machine, write one between',
  },
  {
    title: 'an address is not the broadcast address',
    good: { 'nodes.work-00.address': '10.0.0.254' },
    bad: { 'nodes.work-00.address': '10.0.0.255' },
    line: 'nodes.work-00.address: got "10.0.0.255"; the first and the last address of 10.0.0.0/24 belong to no machine, write one between',
  },
  {
    title: 'G-11 an address belongs to one machine',
    good: { 'nodes.work-00.address': '10.0.0.12' },
    bad: { 'nodes.work-00.address': '10.0.0.11' },
    line: 'nodes.work-00.address: got "10.0.0.11"; that is the address of ctrl-00, write another',
  },
  {
    title: 'G-11 the vip is free',
    good: { 'network.vip': '10.0.0.10' },
    bad: { 'network.vip': '10.0.0.11' },
    line: 'nodes.ctrl-00.address: got "10.0.0.11"; that is the address of the vip, write another',
  },
  {
    title: 'G-11 the vip lies in the subnet',
    good: { 'network.vip': '10.0.0.10' },
    bad: { 'network.vip': '10.0.9.10' },
    line: 'network.vip: got "10.0.9.10"; write an address of network.subnet, 10.0.0.0/24',
  },
  {
    title: 'the vip is not the broadcast address',
    good: { 'network.vip': '10.0.0.10' },
    bad: { 'network.vip': '10.0.0.255' },
    line: 'network.vip: got "10.0.0.255"; the first and the last address of 10.0.0.0/24 belong to no machine, write one between',
  },
  {
    title: 'G-11 the gateway is no machine',
    good: { 'network.gateway': '10.0.0.2' },
    bad: { 'network.gateway': '10.0.0.21' },
    line: 'nodes.work-00.address: got "10.0.0.21"; that is the address of the gateway, write another',
  },
  {
    title: 'G-11 the gateway is not the vip',
    good: { 'network.vip': '10.0.0.10' },
    bad: { 'network.vip': '10.0.0.1' },
    line: 'network.vip: got "10.0.0.1"; that is the address of the gateway, write another',
  },
  {
    title: 'the gateway is no edge of the subnet',
    good: { 'network.gateway': '10.0.0.254' },
    bad: { 'network.gateway': '10.0.0.255' },
    line: 'network.gateway: got "10.0.0.255"; the first and the last address of 10.0.0.0/24 belong to no machine, write one between',
  },
  {
    title: 'G-11 a MAC address belongs to one machine, however it is written',
    good: { 'nodes.ctrl-00.macAddress': 'bc:24:11:e6:ba:07', 'nodes.work-00.macAddress': 'bc:24:11:e6:ba:08' },
    bad: { 'nodes.ctrl-00.macAddress': 'bc:24:11:e6:ba:07', 'nodes.work-00.macAddress': 'BC-24-11-E6-BA-07' },
    line: 'nodes.work-00.macAddress: got "BC-24-11-E6-BA-07"; ctrl-00 has that MAC address, write another',
  },
  {
    title: 'S-18 a vip is the endpoint',
    good: { 'network.vip': '10.0.0.10', 'network.endpoint': '10.0.0.10' },
    bad: { 'network.vip': '10.0.0.10', 'network.endpoint': '10.0.0.11' },
    line: 'network.endpoint: got "10.0.0.11", but the vip is 10.0.0.10; write the vip, or a DNS name that leads to it',
  },
]);

test('S-18 a vip may be reached by a DNS name', () => {
  const spec = changedSpec({ 'network.vip': '10.0.0.10', 'network.endpoint': 'api.example.com' });
  expect(faultsOf(spec)).toEqual([]);
  expect(notesOf(spec)).toEqual({ warnings: [], advice: [] });
});

test('an IPv6 address is the same in every spelling', () => {
  const spec = changedSpec({
    network: { subnet: 'fd00::/64', gateway: 'fd00::1' },
    'kubernetes.podSubnets': ['fd01::/48'],
    'kubernetes.serviceSubnets': ['fd02::/112'],
    'nodes.ctrl-00.address': 'fd00::11',
    'nodes.work-00.address': 'FD00:0:0::0011',
  });
  expect(faultsOf(spec)).toEqual([
    'nodes.work-00.address: got "FD00:0:0::0011"; that is the address of ctrl-00, write another',
  ]);
});

test('the last address of an IPv6 network belongs to a machine', () => {
  const spec = changedSpec({
    network: { subnet: 'fd00::/120' },
    'kubernetes.podSubnets': ['fd01::/48'],
    'kubernetes.serviceSubnets': ['fd02::/112'],
    'nodes.ctrl-00.address': 'fd00::ff',
    'nodes.work-00.address': 'fd00::0',
  });
  expect(faultsOf(spec)).toEqual([
    'nodes.work-00.address: got "fd00::0"; the first and the last address of fd00::/120 belong to no machine, write one between',
  ]);
});

test('a network of four addresses has two edges', () => {
  const at = (ctrl: string, work: string): readonly string[] =>
    faultsOf(
      changedSpec({
        network: { subnet: '10.0.0.8/30' },
        'nodes.ctrl-00.address': ctrl,
        'nodes.work-00.address': work,
      }),
    );
  const edge = (node: string, address: string) =>
    `nodes.${node}.address: got "${address}"; the first and the last address of 10.0.0.8/30 belong to no machine, write one between`;
  expect(at('10.0.0.9', '10.0.0.10')).toEqual([]);
  expect(at('10.0.0.8', '10.0.0.11')).toEqual([edge('ctrl-00', '10.0.0.8'), edge('work-00', '10.0.0.11')]);
});

test('an IPv6 network of four addresses has one edge, and one of two has none', () => {
  const at = (subnet: string, ctrl: string, work: string): readonly string[] =>
    faultsOf(
      changedSpec({
        network: { subnet },
        'kubernetes.podSubnets': ['fd01::/48'],
        'kubernetes.serviceSubnets': ['fd02::/112'],
        'nodes.ctrl-00.address': ctrl,
        'nodes.work-00.address': work,
      }),
    );
  expect(at('fd00::8/126', 'fd00::8', 'fd00::b')).toEqual([
    'nodes.ctrl-00.address: got "fd00::8"; the first and the last address of fd00::8/126 belong to no machine, write one between',
  ]);
  expect(at('fd00::8/127', 'fd00::8', 'fd00::9')).toEqual([]);
});

test('a network of two addresses has no edges', () => {
  const spec = changedSpec({
    network: { subnet: '10.0.0.10/31' },
    'nodes.ctrl-00.address': '10.0.0.10',
    'nodes.work-00.address': '10.0.0.11',
  });
  expect(faultsOf(spec)).toEqual([]);
});

test('three machines with one address are two faults', () => {
  const spec = changedSpec({
    'nodes.work-00.address': '10.0.0.11',
    'nodes.work-01': { machineType: 'worker', host: 'pve1', address: '10.0.0.11' },
  });
  expect(faultsOf(spec)).toEqual([
    'nodes.work-00.address: got "10.0.0.11"; that is the address of ctrl-00, write another',
    'nodes.work-01.address: got "10.0.0.11"; that is the address of ctrl-00, write another',
  ]);
});
