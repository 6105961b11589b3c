import { testAdvice, testFaults, testWarnings } from '../../support/rule-rows';
import { changedSpec, faultsOf, notesOf } from '../../support/small-spec';

const device = { host: 'pve1', path: '0000:00:02.0', id: '8086:46a6' };

/** So many devices, as Proxmox VE numbers them. */
const devices = (count: number) => Array.from({ length: count }, () => ({ mapping: 'gpu' }));

describe('faults', () => {
  testFaults([
    {
      title: 'Proxmox VE runs machines of one architecture',
      good: { 'talos.architecture': 'amd64' },
      bad: { 'talos.architecture': 'arm64' },
      line: 'talos.architecture: got "arm64", but Proxmox VE runs virtual machines on "amd64"; write that, or leave architecture out',
    },
    {
      title: 'whatever its own setting says',
      good: { 'nodes.work-00.architecture': 'amd64' },
      bad: { 'nodes.work-00.architecture': 'arm64' },
      line: 'nodes.work-00.architecture: got "arm64", but Proxmox VE runs virtual machines on "amd64"; write that, or leave architecture out',
    },
    {
      title: 'a machine has as many devices as Proxmox VE numbers',
      good: { 'nodes.work-00.pciDevices': devices(16) },
      bad: { 'nodes.work-00.pciDevices': devices(17) },
      line: 'nodes.work-00.pciDevices: got [{"mapping":"gpu"},{"mapping":"gpu"},{"mapping":"gpu"},{"…; write 16 at most, as Proxmox VE numbers them from 0 to 15',
    },
    {
      title: 'a machine has as many cores as the provider takes',
      good: { 'nodes.work-00.cpuCores': 2304 },
      bad: { 'nodes.work-00.cpuCores': 2305 },
      line: 'nodes.work-00.cpuCores: got 2305; write a whole number from 1 to 2304',
    },
    {
      title: 'a data disk has a name of its own',
      good: { 'nodes.work-00.disks': { os: { slot: 1, sizeGiB: 4 } } },
      bad: { 'nodes.work-00.disks': { osDisk: { slot: 1, sizeGiB: 4 } } },
      line: 'nodes.work-00.disks.osDisk: the name "osDisk" can\'t be used; write at most 20 letters, digits and dashes, with a letter or digit at both ends, but neither osDisk nor the name of a partition of Talos',
    },
    {
      title: 'a mapping has a name that Proxmox VE takes',
      good: { 'proxmox.endpoints.main.pciMappings': { gp: { devices: [device] } } },
      bad: { 'proxmox.endpoints.main.pciMappings': { g: { devices: [device] } } },
      line: 'proxmox.endpoints.main.pciMappings.g: the name "g" can\'t be used; write a letter first, then one or more letters, digits, "_" or "-"',
    },
    {
      title: 'BC-21 G-34 a control plane has the memory that Talos needs',
      good: { 'nodes.ctrl-00.memoryMiB': 2048 },
      bad: { 'nodes.ctrl-00.memoryMiB': 1697 },
      line: 'nodes.ctrl-00.memoryMiB: got 1697; a control plane needs at least 1698 MiB, write 2048 or more',
    },
    {
      title: 'a worker has the memory that Talos needs',
      good: { 'nodes.work-00.memoryMiB': 1024 },
      bad: { 'nodes.work-00.memoryMiB': 873 },
      line: 'nodes.work-00.memoryMiB: got 873; a worker needs at least 874 MiB, write 1024 or more',
    },
    {
      title: 'a fault of a default is reported once, where it is written',
      both: { 'nodes.work-01': { machineType: 'worker', host: 'pve1', address: '10.0.0.22' } },
      good: { 'nodeDefaults.worker.memoryMiB': 2048 },
      bad: { 'nodeDefaults.worker.memoryMiB': 512 },
      line: 'nodeDefaults.worker.memoryMiB: got 512; a worker needs at least 874 MiB, write 1024 or more',
    },
    ...['kvm64', 'qemu64', 'Penryn'].map((cpuType) => ({
      title: `F-19 the processor is new enough for Talos, which ${cpuType} is not`,
      good: { 'nodes.work-00.cpuType': 'x86-64-v2-AES' },
      bad: { 'nodes.work-00.cpuType': cpuType },
      line: `nodes.work-00.cpuType: got "${cpuType}"; Talos needs a processor with x86-64-v2, write "host" or "x86-64-v2-AES"`,
    })),
    {
      title: 'a machine has the disk that Talos needs',
      good: { 'nodes.work-00.diskGiB': 10 },
      bad: { 'nodes.work-00.diskGiB': 5 },
      line: 'nodes.work-00.diskGiB: got 5; Talos needs at least 6 GiB, write 10 or more',
    },
    {
      title: 'G-11 S-26 the guest agent is not on without its extension',
      both: { 'talos.schematic': undefined },
      good: { 'nodes.ctrl-00.guestAgent': false },
      bad: { 'nodes.ctrl-00.guestAgent': true },
      line: 'nodes.ctrl-00.guestAgent: got true, but the schematic has no siderolabs/qemu-guest-agent, so Proxmox VE would ask an agent to shut the machine down that is not there; add the extension or leave guestAgent out',
    },
    {
      title: 'G-11 the guest agent is not off with its extension',
      good: { 'nodes.ctrl-00.guestAgent': true },
      bad: { 'nodes.ctrl-00.guestAgent': false },
      line: 'nodes.ctrl-00.guestAgent: got false, but the schematic has siderolabs/qemu-guest-agent; remove the extension or leave guestAgent out',
    },
    {
      title: 'the guest agent is that of the schematic of the machine',
      both: { 'nodes.ctrl-00.guestAgent': true },
      good: { 'nodes.ctrl-00.schematic': { extensions: ['siderolabs/qemu-guest-agent', 'siderolabs/iscsi-tools'] } },
      bad: { 'nodes.ctrl-00.schematic': { extensions: ['siderolabs/iscsi-tools'] } },
      line: 'nodes.ctrl-00.guestAgent: got true, but the schematic has no siderolabs/qemu-guest-agent, so Proxmox VE would ask an agent to shut the machine down that is not there; add the extension or leave guestAgent out',
    },
    {
      title: 'an update flag needs an update',
      both: { lifecycle: 'replace', 'nodes.work-00.update': true },
      good: { 'talos.update.version': 'v1.13.10' },
      bad: {},
      line: 'nodes.work-00.update: got true, but there is nothing to update to; write talos.update or kubernetes.update, or remove it',
    },
    {
      title: 'an update of Kubernetes alone is an update',
      both: { 'nodes.work-00.update': true },
      good: { 'kubernetes.update.version': 'v1.36.4' },
      bad: {},
      line: 'nodes.work-00.update: got true, but there is nothing to update to; write talos.update or kubernetes.update, or remove it',
    },
    {
      title: 'tags that begin with stack- belong to the library',
      good: { 'nodes.work-00.tags': ['longhorn'] },
      bad: { 'nodes.work-00.tags': ['Stack-home'] },
      line: 'nodes.work-00.tags: got "Stack-home"; tags that begin with "stack-" tell which stack owns a machine, write another',
    },
    {
      title: 'nor may all machines have such a tag',
      good: { 'proxmox.tags': ['talos'] },
      bad: { 'proxmox.tags': ['talos', 'stack-home'] },
      line: 'proxmox.tags[1]: got "stack-home"; tags that begin with "stack-" tell which stack owns a machine, write another',
    },
  ]);

  test('nothing is said of the guest agent while the schematic is faulty', () => {
    const changes = { 'talos.schematic': { extension: [] }, 'nodes.ctrl-00.guestAgent': true };
    expect(faultsOf(changedSpec(changes))).toEqual([
      'talos.schematic.extension: unknown key "extension"; write "extensions"',
    ]);
  });

  test('nothing is said of an update flag while the update is faulty', () => {
    const changes = { 'talos.update': 'v1.13.10', 'nodes.ctrl-00.update': true };
    expect(faultsOf(changedSpec(changes))).toEqual([
      'talos.update: got "v1.13.10"; write { version: …, schematic: … }',
    ]);
  });
});

