import type { MachineSettings } from '../../../src/machine-config/settings/machine';
import { ClusterPatches } from '../../../src/machine-config/machine-patches';
import { clusterSettings, controlPlane, INSTALLER_IMAGE } from '../fixtures';

const STORAGE = {
  slot: 1,
  macAddress: '02:00:00:00:00:01',
  mtu: 9000,
  addresses: ['10.1.0.11/24'],
  routes: [{ destination: '10.9.0.0/16', gateway: '10.1.0.1', metric: 5 }],
};
const LAB = { slot: 2, macAddress: '02:00:00:00:00:02', dhcp: true, vlans: [{ id: 40, dhcp: true }, { id: 41 }] };
const FIRST = 'link.type == 1 && link.kind == ""';

type Document = Readonly<Record<string, unknown>>;

/** Documents of links, in short. */
function linksOf(machine: MachineSettings, contract = 'v1.13'): readonly Document[] {
  return new ClusterPatches(clusterSettings(contract))
    .documentsOf(machine, INSTALLER_IMAGE)
    .filter(({ kind }) => /^(?:Link|VLAN|DHCP|Layer2)/.test(String(kind)))
    .map(({ apiVersion: _same, ...document }) => document);
}

function interfacesOf(machine: MachineSettings): unknown {
  const [main] = new ClusterPatches(clusterSettings('v1.11')).documentsOf(machine, INSTALLER_IMAGE);
  return (main as { machine: { network: { interfaces: unknown } } }).machine.network.interfaces;
}

test('several interfaces are found by their MAC addresses, and the first one as that which is none of the others', () => {
  const machine = controlPlane({ interfaces: { primary: {}, others: [STORAGE, LAB] } });
  expect(linksOf(machine)).toEqual([
    {
      kind: 'LinkAliasConfig',
      name: 'net0',
      selector: {
        match: `${FIRST} && !(mac(link.permanent_addr) in ["02:00:00:00:00:01", "02:00:00:00:00:02"])`,
      },
    },
    {
      kind: 'LinkAliasConfig',
      name: 'net1',
      selector: { match: `${FIRST} && mac(link.permanent_addr) == "02:00:00:00:00:01"` },
    },
    {
      kind: 'LinkAliasConfig',
      name: 'net2',
      selector: { match: `${FIRST} && mac(link.permanent_addr) == "02:00:00:00:00:02"` },
    },
    {
      kind: 'LinkConfig',
      name: 'net0',
      addresses: [{ address: '10.200.5.1/16' }],
      routes: [{ gateway: '10.200.0.1' }],
    },
    {
      kind: 'LinkConfig',
      name: 'net1',
      up: true,
      mtu: 9000,
      addresses: [{ address: '10.1.0.11/24' }],
      routes: [{ destination: '10.9.0.0/16', gateway: '10.1.0.1', metric: 5 }],
    },
    { kind: 'LinkConfig', name: 'net2', up: true },
    { kind: 'VLANConfig', name: 'net2.40', vlanID: 40, parent: 'net2' },
    { kind: 'VLANConfig', name: 'net2.41', vlanID: 41, parent: 'net2' },
    { kind: 'Layer2VIPConfig', name: '10.200.5.10', link: 'net0' },
    { kind: 'DHCPv4Config', name: 'net2', routeMetric: 3072 },
    { kind: 'DHCPv4Config', name: 'net2.40', routeMetric: 4096 },
  ]);
});

test('a first interface whose MAC address is known is found by it', () => {
  const machine = controlPlane({ interfaces: { primary: { macAddress: 'BC:24:11:00:00:01' }, others: [STORAGE] } });
  expect(linksOf(machine)[0]).toMatchObject({
    name: 'net0',
    selector: { match: `${FIRST} && mac(link.permanent_addr) == "bc:24:11:00:00:01"` },
  });
});

test('a name that a person gives stays the name of the first interface', () => {
  const machine = controlPlane({ link: 'eth0', interfaces: { primary: { vlans: [{ id: 7 }] }, others: [STORAGE] } });
  expect(linksOf(machine).map(({ name }) => name)).toEqual(['net1', 'eth0', 'net1', 'eth0.7', '10.200.5.10']);
});

test('a name with a number behind it that would be too long for Linux is another one', () => {
  const machine = controlPlane({
    link: 'enx001122334455',
    interfaces: { primary: { vlans: [{ id: 7 }] }, others: [] },
  });
  expect(linksOf(machine)).toContainEqual({ kind: 'VLANConfig', name: 'net0.7', vlanID: 7, parent: 'enx001122334455' });
});

test('one interface that asks a DHCP server has a document of that, and none of addresses', () => {
  expect(linksOf(controlPlane({ dhcp: true }))).toEqual([
    { kind: 'Layer2VIPConfig', name: '10.200.5.10', link: 'eth0' },
    { kind: 'DHCPv4Config', name: 'eth0' },
  ]);
});

test('its largest packet is told all the same', () => {
  const machine = controlPlane({ dhcp: true, interfaces: { primary: { mtu: 9000 }, others: [] } });
  expect(linksOf(machine)[0]).toEqual({ kind: 'LinkConfig', name: 'eth0', mtu: 9000 });
});

test('contracts before v1.12 have the same in the main document', () => {
  const machine = controlPlane({
    interfaces: { primary: { macAddress: 'BC:24:11:00:00:01', vlans: [{ id: 20 }] }, others: [STORAGE, LAB] },
  });
  expect(linksOf(machine, 'v1.11')).toEqual([]);
  expect(interfacesOf(machine)).toEqual([
    {
      deviceSelector: { hardwareAddr: 'bc:24:11:00:00:01', physical: true },
      dhcp: false,
      addresses: ['10.200.5.1/16'],
      routes: [{ network: '0.0.0.0/0', gateway: '10.200.0.1' }],
      vlans: [{ vlanId: 20, dhcp: false }],
      vip: { ip: '10.200.5.10' },
    },
    {
      deviceSelector: { hardwareAddr: '02:00:00:00:00:01', physical: true },
      dhcp: false,
      mtu: 9000,
      addresses: ['10.1.0.11/24'],
      routes: [{ network: '10.9.0.0/16', gateway: '10.1.0.1', metric: 5 }],
    },
    {
      deviceSelector: { hardwareAddr: '02:00:00:00:00:02', physical: true },
      dhcp: true,
      dhcpOptions: { routeMetric: 3072 },
      vlans: [
        { vlanId: 40, dhcp: true, dhcpOptions: { routeMetric: 4096 } },
        { vlanId: 41, dhcp: false },
      ],
    },
  ]);
  expect(interfacesOf(controlPlane({ dhcp: true }))).toEqual([
    { interface: 'eth0', dhcp: true, vip: { ip: '10.200.5.10' } },
  ]);
});

test('the address of the cluster is what kubelet and etcd take, whatever others there are', () => {
  const [main] = new ClusterPatches(clusterSettings('v1.13')).documentsOf(
    controlPlane({ interfaces: { primary: {}, others: [STORAGE] } }),
    INSTALLER_IMAGE,
  );
  expect(main).toMatchObject({
    machine: { kubelet: { nodeIP: { validSubnets: ['10.200.0.0/16'] } } },
    cluster: { etcd: { advertisedSubnets: ['10.200.0.0/16'] } },
  });
});
