import { deterministicMac } from '../../src/values/deterministic-mac';
import { testBothDoors } from '../support/both-doors';
import { changedSpec, faultsOf, warningsOf } from '../support/small-spec';

const STORAGE = { slot: 1, addresses: ['10.1.0.21/24'] };

testBothDoors([
  {
    title: 'a slot is that of one card',
    both: { networkDevices: { storage: STORAGE } },
    good: { networkDevices: { storage: STORAGE, lab: { slot: 2 } } },
    bad: { networkDevices: { storage: STORAGE, lab: { slot: 1 } } },
    line: 'networkDevices.lab.slot: got 1; the network device storage has that slot, write another',
  },
  {
    title: 'slots have no gaps',
    good: { networkDevices: { lab: { slot: 2 }, storage: STORAGE } },
    bad: { networkDevices: { lab: { slot: 3 }, storage: STORAGE } },
    line: 'networkDevices.lab.slot: got 3, but no network device has slot 2: Proxmox VE would number them anew; write 2',
  },
  {
    title: 'a card has a name that is none of the first one',
    good: { networkDevices: { secondary: { slot: 1 } } },
    bad: { networkDevices: { primary: { slot: 1 } } },
    line: `networkDevices.primary: the name "primary" can't be used; write at most 63 lower-case letters, digits and dashes, with a letter or digit at both ends, but neither digits alone nor "primary", which is the first card`,
  },
  {
    title: 'a MAC address is that of one card',
    both: { macAddress: 'BC:24:11:00:00:01' },
    good: { networkDevices: { storage: { slot: 1, macAddress: 'BC:24:11:00:00:02' } } },
    bad: { networkDevices: { storage: { slot: 1, macAddress: 'bc-24-11-00-00-01' } } },
    line: 'networkDevices.storage.macAddress: got "bc-24-11-00-00-01"; the first card has that MAC address, write another',
  },
  {
    title: 'a MAC address is none of a group',
    good: { networkDevices: { storage: { slot: 1, macAddress: 'deterministic' } } },
    bad: { networkDevices: { storage: { slot: 1, macAddress: '01:00:5E:00:00:01' } } },
    line: 'networkDevices.storage.macAddress: got "01:00:5E:00:00:01"; write six pairs of hexadecimal digits, the second digit even, such as "BC:24:11:E6:BA:07", or "deterministic" for one made of the names of cluster and machine',
  },
  {
    title: 'only virtio has an mtu',
    good: { networkDevices: { storage: { slot: 1, mtu: 'bridge' } } },
    bad: { networkDevices: { storage: { slot: 1, model: 'e1000', mtu: 'bridge' } } },
    line: 'networkDevices.storage.mtu: a card of the model "e1000" has no mtu; leave it out, or write model: virtio',
  },
  {
    title: 'only virtio has queues',
    good: { primaryNetworkDevice: { model: 'virtio', queues: 2 } },
    bad: { primaryNetworkDevice: { model: 'vmxnet3', queues: 2 } },
    line: 'primaryNetworkDevice.queues: a card of the model "vmxnet3" has no queues; leave it out, or write model: virtio',
  },
  {
    title: 'a card has 64 queues at most',
    both: { cpuCores: 64 },
    good: { primaryNetworkDevice: { queues: 64 } },
    bad: { primaryNetworkDevice: { queues: 65 } },
    line: 'primaryNetworkDevice.queues: got 65; write a whole number from 1 to 64',
  },
  {
    title: 'a packet has a size that Proxmox VE takes',
    good: { primaryNetworkDevice: { mtu: 9000 } },
    bad: { primaryNetworkDevice: { mtu: 65_521 } },
    line: 'primaryNetworkDevice.mtu: got 65521; write a whole number from 576 to 65520',
  },
  {
    title: 'a limit is more than nothing',
    good: { primaryNetworkDevice: { rateLimitMegabytesPerSecond: 0.5 } },
    bad: { primaryNetworkDevice: { rateLimitMegabytesPerSecond: 0 } },
    line: 'primaryNetworkDevice.rateLimitMegabytesPerSecond: got 0; write a number of megabytes for each second, such as 125 for one gigabit',
  },
  {
    title: 'the VLAN of a port is none of its trunk',
    both: { vlanId: 10 },
    good: { primaryNetworkDevice: { trunks: [20] } },
    bad: { primaryNetworkDevice: { trunks: [20, 10] } },
    line: 'primaryNetworkDevice.trunks[1]: got 10, the VLAN of the port itself, whose frames are not tagged; leave it out here or there',
  },
  {
    title: 'a trunk has each VLAN once',
    good: { networkDevices: { lab: { slot: 1, trunks: [20, 30] } } },
    bad: { networkDevices: { lab: { slot: 1, trunks: [20, 20] } } },
    line: 'networkDevices.lab.trunks[1]: got 20 twice; write each VLAN once',
  },
  {
    title: 'a VLAN in the machine is one of the trunk',
    good: { primaryNetworkDevice: { trunks: [20, 30], vlans: [{ id: 30 }] } },
    bad: { primaryNetworkDevice: { trunks: [20], vlans: [{ id: 30 }] } },
    line: 'primaryNetworkDevice.vlans[0].id: got 30, but of tagged frames only those of trunks reach the machine, 20; add it there',
  },
  {
    title: 'a port in a VLAN takes tagged frames of its trunk only',
    good: { primaryNetworkDevice: { vlans: [{ id: 30 }] } },
    bad: { vlanId: 10, primaryNetworkDevice: { vlans: [{ id: 30 }] } },
    line: 'primaryNetworkDevice.vlans[0].id: got 30, but the port is in the VLAN 10 and takes no tagged frames; write trunks: [30] too',
  },
  {
    title: 'an interface has each VLAN once',
    good: { primaryNetworkDevice: { vlans: [{ id: 30 }, { id: 31 }] } },
    bad: { primaryNetworkDevice: { vlans: [{ id: 30 }, { id: 30 }] } },
    line: 'primaryNetworkDevice.vlans[1].id: got 30 twice; write each VLAN once',
  },
  {
    title: 'packets of a VLAN fit into those of its card',
    good: { primaryNetworkDevice: { mtu: 9000, vlans: [{ id: 30, mtu: 9000 }] } },
    bad: { primaryNetworkDevice: { vlans: [{ id: 30, mtu: 9000 }] } },
    line: 'primaryNetworkDevice.vlans[0].mtu: got 9000, but the card takes packets of 1500 at most; write 1500 or less, or a larger mtu for the card',
  },
  {
    title: 'an address has the length of its prefix',
    good: { networkDevices: { storage: STORAGE } },
    bad: { networkDevices: { storage: { slot: 1, addresses: ['10.1.0.21'] } } },
    line: 'networkDevices.storage.addresses[0]: got "10.1.0.21"; write an address with the length of its prefix, such as "10.1.0.31/24"',
  },
  {
    title: 'an address is one of a machine',
    good: { networkDevices: { storage: { slot: 1, addresses: ['10.1.0.1/24'] } } },
    bad: { networkDevices: { storage: { slot: 1, addresses: ['10.1.0.255/24'] } } },
    line: 'networkDevices.storage.addresses[0]: got "10.1.0.255/24"; the first and the last address of 10.1.0.0/24 belong to no machine, write one between',
  },
  {
    title: 'two cards are in different networks',
    good: { networkDevices: { storage: STORAGE, lab: { slot: 2, addresses: ['10.2.0.21/24'] } } },
    bad: { networkDevices: { storage: STORAGE, lab: { slot: 2, addresses: ['10.1.0.22/25'] } } },
    line: 'networkDevices.lab.addresses[0]: got "10.1.0.22/25", an address of 10.1.0.0/25, which storage is in: a machine would answer by the wrong interface; write an address of another network',
  },
  {
    title: 'a router is in a network of its card',
    good: {
      networkDevices: { storage: { ...STORAGE, routes: [{ destination: '10.9.0.0/16', gateway: '10.1.0.1' }] } },
    },
    bad: { networkDevices: { storage: { ...STORAGE, routes: [{ destination: '10.9.0.0/16', gateway: '10.3.0.1' }] } } },
    line: 'networkDevices.storage.routes[0].gateway: got "10.3.0.1"; write an address of a network of the interface, 10.1.0.0/24',
  },
]);

