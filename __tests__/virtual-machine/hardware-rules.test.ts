import { testBothDoors } from '../support/both-doors';
import { testFaults, testWarnings } from '../support/rule-rows';

const UUID = '6f1a3ac0-2f0f-4d5a-9c3e-2b0f6f1d7a55';

const QEMU_MACHINE = 'write "q35", or "pc", which is i440fx, or a version of one of them, such as "pc-q35-10.0+pve1"';

testBothDoors([
  ...['i440fx', 'pc-q35', 'q35,viommu=amd', 'pc,viommu=intel', 'virt'].map((qemuMachine) => ({
    title: `a machine of QEMU is one that Talos runs on, which ${qemuMachine} is not`,
    good: { qemuMachine: 'pc-i440fx-10.0+pve1' },
    bad: { qemuMachine },
    line: `qemuMachine: got "${qemuMachine}"; ${QEMU_MACHINE}`,
  })),
  {
    title: 'a machine has as many sockets as the provider takes',
    good: { cpuSockets: 16 },
    bad: { cpuSockets: 17 },
    line: 'cpuSockets: got 17; write a whole number from 1 to 16',
  },
  ...['aes', '+avx', '+hv-evmcs'].map((flag) => ({
    title: `a flag of the processor is one that a machine may have, which ${flag} is not`,
    good: { cpuFlags: ['+nested-virt', '-pcid'] },
    bad: { cpuFlags: ['+aes', flag] },
    line: `cpuFlags[1]: got "${flag}"; write "+" or "-" and one of the flags that Proxmox VE lets a machine have: aes, amd-no-ssb, amd-ssbd, ibpb, md-clear, nested-virt, pcid, pdpe1gb, spec-ctrl, ssbd, virt-ssbd`,
  })),
  {
    title: 'a flag of the processor is on or off',
    good: { cpuFlags: ['+aes', '-pcid'] },
    bad: { cpuFlags: ['+aes', '-pcid', '-aes'] },
    line: 'cpuFlags[2]: got "-aes", but "+aes" stands before it; remove one of them',
  },
  ...[0, 129].map((cpuLimit) => ({
    title: `a limit is a number of processors, which ${cpuLimit} is not`,
    good: { cpuLimit: 0.5 },
    bad: { cpuLimit },
    line: `cpuLimit: got ${cpuLimit}; write a number of processors from 0.1 to 128, such as 1.5`,
  })),
  {
    title: 'a weight is one that Proxmox VE keeps',
    good: { cpuUnits: 10_000 },
    bad: { cpuUnits: 10_001 },
    line: 'cpuUnits: got 10001; write a whole number from 1 to 10000',
  },
  {
    title: 'a machine keeps no more memory than it has',
    both: { memoryMiB: 2048 },
    good: { memoryMinimumMiB: 2048 },
    bad: { memoryMinimumMiB: 2049 },
    line: 'memoryMinimumMiB: got 2049, but memoryMiB is 2048, all that there is; write less, or leave memoryMinimumMiB out',
  },
  {
    title: 'a machine keeps no more memory than it has where none is written',
    good: { memoryMinimumMiB: 4096 },
    bad: { memoryMinimumMiB: 4097 },
    line: 'memoryMinimumMiB: got 4097, but memoryMiB is 4096, all that there is; write less, or leave memoryMinimumMiB out',
  },
  {
    title: 'a machine keeps the memory that Talos needs',
    isControlPlane: true,
    good: { memoryMinimumMiB: 1698 },
    bad: { memoryMinimumMiB: 1697 },
    line: 'memoryMinimumMiB: got 1697; a control plane runs with at least 1698, write that or more',
  },
  {
    title: 'a graphics card shows a serial port that is there',
    good: { vga: { type: 'serial0' } },
    bad: { vga: { type: 'serial0' }, serialConsole: false },
    line: 'vga.type: got "serial0", but serialConsole: false takes the serial port away; leave serialConsole out, or write type: none',
  },
  ...(['serial0', 'none'] as const).map((type) => ({
    title: `a card without memory has none, as ${type} is`,
    good: { vga: { type: 'std', memoryMiB: 16 } } as const,
    bad: { vga: { type, memoryMiB: 16 } },
    line: `vga.memoryMiB: type: ${type} has no memory of its own; remove memoryMiB`,
  })),
  {
    title: 'a watchdog waits as long as its device can',
    good: { watchdog: { timeoutSeconds: 2046 } },
    bad: { watchdog: { timeoutSeconds: 2047 } },
    line: 'watchdog.timeoutSeconds: got 2047; write a whole number from 10 to 2046',
  },
  {
    title: 'a watchdog waits as long as Talos asks for',
    good: { watchdog: { timeoutSeconds: 10 } },
    bad: { watchdog: { timeoutSeconds: 9 } },
    line: 'watchdog.timeoutSeconds: got 9; write a whole number from 10 to 2046',
  },
  {
    title: 'a datastore of the firmware holds something',
    good: { bios: 'ovmf', firmwareDatastoreId: 'tank' },
    bad: { bios: 'seabios', firmwareDatastoreId: 'tank' },
    line: 'firmwareDatastoreId: bios: seabios keeps no variables, and there is no TPM; remove firmwareDatastoreId, or write bios: ovmf',
  },
  {
    title: 'a serial number stands beside a UUID',
    good: { smbiosSerial: 'rack 1', smbiosUuid: UUID },
    bad: { smbiosSerial: 'rack 1' },
    line: 'smbiosSerial: Proxmox VE makes no UUID for a machine that has a serial number, and Talos needs one; write smbiosUuid too',
  },
  {
    title: 'a UUID is one',
    good: { smbiosUuid: UUID.toUpperCase() },
    bad: { smbiosUuid: '6f1a3ac0' },
    line: 'smbiosUuid: got "6f1a3ac0"; write a UUID, such as "6f1a3ac0-2f0f-4d5a-9c3e-2b0f6f1d7a55"; uuidgen prints new ones',
  },
  {
    title: 'a serial number can be printed',
    both: { smbiosUuid: UUID },
    good: { smbiosSerial: 'R1' },
    bad: { smbiosSerial: ' R1' },
    line: 'smbiosSerial: got " R1"; write at most 64 printable characters without spaces at the ends',
  },
  ...['scsi31', 'ide4', 'virtio0', 'scsi01'].map((cloudInitInterface) => ({
    title: `cloud-init data is on a drive that there is, which ${cloudInitInterface} is not`,
    good: { cloudInitInterface: 'scsi30' },
    bad: { cloudInitInterface },
    line: `cloudInitInterface: got "${cloudInitInterface}"; write a drive from "ide0" to "ide3", "sata0" to "sata5" or "scsi0" to "scsi30"`,
  })),
  {
    title: 'cloud-init data is not where the system disk is',
    good: { cloudInitInterface: 'scsi0', osDisk: { bus: 'virtio' } },
    bad: { cloudInitInterface: 'scsi0' },
    line: 'cloudInitInterface: got "scsi0", where the system disk is attached; write another drive',
  },
  {
    title: 'cloud-init data is not where a data disk is',
    both: { disks: { logs: { slot: 3, sizeGiB: 10, bus: 'sata' } } },
    good: { cloudInitInterface: 'sata4' },
    bad: { cloudInitInterface: 'sata3' },
    line: 'cloudInitInterface: got "sata3", where the disk logs is attached; write another drive',
  },
  {
    title: 'a device of PCI Express needs a machine with it',
    both: { qemuMachine: 'pc' },
    good: { pciDevices: [{ mapping: 'gpu' }] },
    bad: { pciDevices: [{ mapping: 'gpu', pcie: true }] },
    line: 'pciDevices[0].pcie: got true, but qemuMachine "pc" has no PCI Express; leave pcie out, or write qemuMachine: q35',
  },
]);

