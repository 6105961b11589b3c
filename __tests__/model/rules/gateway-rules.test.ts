import { parseClusterSpec } from '../../../src/model';
import { type Changes, changedSpec, faultsOf } from '../../support/small-spec';
import { testFaults } from '../../support/rule-rows';

/** One virtual machine with an address and nothing else of its network. */
const HOSTED: Changes = {
  network: { subnet: '203.0.113.10/32', gateway: '198.51.100.1' },
  'nodes.ctrl-00.address': '203.0.113.10',
  'nodes.work-00': undefined,
  'kubernetes.schedulingOnControlPlanes': true,
};

const ARGUMENT = 'ip=203.0.113.10::198.51.100.1:255.255.255.255::eth0:off';

const IPV6: Changes = {
  'kubernetes.podSubnets': ['fd00:20::/56'],
  'kubernetes.serviceSubnets': ['fd00:30::/112'],
  'nodes.ctrl-00.address': 'fd00:10::11',
  'nodes.work-00.address': 'fd00:10::21',
};

/** Physical machines instead of virtual ones. */
const PHYSICAL: Changes = {
  proxmox: undefined,
  'talos.schematic': {},
  'nodes.ctrl-00.host': undefined,
  'nodes.work-00.host': undefined,
  'nodes.ctrl-00.installDisk': '/dev/sda',
  'nodes.work-00.installDisk': '/dev/sda',
};

const network = (gateway: string): Changes => ({ network: { subnet: 'fd00:10::/64', gateway } });

testFaults([
  {
    title: 'b12 a link-local gateway is right with any IPv6 subnet, one of another network is out of reach',
    both: IPV6,
    good: network('fe80::1'),
    bad: network('fd00:11::1'),
    line: 'network.gateway: got "fd00:11::1", which lies outside of fd00:10::/64: cloud-init of Proxmox VE gives a virtual machine no route to it, so the machine would answer nobody and never be configured; write the link-local address of the router, such as "fe80::1", or an address of the subnet',
  },
  {
    title: 'the gateway is of the family of the machines',
    good: { 'network.gateway': '10.0.1.1' },
    bad: { 'network.gateway': 'fe80::1' },
    line: 'network.gateway: got "fe80::1", but the machines have IPv4 addresses, 10.0.0.0/24; write the IPv4 address of the router',
  },
  {
    title: 'the gateway is of the family of the machines, IPv6',
    both: IPV6,
    good: network('fe80::1'),
    bad: network('10.0.0.1'),
    line: 'network.gateway: got "10.0.0.1", but the machines have IPv6 addresses, fd00:10::/64; write the IPv6 address of the router',
  },
  ...['0.0.0.0', '224.0.0.1', '255.255.255.255'].map((gateway) => ({
    title: `no router has ${gateway}`,
    good: { 'network.gateway': '169.254.0.1' },
    bad: { 'network.gateway': gateway },
    line: `network.gateway: got "${gateway}", an address that no router has; write the address of yours`,
  })),
  ...['::', 'ff02::2'].map((gateway) => ({
    title: `no router has ${gateway}`,
    both: IPV6,
    good: network('fe80::1'),
    bad: network(gateway),
    line: `network.gateway: got "${gateway}", an address that no router has; write the address of yours`,
  })),
  {
    title: 'a kernel argument speaks of the network of the machine',
    both: HOSTED,
    good: { 'talos.schematic.extraKernelArgs': ['console=ttyS0', ARGUMENT] },
    bad: { 'talos.schematic.extraKernelArgs': ['console=ttyS0', 'ip=dhcp'] },
    line: `talos.schematic.extraKernelArgs[1]: got "ip=dhcp", another network than the one of ctrl-00; write "${ARGUMENT}"`,
  },
  {
    title: 'in a network with its gateway nobody cares',
    good: { 'talos.schematic.extraKernelArgs': ['ip=dhcp'] },
    bad: { 'network.gateway': 'ff02::2' },
    line: 'network.gateway: got "ff02::2", but the machines have IPv4 addresses, 10.0.0.0/24; write the IPv4 address of the router',
  },
]);

test('physical machines may have a gateway of another network, whatever the family', () => {
  expect(faultsOf(changedSpec({ ...PHYSICAL, 'network.gateway': '198.51.100.1' }))).toEqual([]);
  expect(faultsOf(changedSpec({ ...PHYSICAL, ...IPV6, ...network('fd00:11::1') }))).toEqual([]);
});

function model(changes: Changes) {
  return parseClusterSpec(changedSpec(changes), { environment: {} });
}

describe('b12 an IPv4 gateway outside of the subnet', () => {
  test('gives the image of a virtual machine a kernel argument with a route to it', () => {
    const { images, nodes } = model({ ...HOSTED, 'talos.schematic.extraKernelArgs': ['console=ttyS0'] });
    expect(images.map(({ schematic }) => schematic.content)).toEqual([
      { extensions: ['siderolabs/qemu-guest-agent'], extraKernelArgs: ['console=ttyS0', ARGUMENT] },
    ]);
    expect(nodes[0]?.imageKey).toBe(images[0]?.key);
  });

  test('that is written already is not added again', () => {
    const written = model({ ...HOSTED, 'talos.schematic.extraKernelArgs': [ARGUMENT] });
    expect(written.images).toEqual(model(HOSTED).images);
  });

  test('gives each virtual machine an image of its own', () => {
    const { images, nodes } = model({ 'network.gateway': '10.0.1.1' });
    expect(nodes.map(({ imageKey }) => images.find(({ key }) => key === imageKey)?.schematic.content)).toEqual(
      ['10.0.0.11', '10.0.0.21'].map((address) => ({
        extensions: ['siderolabs/qemu-guest-agent'],
        extraKernelArgs: [`ip=${address}::10.0.1.1:255.255.255.0::eth0:off`],
      })),
    );
  });

  test('leaves the image of a physical machine as it is', () => {
    const { images } = model({ ...PHYSICAL, 'network.gateway': '10.0.1.1' });
    expect(images.map(({ schematic }) => schematic.content)).toEqual([{}]);
  });

  test('in the subnet changes no image', () => {
    expect(model({}).images.map(({ schematic }) => schematic.content)).toEqual([
      { extensions: ['siderolabs/qemu-guest-agent'] },
    ]);
  });
});
