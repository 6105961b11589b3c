import { testFaults, testWarnings } from '../../support/rule-rows';
import { changedSpec, faultsOf, warningsOf } from '../../support/small-spec';

const lab = { url: 'https://lab.example:8006', hosts: { pve1: { diskDatastoreId: 'tank' } } };
const physical = { machineType: 'worker', address: '10.0.0.31', installDisk: '/dev/sda' };
const mapping = { devices: [{ host: 'pve1', path: '0000:00:02.0', id: '8086:46a6' }] };

testFaults([
  {
    title: 'a host is described',
    good: { 'nodes.work-00.host': 'main/pve1' },
    bad: { 'nodes.work-00.host': 'main/pve3' },
    line: 'nodes.work-00.host: got "main/pve3"; there is no such host, write one of main/pve1, main/pve2',
  },
  {
    title: 'a host without endpoint is described too',
    good: { 'nodes.work-00.host': 'pve1' },
    bad: { 'nodes.work-00.host': 'hypnos' },
    line: 'nodes.work-00.host: got "hypnos"; there is no such host, write one of main/pve1, main/pve2',
  },
  {
    title: 'a virtual machine needs hosts at all',
    good: {},
    bad: { proxmox: undefined, 'nodes.ctrl-00': { ...physical, machineType: 'controlplane' } },
    line: 'nodes.work-00.host: got "pve2"; no hosts are described, do so under proxmox.endpoints',
  },
  {
    title: 'F-25 G-8 a host that two endpoints have is named with its endpoint',
    both: { 'proxmox.endpoints.lab': lab },
    good: { 'nodes.ctrl-00.host': 'lab/pve1' },
    bad: { 'nodes.ctrl-00.host': 'pve1' },
    line: 'nodes.ctrl-00.host: got "pve1", which several endpoints have; write main/pve1 or lab/pve1',
  },
  {
    title: 'G-11 BC-21 a VM id belongs to one machine of an endpoint',
    both: { 'nodes.ctrl-00.vmId': 800 },
    good: { 'nodes.work-00.vmId': 801 },
    bad: { 'nodes.work-00.vmId': 800 },
    line: 'nodes.work-00.vmId: got 800; ctrl-00 has that id on the endpoint main, write another',
  },
  {
    title: 'a physical machine has no settings of virtual ones',
    good: { 'nodes.metal-00': physical },
    bad: { 'nodes.metal-00': { ...physical, vmId: 900 } },
    line: 'nodes.metal-00.vmId: vmId is a setting of virtual machines, and a machine without host is a physical one; write a host or remove it',
  },
  {
    title: 'a physical machine has an install disk',
    good: { 'nodes.metal-00': physical },
    bad: { 'nodes.metal-00': { machineType: 'worker', address: '10.0.0.31' } },
    line: 'nodes.metal-00.installDisk: missing; a machine without host is a physical one and needs the disk that Talos is installed on, such as "/dev/nvme0n1"',
  },
  {
    title: 'F-19 a virtual machine has no install disk',
    good: {},
    bad: { 'nodes.work-00.installDisk': '/dev/sda' },
    line: 'nodes.work-00.installDisk: a virtual machine boots from its installed disk; remove installDisk',
  },
  {
    title: 'F-11 the platform fits a virtual machine',
    both: { 'nodes.ctrl-00': { ...physical, machineType: 'controlplane' } },
    good: {},
    bad: { 'talos.platform': 'metal' },
    line: 'talos.platform: got "metal", but a virtual machine finds its address with "nocloud" only; write that, or leave platform out',
  },
  {
    title: 'the platform fits a physical machine',
    both: { 'nodes.metal-00': physical },
    good: {},
    bad: { 'talos.platform': 'nocloud' },
    line: 'talos.platform: got "nocloud", but metal-00 is a physical machine, which needs metal; leave platform out',
  },
  {
    title: 'F-18 only the boot route that needs SSH asks for it',
    good: { 'talos.bootRoute': 'import' },
    bad: { 'talos.bootRoute': 'file' },
    line: 'proxmox.endpoints.main.ssh: missing; talos.bootRoute: file copies images over SSH, write ssh for the endpoint main, or bootRoute: import',
  },
  {
    title: 'SSH makes that boot route possible',
    both: { 'talos.bootRoute': 'file' },
    good: { 'proxmox.endpoints.main.ssh': {} },
    bad: {},
    line: 'proxmox.endpoints.main.ssh: missing; talos.bootRoute: file copies images over SSH, write ssh for the endpoint main, or bootRoute: import',
  },
  {
    title: 'SSH addresses are those of hosts',
    good: { 'proxmox.endpoints.main.ssh.nodes.pve1.address': '10.0.0.5' },
    bad: { 'proxmox.endpoints.main.ssh.nodes.pve3.address': '10.0.0.5' },
    line: 'proxmox.endpoints.main.ssh.nodes.pve3: got "pve3"; the endpoint main has no such host, write one of pve1, pve2',
  },
  {
    title: 'images come from a host of the endpoint',
    good: { 'proxmox.endpoints.main.imageHost': 'pve1' },
    bad: { 'proxmox.endpoints.main.imageHost': 'pve3' },
    line: 'proxmox.endpoints.main.imageHost: got "pve3"; the endpoint main has no such host, write one of pve1, pve2',
  },
  {
    title: 'PK-7 all hosts find the images that one of them downloads',
    both: {
      'proxmox.endpoints.main.imageHost': 'pve1',
      'proxmox.endpoints.main.hostDefaults': { imageDatastoreId: 'nas' },
    },
    good: {},
    bad: { 'proxmox.endpoints.main.hosts.pve2.imageDatastoreId': 'local' },
    line: 'proxmox.endpoints.main.imageHost: got "pve1", which downloads images onto "nas", and pve2 has another imageDatastoreId; write one that all hosts share, or leave imageHost out',
  },
  {
    title: 'mapped devices are those of hosts',
    good: { 'proxmox.endpoints.main.pciMappings.iGPU': mapping },
    bad: { 'proxmox.endpoints.main.pciMappings.iGPU': { devices: [{ ...mapping.devices[0], host: 'pve3' }] } },
    line: 'proxmox.endpoints.main.pciMappings.iGPU.devices[0].host: got "pve3"; the endpoint main has no such host, write one of pve1, pve2',
  },
]);

