import { faultsOfConstruct, testBothDoors } from '../support/both-doors';

/** So many devices, as Proxmox VE numbers them. */
const devices = (count: number) => Array.from({ length: count }, () => ({ mapping: 'gpu' }));

testBothDoors([
  {
    title: 'BC-21 G-34 a control plane has the memory that Talos needs',
    isControlPlane: true,
    good: { memoryMiB: 1698 },
    bad: { memoryMiB: 1697 },
    line: 'memoryMiB: got 1697; a control plane needs at least 1698 MiB, write 2048 or more',
  },
  {
    title: 'a worker has the memory that Talos needs',
    good: { memoryMiB: 874 },
    bad: { memoryMiB: 873 },
    line: 'memoryMiB: got 873; a worker needs at least 874 MiB, write 1024 or more',
  },
  ...['kvm64', 'qemu64', 'Penryn'].map((cpuType) => ({
    title: `F-19 the processor is new enough for Talos, which ${cpuType} is not`,
    good: { cpuType: 'x86-64-v2-AES' },
    bad: { cpuType },
    line: `cpuType: got "${cpuType}"; Talos needs a processor with x86-64-v2, write "host" or "x86-64-v2-AES"`,
  })),
  {
    title: 'a machine has the disk that Talos needs',
    good: { diskGiB: 6 },
    bad: { diskGiB: 5 },
    line: 'diskGiB: got 5; Talos needs at least 6 GiB, write 10 or more',
  },
  {
    title: 'a machine has as many cores as the provider takes',
    good: { cpuCores: 2304 },
    bad: { cpuCores: 2305 },
    line: 'cpuCores: got 2305; write a whole number from 1 to 2304',
  },
  {
    title: 'a machine has as many devices as Proxmox VE numbers',
    good: { pciDevices: devices(16) },
    bad: { pciDevices: devices(17) },
    line: 'pciDevices: got [{"mapping":"gpu"},{"mapping":"gpu"},{"mapping":"gpu"},{"…; write 16 at most, as Proxmox VE numbers them from 0 to 15',
  },
  {
    title: 'a device has the name of a mapping',
    good: { pciDevices: [{ mapping: 'gpu' }] },
    bad: { pciDevices: [{ mapping: '' }] },
    line: 'pciDevices[0].mapping: got ""; write letters, digits, "_", "-" and ".", beginning with a letter or digit',
  },
  {
    title: 'G-11 S-26 the guest agent is not off with its extension',
    good: { guestAgent: true },
    bad: { guestAgent: false },
    line: 'guestAgent: got false, but the schematic has siderolabs/qemu-guest-agent; remove the extension or leave guestAgent out',
  },
  {
    title: 'a VM id is one that Proxmox VE has',
    good: { vmId: 100 },
    bad: { vmId: 99 },
    line: 'vmId: got 99; write a whole number from 100 to 999999999',
  },
  {
    title: 'a VM id is whole',
    good: { vmId: 100 },
    bad: { vmId: 100.5 },
    line: 'vmId: got 100.5; write a whole number, 100 or 101',
  },
  {
    title: 'a MAC address has six pairs of digits',
    good: { macAddress: 'bc-24-11-e6-ba-07' },
    bad: { macAddress: 'bc:24:11' },
    line: 'macAddress: got "bc:24:11"; write six pairs of hexadecimal digits, the second digit even, such as "BC:24:11:E6:BA:07", or "deterministic" for one made of the names of cluster and machine',
  },
  {
    title: 'a VLAN exists',
    good: { vlanId: 4094 },
    bad: { vlanId: 4095 },
    line: 'vlanId: got 4095; write a whole number from 1 to 4094',
  },
  {
    title: 'a tag is one that Proxmox VE takes',
    good: { tags: ['Talos', 'k8s'] },
    bad: { tags: ['a b'] },
    line: 'tags[0]: got "a b"; write letters, digits, "_", "-", "." and "+", beginning with a letter, a digit or "_"',
  },
  {
    title: 'a pause is not negative',
    good: { startup: { upDelaySeconds: 0 } },
    bad: { startup: { upDelaySeconds: -1 } },
    line: 'startup.upDelaySeconds: got -1; write a whole number, 0 or more',
  },
]);

test('S-19 a tag that would give the machine to another stack is refused on a construct too', () => {
  expect(faultsOfConstruct({ tags: ['k8s', 'Stack-other'] })).toEqual([
    'test/machine: tags[1]: got "Stack-other"; tags that begin with "stack-" tell which stack owns a machine, write another',
  ]);
});

test('all faults of a construct are reported together', () => {
  expect(faultsOfConstruct({ cpuCores: 0, vlanId: 0, diskGiB: 1, disks: { a: { slot: 31, sizeGiB: 0 } } })).toEqual([
    'test/machine: cpuCores: got 0; write a whole number from 1 to 2304',
    'test/machine: vlanId: got 0; write a whole number from 1 to 4094',
    'test/machine: disks.a.slot: got 31; write a whole number from 1 to 30',
    'test/machine: disks.a.sizeGiB: got 0; write a whole number, 1 or more',
    'test/machine: diskGiB: got 1; Talos needs at least 6 GiB, write 10 or more',
  ]);
});

test('warnings and advice are those of a cluster file: a construct takes such settings', () => {
  expect(
    faultsOfConstruct({
      memoryMiB: 1000,
      diskGiB: 9,
      bios: 'seabios',
      scsiHardware: 'virtio-scsi-single',
      osDisk: { cache: 'unsafe' },
    }),
  ).toEqual([]);
});