test('fails for an address in the network of the machines', () => {
  expect(
    faultsOf(changedSpec({ 'nodes.work-00.networkDevices': { lab: { slot: 1, addresses: ['10.0.0.99/24'] } } })),
  ).toEqual([
    'nodes.work-00.networkDevices.lab.addresses[0]: got "10.0.0.99/24", an address of 10.0.0.0/24, which the first interface is in: a machine would answer by the wrong interface; write an address of another network',
  ]);
});

describe('a default route', () => {
  const withGateway = { ...STORAGE, gateway: '10.1.0.1' };

  test('is given by one card', () => {
    const alone = changedSpec({
      'network.gateway': undefined,
      'nodes.work-00.networkDevices': { storage: withGateway },
    });
    expect(faultsOf(alone)).toEqual([]);
    const second = { slot: 2, addresses: ['10.2.0.21/24'], gateway: '10.2.0.1' };
    expect(faultsOf(changedSpec({ 'nodes.work-00.networkDevices.lab': second }, alone))).toEqual([
      'nodes.work-00.networkDevices.lab.gateway: got "10.2.0.1", but a machine has one default route and storage gives it already; leave this one out, or write routes',
    ]);
  });

  test.each([
    [{}, 'network.gateway'],
    [{ 'nodes.work-00.dhcp': true }, 'the DHCP server of the first card'],
  ])('fails for a second one: %p', (changes, owner) => {
    const spec = changedSpec({ ...changes, 'nodes.work-00.networkDevices': { storage: withGateway } });
    expect(faultsOf(spec)).toEqual([
      `nodes.work-00.networkDevices.storage.gateway: got "10.1.0.1", but a machine has one default route and ${owner} gives it already; leave this one out, or write routes`,
    ]);
  });

  test('fails beside a DHCP server, and without an address', () => {
    const of = (device: object) =>
      faultsOf(changedSpec({ 'network.gateway': undefined, 'nodes.work-00.networkDevices': { storage: device } }));
    expect(of({ slot: 1, dhcp: true, gateway: '10.1.0.1' })).toEqual([
      'nodes.work-00.networkDevices.storage.gateway: got "10.1.0.1", but the DHCP server says which router there is; leave gateway or dhcp out',
    ]);
    expect(of({ slot: 1, gateway: '10.1.0.1' })).toEqual([
      'nodes.work-00.networkDevices.storage.gateway: got "10.1.0.1", but the interface has no address; write addresses',
    ]);
  });
});