test('a host is looked for although its endpoint has another fault', () => {
  const spec = changedSpec({ 'proxmox.endpoints.main.url': 'http://pve1', 'nodes.work-00.host': 'main/pve3' });
  expect(faultsOf(spec)).toContain(
    'nodes.work-00.host: got "main/pve3"; there is no such host, write one of main/pve1, main/pve2',
  );
});

test('no host is looked for while one of the described has a fault', () => {
  const spec = changedSpec({ 'proxmox.endpoints.main.hosts.pve2': 7, 'nodes.work-00.host': 'main/pve2' });
  expect(faultsOf(spec).filter((fault) => fault.startsWith('nodes.work-00'))).toEqual([]);
});

test('among many hosts the nearest name is reported', () => {
  const hosts = Object.fromEntries(
    Array.from({ length: 9 }, (_, index) => [`pve${index + 1}`, { diskDatastoreId: 'local-lvm' }]),
  );
  expect(faultsOf(changedSpec({ 'proxmox.endpoints.main.hosts': hosts, 'nodes.work-00.host': 'main/pve11' }))).toEqual([
    'nodes.work-00.host: got "main/pve11"; there is no such host, write "main/pve1"',
  ]);
});

test('two endpoints may have one VM id', () => {
  const spec = changedSpec({
    'proxmox.endpoints.lab': lab,
    'nodes.ctrl-00.host': 'main/pve1',
    'nodes.ctrl-00.vmId': 800,
    'nodes.work-00.host': 'lab/pve1',
    'nodes.work-00.vmId': 800,
  });
  expect(faultsOf(spec)).toEqual([]);
});

test('a virtual machine that lacks its host is reported once', () => {
  const spec = changedSpec({
    'nodes.work-00': { machineType: 'worker', address: '10.0.0.21', vmId: 810, cpuCores: 2, memoryMiB: 1, tags: ['x'] },
  });
  expect(faultsOf(spec)).toEqual([
    'nodes.work-00.vmId: vmId, cpuCores, memoryMiB, tags are settings of virtual machines, and a machine without host is a physical one; write a host or remove them',
  ]);
});

test('a physical machine takes no notice of the sizes under nodeDefaults', () => {
  const spec = changedSpec({ 'nodes.metal-00': physical, 'nodeDefaults.worker': { memoryMiB: 2048, cpuCores: 4 } });
  expect(faultsOf(spec)).toEqual([]);
});

test('nothing is said of hosts while the endpoints are faulty', () => {
  expect(faultsOf(changedSpec({ 'proxmox.endpoints.main.hosts': 'pve1' }))).toEqual([
    'proxmox.endpoints.main.hosts: got "pve1"; write keys and values',
  ]);
  expect(faultsOf(changedSpec({ 'nodes.ctrl-00.hots': 'pve1', 'nodes.ctrl-00.host': undefined }))).toEqual([
    'nodes.ctrl-00.hots: unknown key "hots"; remove it, docs/cluster-file.md lists the keys',
  ]);
});

describe('warnings', () => {
  testWarnings([
    {
      title: 'a physical machine whose interface Talos has to find',
      good: { 'nodes.metal-00': { ...physical, link: 'enp1s0' } },
      bad: { 'nodes.metal-00': physical },
      line: 'nodes.metal-00.link: missing; Talos then looks for the one physical interface and stops if there are several, write its name, such as "enp1s0"',
    },
    {
      title: 'a VLAN that physical machines do not get',
      both: { 'nodes.metal-00': { ...physical, link: 'enp1s0' } },
      good: { 'nodes.work-00.vlanId': 5 },
      bad: { 'network.vlanId': 5 },
      line: 'network.vlanId: got 5, which is set at the bridge of virtual machines only; set it at the switch for metal-00',
    },
  ]);

  test('the only interface of a physical machine is found without a name', () => {
    expect(warningsOf(changedSpec({ 'nodes.metal-00': physical, 'network.link': 'physical' }))).toEqual([]);
    const older = { 'talos.contract': 'v1.11', 'talos.version': 'v1.11.5', 'kubernetes.version': 'v1.34.0' };
    expect(warningsOf(changedSpec({ 'nodes.metal-00': physical, ...older }))).toEqual([]);
  });
});
