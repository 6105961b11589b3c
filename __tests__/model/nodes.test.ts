import { parseClusterSpec } from '../../src/model';
import { parseClusterYaml } from '../../src/cluster-file';
import { MachineType } from '../../src/values/machine-type';
import { type Changes, changedSpec } from '../support/small-spec';

function nodeOf(name: string, changes: Changes) {
  const node = parseClusterSpec(changedSpec(changes)).nodes.find((each) => each.name === name);
  if (node === undefined) throw new Error(`no machine ${name}`);
  return node;
}

describe('Talos settings', () => {
  test('BC-28 HT-22 the hostname is the key of the map', () => {
    expect(nodeOf('ctrl-00', {}).machine).toMatchObject({
      hostname: 'ctrl-00',
      machineType: MachineType.CONTROL_PLANE,
      address: '10.0.0.11',
      subnet: '10.0.0.0/24',
      gateway: '10.0.0.1',
    });
  });

  test('BC-27 HT-22 labels tell region and zone', () => {
    const region = { 'proxmox.endpoints.main.region': 'ryzen-proxmox' };
    expect(nodeOf('work-00', {}).machine.nodeLabels).toEqual({
      'topology.kubernetes.io/region': 'main',
      'topology.kubernetes.io/zone': 'pve2',
    });
    expect(nodeOf('ctrl-00', region).machine.nodeLabels).toEqual({
      'topology.kubernetes.io/region': 'ryzen-proxmox',
      'topology.kubernetes.io/zone': 'pve1',
    });
  });

  test('labels of the user stand over them, those of a machine over those of all', () => {
    const changes = {
      'machine.nodeLabels': { tier: 'a', rack: 1, 'topology.kubernetes.io/zone': 'cellar' },
      'nodeDefaults.worker.nodeLabels': { tier: 'b', gpu: true },
      'nodes.work-00.nodeLabels': { tier: 'c' },
    };
    expect(nodeOf('work-00', changes).machine.nodeLabels).toEqual({
      'topology.kubernetes.io/region': 'main',
      'topology.kubernetes.io/zone': 'cellar',
      rack: '1',
      gpu: 'true',
      tier: 'c',
    });
    expect(nodeOf('ctrl-00', changes).machine.nodeLabels).toMatchObject({ tier: 'a' });
  });

  test('topology labels can be left out', () => {
    expect(nodeOf('work-00', { 'machine.topologyLabels': false }).machine.nodeLabels).toBeUndefined();
  });

  test('settings of every machine reach every machine, as text', () => {
    const changes = {
      machine: {
        sysctls: { 'vm.nr_hugepages': 1024 },
        kernelModules: ['nvme_tcp', 'vfio_pci'],
        kubeletExtraArgs: { 'rotate-server-certificates': true },
      },
    };
    for (const name of ['ctrl-00', 'work-00']) {
      expect(nodeOf(name, changes).machine).toMatchObject({
        sysctls: { 'vm.nr_hugepages': '1024' },
        kernelModules: ['nvme_tcp', 'vfio_pci'],
        kubeletExtraArgs: { 'rotate-server-certificates': 'true' },
      });
    }
  });

  test('an argument can be given to one machine type', () => {
    const changes = {
      'nodeDefaults.controlplane.kubeletExtraArgs': { 'allowed-unsafe-sysctls': 'net.ipv4.conf.all.src_valid_mark' },
    };
    expect(nodeOf('ctrl-00', changes).machine.kubeletExtraArgs).toEqual({
      'allowed-unsafe-sysctls': 'net.ipv4.conf.all.src_valid_mark',
    });
    expect(nodeOf('work-00', changes).machine.kubeletExtraArgs).toBeUndefined();
  });

  test('lists of several places are joined, each item once', () => {
    const changes = {
      'machine.kernelModules': ['a'],
      'nodeDefaults.worker': { kernelModules: ['b', 'a'], certSans: ['all.example'] },
      'nodes.work-00': {
        machineType: 'worker',
        host: 'pve2',
        address: '10.0.0.21',
        kernelModules: ['c', 'b'],
        certSans: ['one.example'],
      },
    };
    expect(nodeOf('work-00', changes).machine).toMatchObject({
      kernelModules: ['a', 'b', 'c'],
      certSans: ['all.example', 'one.example'],
    });
  });

  test('DNS servers are those of the machine, else those of the network, else none', () => {
    expect(nodeOf('work-00', {}).machine.dnsServers).toBeUndefined();
    const changes = { 'network.dnsServers': ['10.0.0.1'], 'nodes.work-00.dnsServers': ['1.1.1.1', '8.8.8.8'] };
    expect(nodeOf('work-00', changes).machine.dnsServers).toEqual(['1.1.1.1', '8.8.8.8']);
    expect(nodeOf('ctrl-00', changes).machine.dnsServers).toEqual(['10.0.0.1']);
  });

  test('taints, search domains and link are taken over', () => {
    const changes = {
      'network.searchDomains': ['home.example'],
      'network.link': 'physical',
      'nodes.work-00.nodeTaints': { 'nvidia.com/gpu': 'present:NoSchedule' },
      'nodes.work-00.link': 'enp1s0',
    };
    expect(nodeOf('work-00', changes).machine).toMatchObject({
      searchDomains: ['home.example'],
      link: 'enp1s0',
      nodeTaints: { 'nvidia.com/gpu': 'present:NoSchedule' },
    });
    expect(nodeOf('ctrl-00', changes).machine.link).toBe('physical');
  });

  test('S-14 a mounted disk is found by its serial number, sorted by slot', () => {
    const changes = {
      'nodes.work-00.disks': {
        longhorn: { slot: 3, sizeGiB: 180, mountPath: '/var/lib/longhorn' },
        raw: { slot: 2, sizeGiB: 10 },
        fast: { slot: 1, sizeGiB: 20, bus: 'virtio', mountPath: '/var/mnt/fast', serial: 'f1' },
        old: { slot: 4, sizeGiB: 20, bus: 'sata', mountPath: '/var/mnt/old' },
      },
    };
    expect(nodeOf('work-00', changes).machine.volumes).toEqual([
      { name: 'fast', mountPath: '/var/mnt/fast', serial: 'f1', devicePath: '/dev/disk/by-id/virtio-f1' },
      {
        name: 'longhorn',
        mountPath: '/var/lib/longhorn',
        serial: 'longhorn',
        devicePath: '/dev/disk/by-id/scsi-0QEMU_QEMU_HARDDISK_longhorn',
      },
      {
        name: 'old',
        mountPath: '/var/mnt/old',
        serial: 'old',
        devicePath: '/dev/disk/by-id/ata-QEMU_HARDDISK_old',
      },
    ]);
  });

  test('the address is in its normal spelling', () => {
    const changes = {
      network: { subnet: 'fd00::/64' },
      'kubernetes.podSubnets': ['fd01::/48'],
      'kubernetes.serviceSubnets': ['fd02::/112'],
      'nodes.ctrl-00.address': 'fd00::11',
      'nodes.work-00.address': 'FD00:0::0021',
    };
    expect(nodeOf('work-00', changes).machine.address).toBe('fd00::21');
  });
});

