import { quoteValue } from '../errors/spec';

/** Asks for a machine of QEMU. */
export function writeQemuMachine(): string {
  return 'write "q35", or "pc", which is i440fx, or a version of one of them, such as "pc-q35-10.0+pve1"';
}

/** Asks for a flag of the processor. */
export function writeCpuFlag(flags: readonly string[]): string {
  return `write "+" or "-" and one of the flags that Proxmox VE lets a machine have: ${flags.join(', ')}`;
}

/** Asks for a share of processors. */
export function writeCpuLimit(max: number): string {
  return `write a number of processors from 0.1 to ${max}, such as 1.5`;
}

/** Asks for a drive. */
export function writeCloudInitInterface(): string {
  return 'write a drive from "ide0" to "ide3", "sata0" to "sata5" or "scsi0" to "scsi30"';
}

/** Asks for a UUID. */
export function writeUuid(): string {
  return 'write a UUID, such as "6f1a3ac0-2f0f-4d5a-9c3e-2b0f6f1d7a55"; uuidgen prints new ones';
}

/** Asks for the serial number of a machine. */
export function writeSmbiosSerial(): string {
  return 'write at most 64 printable characters without spaces at the ends';
}

/** Refusal of a PCI Express device on a machine without PCI Express. */
export function pcieNeedsQ35(qemuMachine: string): string {
  return `got true, but qemuMachine ${quoteValue(qemuMachine)} has no PCI Express; leave pcie out, or write qemuMachine: q35`;
}

/** Refusal of a flag that is written twice. */
export function cpuFlagTwice(got: string, other: string): string {
  return `got ${quoteValue(got)}, but ${quoteValue(other)} stands before it; remove one of them`;
}

/** Refusal of more memory than the machine has. */
export function minimumAboveMemory(got: number, memoryMiB: number): string {
  return `got ${got}, but memoryMiB is ${memoryMiB}, all that there is; write less, or leave memoryMinimumMiB out`;
}

/** Refusal of less memory than Talos runs with. */
export function minimumTooSmall(got: number, role: string, floor: number): string {
  return `got ${got}; ${role} runs with at least ${floor}, write that or more`;
}

/** Warning of memory that goes away. */
export function memoryGoesAway(got: number, memoryMiB: number): string {
  return (
    `got ${got}; the kubelet counts with all of the ${memoryMiB} MiB, and pods are killed when the host takes some of them ` +
    'back; leave memoryMinimumMiB out unless the host has no other way'
  );
}

/** Refusal of a screen on a port that is not there. */
export function vgaWithoutSerial(): string {
  return 'got "serial0", but serialConsole: false takes the serial port away; leave serialConsole out, or write type: none';
}

/** Refusal of memory for a card that has none. */
export function vgaWithoutMemory(type: string): string {
  return `type: ${type} has no memory of its own; remove memoryMiB`;
}

/** Refusal of a datastore for nothing. */
export function nothingOfFirmware(): string {
  return 'bios: seabios keeps no variables, and there is no TPM; remove firmwareDatastoreId, or write bios: ovmf';
}

/** Refusal of a drive that a disk has. */
export function driveTaken(got: string, owner: string): string {
  return `got ${quoteValue(got)}, where ${owner} is attached; write another drive`;
}

/** Refusal of firmware that starts whatever is there. */
export function secureBootNeedsOvmf(bios: string): string {
  return `got ${quoteValue(bios)}, which checks no signatures and starts no signed image; leave bios out, or remove talos.secureBoot`;
}

/** Refusal of a machine on which the firmware checks no signatures. */
export function secureBootNeedsQ35(qemuMachine: string): string {
  return `got ${quoteValue(qemuMachine)}, on which Proxmox VE has no firmware that checks signatures; write qemuMachine: q35, or remove talos.secureBoot`;
}

/** Refusal of a serial number beside which there would be no UUID. */
export function serialWithoutUuid(): string {
  return 'Proxmox VE makes no UUID for a machine that has a serial number, and Talos needs one; write smbiosUuid too';
}