const ISO = { 'talos.bootRoute': 'iso' };
const SIGNED = { 'talos.secureBoot': true };

testFaults([
  {
    title: 'signed images boot by UEFI',
    both: { 'nodes.work-00.bios': 'seabios' },
    good: {},
    bad: SIGNED,
    line: 'nodes.work-00.bios: got "seabios", which checks no signatures and starts no signed image; leave bios out, or remove talos.secureBoot',
  },
  {
    title: 'signatures are checked on a q35',
    both: SIGNED,
    good: { 'nodes.work-00.qemuMachine': 'pc-q35-10.0' },
    bad: { 'nodes.work-00.qemuMachine': 'pc' },
    line: 'nodes.work-00.qemuMachine: got "pc", on which Proxmox VE has no firmware that checks signatures; write qemuMachine: q35, or remove talos.secureBoot',
  },
  {
    title: 'cloud-init data is not where the CD-ROM is',
    good: { 'nodes.work-00.cloudInitInterface': 'ide3' },
    bad: { ...ISO, 'nodes.work-00.cloudInitInterface': 'ide3' },
    line: 'nodes.work-00.cloudInitInterface: got "ide3", where the CD-ROM is attached; write another drive',
  },
  {
    title: 'a data disk is not called as the system disk is that Talos is installed on',
    good: { 'nodes.work-00.disks': { system: { slot: 1, sizeGiB: 4 } } },
    bad: { ...ISO, 'nodes.work-00.disks': { system: { slot: 1, sizeGiB: 4 } } },
    line: 'nodes.work-00.disks.system: got "system"; the disk osDisk has that serial number, write another',
  },
]);

testWarnings([
  {
    title: 'memory that goes away costs pods',
    good: { 'nodes.work-00.memoryMinimumMiB': 4096 },
    bad: { 'nodes.work-00.memoryMinimumMiB': 2048 },
    line: 'nodes.work-00.memoryMinimumMiB: got 2048; the kubelet counts with all of the 4096 MiB, and pods are killed when the host takes some of them back; leave memoryMinimumMiB out unless the host has no other way',
  },
]);