describe('a virtual machine', () => {
  test('has the host and the id that the file gives', () => {
    expect(nodeOf('work-00', { 'nodes.work-00.vmId': 810 }).vm).toMatchObject({ hostKey: 'main/pve2', vmId: 810 });
    expect(nodeOf('work-00', { 'nodes.work-00.host': 'main/pve1' }).vm).toMatchObject({ hostKey: 'main/pve1' });
  });

  test('leaves open what the file leaves open', () => {
    expect(nodeOf('work-00', {}).vm).toEqual({ hostKey: 'main/pve2', tags: ['k8s'], roleTag: true });
  });

  test('tags are k8s and the role, unless the file has others', () => {
    const changes = {
      proxmox: undefined,
      'proxmox.endpoints': endpoints,
      'nodes.work-00.tags': ['Longhorn', 'longhorn'],
    };
    expect(nodeOf('ctrl-00', changes).vm).toMatchObject({ tags: ['k8s'], roleTag: true });
    expect(nodeOf('work-00', changes).vm?.tags).toEqual(['k8s', 'Longhorn', 'longhorn']);
    const others = { 'proxmox.tags': ['OpenTofu', 'talos'], 'proxmox.roleTags': false };
    expect(nodeOf('work-00', others).vm).toMatchObject({ tags: ['OpenTofu', 'talos'], roleTag: false });
  });

  test('is on the VLAN of the network, unless it has its own', () => {
    expect(nodeOf('work-00', { 'network.vlanId': 150 }).vm?.vlanId).toBe(150);
    expect(nodeOf('work-00', { 'network.vlanId': 150, 'nodes.work-00.vlanId': 151 }).vm?.vlanId).toBe(151);
  });

  test('has every setting of its type, unless it has its own', () => {
    const changes = {
      'nodeDefaults.worker': {
        cpuCores: 8,
        cpuType: 'x86-64-v3',
        memoryMiB: 10_240,
        diskGiB: 40,
        diskDatastoreId: 'velocity',
        networkBridge: 'vmbr200',
        bios: 'seabios',
        scsiHardware: 'virtio-scsi-single',
        onBoot: false,
        osDisk: { cache: 'writethrough', ioThread: true },
        startup: { order: 2, upDelaySeconds: 30, downDelaySeconds: 30 },
        pciDevices: [{ mapping: 'iGPU', pcie: true, rombar: true, xvga: false }],
        poolId: 'talos',
        onHostChange: 'ignore',
        protection: true,
      },
      'nodes.work-00.memoryMiB': 8192,
      'nodes.work-00.osDisk': { ssd: false },
    };
    expect(nodeOf('work-00', changes).vm).toMatchObject({
      cpuCores: 8,
      cpuType: 'x86-64-v3',
      memoryMiB: 8192,
      diskGiB: 40,
      diskDatastoreId: 'velocity',
      networkBridge: 'vmbr200',
      bios: 'seabios',
      scsiHardware: 'virtio-scsi-single',
      onBoot: false,
      osDisk: { cache: 'writethrough', ioThread: true, ssd: false },
      startup: { order: 2, upDelaySeconds: 30, downDelaySeconds: 30 },
      pciDevices: [{ mapping: 'iGPU', pcie: true, rombar: true, xvga: false }],
      poolId: 'talos',
      onHostChange: 'ignore',
      protection: true,
    });
    expect(nodeOf('ctrl-00', changes).vm?.cpuCores).toBeUndefined();
  });

  test('a disk of the same name takes the place of that of the type', () => {
    const changes = {
      'nodeDefaults.worker.disks.longhorn': { slot: 1, sizeGiB: 180, mountPath: '/var/lib/longhorn' },
      'nodes.work-00.disks.longhorn': { slot: 1, sizeGiB: 20 },
    };
    expect(nodeOf('work-00', changes).vm?.disks).toEqual({ longhorn: { slot: 1, sizeGiB: 20 } });
    expect(nodeOf('work-00', changes).machine.volumes).toEqual([]);
  });
});