describe('two machines', () => {
  test('fail with one address in another network, and with one MAC address', () => {
    const device = { slot: 1, addresses: ['10.1.0.21/24'], macAddress: '02:00:00:00:00:01' };
    const spec = changedSpec({
      'nodes.ctrl-00.macAddress': '02:00:00:00:00:02',
      'nodes.ctrl-00.networkDevices': { storage: device },
      'nodes.work-00.networkDevices': { storage: device, lab: { slot: 2, macAddress: '02:00:00:00:00:02' } },
    });
    expect(faultsOf(spec)).toEqual([
      'nodes.work-00.networkDevices.storage.addresses[0]: got "10.1.0.21"; that is the address of ctrl-00, write another',
      'nodes.work-00.networkDevices.storage.macAddress: got "02:00:00:00:00:01"; ctrl-00 (storage) has that MAC address, write another',
      'nodes.work-00.networkDevices.lab.macAddress: got "02:00:00:00:00:02"; ctrl-00 has that MAC address, write another',
    ]);
  });

  test('G-32 fail with a MAC address that the names of another one make', () => {
    const made = deterministicMac('home', 'work-00');
    const spec = changedSpec({
      'nodes.ctrl-00.macAddress': made,
      'nodes.work-00.macAddress': 'deterministic',
    });
    expect(faultsOf(spec)).toEqual([
      `nodes.work-00.macAddress: the names make the MAC address ${made}, which ctrl-00 has; write one as macAddress`,
    ]);
  });
});

test('settings of a card are put over those of nodeDefaults', () => {
  const spec = changedSpec({
    'nodeDefaults.worker.networkDevices': { storage: { slot: 1, bridge: 'vmbr1', mtu: 9000, model: 'e1000' } },
    'nodes.work-00.networkDevices': { storage: { slot: 1, addresses: ['10.1.0.21/24'], model: 'virtio' } },
  });
  expect(faultsOf(spec)).toEqual([]);
});

test('more queues than cores are taken with a warning', () => {
  expect(warningsOf(changedSpec({ 'nodes.work-00.primaryNetworkDevice': { queues: 4 } }))).toEqual([
    'nodes.work-00.primaryNetworkDevice.queues: got 4, but the machine has 2 cores; more queues than cores help nobody',
  ]);
});

describe('contracts before v1.12', () => {
  const OLD = changedSpec({
    'talos.version': 'v1.11.5',
    'talos.contract': 'v1.11',
    'kubernetes.version': 'v1.34.1',
    'nodes.work-00.networkDevices': { storage: STORAGE },
  });

  test('fail without a way to tell the first card', () => {
    expect(faultsOf(OLD)).toEqual([
      'nodes.work-00.networkDevices: Talos finds the cards of a machine by their MAC addresses, and with the contract v1.11 it has to know that of the first: write macAddress: deterministic, or the one that it has (from v1.12 on none is needed)',
    ]);
  });

  test.each([{ 'nodes.work-00.macAddress': 'deterministic' }, { 'nodes.work-00.link': 'eth0' }])(
    'take %p',
    (changes) => {
      expect(faultsOf(changedSpec(changes, OLD))).toEqual([]);
    },
  );
});

test('fails for DHCP in a network of IPv6', () => {
  const spec = changedSpec({
    'network.subnet': 'fd00::/64',
    'network.gateway': 'fe80::1',
    'nodes.ctrl-00.address': 'fd00::11',
    'nodes.work-00.address': 'fd00::21',
    'kubernetes.podSubnets': ['fd00:10:244::/56'],
    'kubernetes.serviceSubnets': ['fd00:10:96::/112'],
    'nodes.work-00.dhcp': true,
  });
  expect(faultsOf(spec)).toEqual([
    'nodes.work-00.dhcp: got true, but the machines have IPv6 addresses, fd00::/64, and dhcp asks for IPv4 ones; leave it out',
  ]);
});
