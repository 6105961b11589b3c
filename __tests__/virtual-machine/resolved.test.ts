import { resolvedVirtualMachine } from '../../src/virtual-machine/resolved';
import type { VirtualMachineSettings } from '../../src/virtual-machine/settings';

const surroundings = {
  stackName: 'Home',
  hostname: 'work-00',
  machineType: 'worker',
  diskDatastoreId: 'local-lvm',
  networkBridge: 'vmbr0',
  guestAgent: true,
} as const;

const resolved = (settings: VirtualMachineSettings) => resolvedVirtualMachine(settings, surroundings);

test('every default of a worker', () => {
  expect(resolved({})).toEqual({
    cpuCores: 2,
    cpuType: 'host',
    memoryMiB: 4096,
    holdsEphemeral: true,
    diskDatastoreId: 'local-lvm',
    osDisk: {
      bus: 'scsi',
      slot: 0,
      sizeGiB: 50,
      datastoreId: 'local-lvm',
      cache: 'none',
      discard: true,
      ssd: true,
      ioThread: false,
    },
    dataDisks: [],
    networkDevices: [{ slot: 0, bridge: 'vmbr0' }],
    bios: 'ovmf',
    scsiHardware: 'virtio-scsi-pci',
    onBoot: true,
    guestAgent: true,
    pciDevices: [],
    usbDevices: [],
    virtiofs: [],
    description: 'Talos Worker',
    tags: ['stack-home'],
    stackTag: 'stack-home',
    onHostChange: 'migrate',
    protection: false,
    qemuMachine: 'q35',
    serialConsole: true,
    tpm: false,
    firmwareDatastoreId: 'local-lvm',
  });
});

test('the firmware is kept beside the system disk, unless it has a datastore of its own', () => {
  expect(resolved({ diskDatastoreId: 'fast' }).firmwareDatastoreId).toBe('fast');
  expect(resolved({ diskDatastoreId: 'fast', firmwareDatastoreId: 'safe' }).firmwareDatastoreId).toBe('safe');
});

test('a watchdog resets the machine after a minute', () => {
  expect(resolved({ watchdog: {} }).watchdog).toEqual({ timeoutSeconds: 60, action: 'reset' });
});

test.each([
  ['q35', true],
  ['q35,viommu=intel', true],
  ['pc-q35-10.0+pve1', true],
  ['pc', false],
  ['pc-i440fx-10.0', false],
])('a device of %s is one of PCI Express: %s', (qemuMachine, pcie) => {
  expect(resolved({ qemuMachine, pciDevices: [{ mapping: 'gpu' }] }).pciDevices[0]?.pcie).toBe(pcie);
});

test('a control plane has another description and a smaller disk', () => {
  expect(resolvedVirtualMachine({}, { ...surroundings, machineType: 'controlplane' })).toMatchObject({
    description: 'Talos Control Plane',
    osDisk: { sizeGiB: 10 },
  });
});

test('S-27 tags are in lower case, once and sorted, the MAC address in upper case, the description trimmed', () => {
  expect(
    resolved({
      tags: ['k8s', 'K8s', 'A', 'a'],
      roleTag: true,
      macAddress: 'bc-24-11-64-5b-cb',
      description: '  Talos Worker ',
    }),
  ).toMatchObject({
    tags: ['a', 'k8s', 'stack-home', 'worker'],
    networkDevices: [{ macAddress: 'BC:24:11:64:5B:CB' }],
    description: 'Talos Worker',
  });
});

test('F-14 data disks are sorted by slot, not by name, and found by their names', () => {
  const disks = {
    longhorn: { slot: 2, sizeGiB: 180, mountPath: '/var/lib/longhorn' },
    archive: { slot: 10, sizeGiB: 500, datastoreId: 'tank', bus: 'sata' },
    zfs: { slot: 1, sizeGiB: 10, serial: 'z1' },
  } as const;
  expect(
    resolved({ disks, diskDatastoreId: 'fast' }).dataDisks.map(({ name, serial, bus, datastoreId }) => [
      name,
      serial,
      bus,
      datastoreId,
    ]),
  ).toEqual([
    ['zfs', 'z1', 'scsi', 'fast'],
    ['longhorn', 'longhorn', 'scsi', 'fast'],
    ['archive', 'archive', 'sata', 'tank'],
  ]);
});

test.each([
  ['scsi', 'virtio-scsi-pci', false, true],
  ['scsi', 'virtio-scsi-single', true, true],
  ['virtio', 'virtio-scsi-pci', true, false],
  ['sata', 'virtio-scsi-single', false, true],
] as const)('a disk on %s with %s has a thread of its own: %s, and is solid state: %s', (...row) => {
  const [bus, scsiHardware, ioThread, ssd] = row;
  expect(resolved({ osDisk: { bus }, scsiHardware }).osDisk).toMatchObject({ bus, ioThread, ssd });
});

test('the VLAN is that of the network, unless the machine has its own', () => {
  const placed = { ...surroundings, vlanId: 5 };
  expect(resolvedVirtualMachine({}, placed).networkDevices[0].vlanId).toBe(5);
  expect(resolvedVirtualMachine({ vlanId: 6 }, placed).networkDevices[0].vlanId).toBe(6);
});