describe('G-22 a physical machine', () => {
  const node = nodeOf('metal-00', {
    'network.vlanId': 5,
    'nodeDefaults.worker': { cpuCores: 4, nodeLabels: { tier: 'metal' } },
    'nodes.metal-00': { machineType: 'worker', address: '10.0.0.31', installDisk: '/dev/nvme0n1' },
  });

  test('has no virtual machine and no place among hosts', () => {
    expect(node.vm).toBeUndefined();
    expect(node.machine.nodeLabels).toEqual({ tier: 'metal' });
  });

  test('has its install disk, and the one physical interface', () => {
    expect(node.machine).toMatchObject({ installDisk: '/dev/nvme0n1', link: 'physical' });
  });

  test('has an image of its own platform', () => {
    expect(node.imageKey).toBe('ce4c9805-v1.13.9-metal');
  });
});

const endpoints = {
  main: {
    url: 'https://pve1.example:8006',
    hosts: { pve1: { diskDatastoreId: 'local-lvm' }, pve2: { diskDatastoreId: 'local-lvm' } },
  },
};

test('b08 settings that end as text keep the text of a YAML file, and literals are written as JavaScript does', () => {
  const settings = '{ a: 0012345, b: 1.10, c: 0x10, d: 1e3, e: 1.0, f: True, g: 12345678901234567890, h: "1" }';
  const yaml = JSON.stringify(changedSpec({ 'machine.sysctls': 'HERE', 'kubernetes.apiServerExtraArgs': 'HERE' }));
  const { spec, source } = parseClusterYaml(yaml.replaceAll('"HERE"', settings), 'home.yaml');
  const { cluster, nodes } = parseClusterSpec(spec, { source, environment: {} });
  const texts = {
    a: '0012345',
    b: '1.10',
    c: '0x10',
    d: '1e3',
    e: '1.0',
    f: 'True',
    g: '12345678901234567890',
    h: '1',
  };
  expect(nodes.map(({ machine }) => machine.sysctls)).toEqual([texts, texts]);
  expect(cluster.kubernetes.apiServerExtraArgs).toEqual(texts);
  const [literal] = parseClusterSpec(changedSpec({ 'machine.sysctls': { a: 0x10, f: true } })).nodes;
  expect(literal?.machine.sysctls).toEqual({ a: '16', f: 'true' });
});