describe('warnings', () => {
  testWarnings([
    {
      title: 'less memory than Talos asks of a control plane',
      good: { 'nodes.ctrl-00.memoryMiB': 2048 },
      bad: { 'nodes.ctrl-00.memoryMiB': 2047 },
      line: 'nodes.ctrl-00.memoryMiB: got 2047; Talos asks for 2048 or more for a control plane',
    },
    {
      title: 'less memory than Talos asks of a worker',
      good: { 'nodes.work-00.memoryMiB': 1024 },
      bad: { 'nodes.work-00.memoryMiB': 1000 },
      line: 'nodes.work-00.memoryMiB: got 1000; Talos asks for 1024 or more for a worker',
    },
    {
      title: 'a smaller disk than Talos asks for',
      good: { 'nodes.work-00.diskGiB': 10 },
      bad: { 'nodes.work-00.diskGiB': 9 },
      line: 'nodes.work-00.diskGiB: got 9; Talos asks for 10 or more',
    },
    {
      title: 'an update that a person has to make',
      both: { 'talos.update.version': 'v1.13.10', 'nodes.work-00.update': true },
      good: { lifecycle: 'replace' },
      bad: { lifecycle: 'manual' },
      line: 'nodes.work-00.update: got true with lifecycle: manual; the machine gets the new configuration but not the new image, run talosctl upgrade for work-00 or write lifecycle: replace',
    },
  ]);

  test('a machine without sizes draws none', () => {
    expect(notesOf(changedSpec({}))).toEqual({ warnings: [], advice: [] });
  });
});

describe('advice', () => {
  testAdvice([
    {
      title: 'SeaBIOS',
      good: { 'nodes.work-00.bios': 'ovmf' },
      bad: { 'nodes.work-00.bios': 'seabios' },
      line: 'nodes.work-00.bios: got "seabios"; "ovmf" is advised, Talos asks for UEFI',
    },
    {
      title: 'the controller that Talos advises against, reported once for all machines of a type',
      both: { 'nodes.work-01': { machineType: 'worker', host: 'pve1', address: '10.0.0.22' } },
      good: { 'nodeDefaults.worker.scsiHardware': 'virtio-scsi-pci' },
      bad: { 'nodeDefaults.worker.scsiHardware': 'virtio-scsi-single' },
      line: 'nodeDefaults.worker.scsiHardware: got "virtio-scsi-single"; "virtio-scsi-pci" is advised, bootstraps of Talos were seen to hang with the other',
    },
  ]);
});
