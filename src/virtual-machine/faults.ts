import { quoteValue } from '../errors/spec';

/** Refusal of more devices than a machine has numbers for. */
export function writeFewerDevices(limit: number): string {
  return `write ${limit} at most, as Proxmox VE numbers them from 0 to ${limit - 1}`;
}

/** Refusal of more directories than the provider takes. */
export function writeFewerShares(limit: number): string {
  return `write ${limit} at most, as the provider takes no more`;
}

/** Refusal of one directory under two names: a machine tells them by their mapping. */
export function mappingSharedTwice(mapping: string, other: string): string {
  return `${quoteValue(mapping)} is shared as ${other} already, and a machine tells directories by their mapping; leave one out, or make another mapping of the directory`;
}

/** Refusal of access lists without the attributes that they are kept in. */
export function accessListsNeedAttributes(): string {
  return 'access lists are extended attributes; leave exposeXattr out, or exposeAcl';
}

/** Refusal of less memory than Talos starts with. */
export function memoryTooSmall(got: number, role: string, floor: number, advised: number): string {
  return `got ${got}; ${role} needs at least ${floor} MiB, write ${advised} or more`;
}

/** Warning of less memory than Talos asks for. */
export function memorySmall(got: number, role: string, advised: number): string {
  return `got ${got}; Talos asks for ${advised} or more for ${role}`;
}

/** Warning of memory that looks like a number of another unit. */
export function memoryLarge(got: number): string {
  return `got ${got}, which is ${inTiB(got / 1024)} of memory; memoryMiB counts in MiB, and 4 GiB are 4096`;
}

/** Refusal of a disk that Talos does not fit on. */
export function diskTooSmall(got: number, floor: number, advised: number): string {
  return `got ${got}; Talos needs at least ${floor} GiB, write ${advised} or more`;
}

/** Advice on a disk that only what Talos keeps beside EPHEMERAL fits on. */
export function diskWithoutEphemeral(got: number, floor: number): string {
  return `got ${got}; that is enough only while a VolumeConfig keeps EPHEMERAL on another disk and the image fits, Talos asks for ${floor} or more`;
}

/** Warning of a smaller disk than Talos asks for. */
export function diskSmall(got: number, advised: number): string {
  return `got ${got}; Talos asks for ${advised} or more`;
}

/** Warning of a disk that looks like a number of another unit. */
export function diskLarge(got: number, key: string): string {
  return `got ${got}, which is a disk of ${inTiB(got)}; ${key} counts in GiB`;
}

/** Refusal of a processor that Talos does not start on. */
export function cpuTypeTooOld(got: string): string {
  return `got "${got}"; Talos needs a processor with x86-64-v2, write "host" or "x86-64-v2-AES"`;
}

/** Refusal of a guest agent that never answers. */
export function guestAgentWithoutExtension(extension: string): string {
  return `got true, but the schematic has no ${extension}, so Proxmox VE would ask an agent to shut the machine down that is not there; add the extension or leave guestAgent out`;
}

/** Refusal of a guest agent that nobody listens to: Talos would start it without its device, for ever. */
export function extensionWithoutGuestAgent(extension: string): string {
  return `got false, but the schematic has ${extension}; remove the extension or leave guestAgent out`;
}

/** Refusal of an image for a processor that Proxmox VE does not have. */
export function architectureNotOfProxmox(got: string): string {
  return `got ${quoteValue(got)}, but Proxmox VE runs virtual machines on "amd64"; write that, or leave architecture out`;
}

/** Refusal of a slot that a bus does not have. */
export function slotOutsideBus(got: number, bus: string, max: number): string {
  return `got ${got}; the bus ${bus} has the slots 1 to ${max} for data disks, write one of these`;
}

/** Refusal of a slot that another disk of the machine has. */
export function slotTaken(got: number, owner: string): string {
  return `got ${got}; the disk ${owner} has that slot, write another`;
}

/** Refusal of a serial number that another disk of the machine has. */
export function serialTaken(got: string, owner: string): string {
  return `got ${quoteValue(got)}; the disk ${owner} has that serial number, write another`;
}

/** Refusal of a mount path that another disk of the machine has. */
export function mountPathTaken(got: string, owner: string): string {
  return `got ${quoteValue(got)}; the disk ${owner} is mounted there, write another`;
}

/** Refusal of a thread that the controller can't give a disk. */
export function ioThreadImpossible(bus: string): string {
  return bus === 'scsi'
    ? 'got true; a disk on scsi has a thread of its own only with scsiHardware: virtio-scsi-single, leave ioThread out or write bus: virtio'
    : `got true; a disk on ${bus} has no thread of its own, leave ioThread out or write bus: virtio`;
}

/** Refusal of a flag that the bus can't carry. */
export function ssdImpossible(): string {
  return 'got true; the bus virtio does not tell the kind of disk, leave ssd out or write bus: scsi';
}

/** Refusal of a tag by which another stack would take the machine for its own. */
export function reservedTag(got: string): string {
  return `got ${quoteValue(got)}; tags that begin with "stack-" tell which stack owns a machine, write another`;
}

/** Refusal of a tag by which a machine would be taken for one that only keeps a disk. */
export function tagOfDiskVms(got: string): string {
  return `got ${quoteValue(got)}; that tag tells which virtual machines only keep a disk, write another`;
}

/** Sentence about a setting that differs from what suits Talos. */
export function notAdvised(got: string, advised: string, reason: string): string {
  return `got ${quoteValue(got)}; ${quoteValue(advised)} is advised, ${reason}`;
}

/** Refusal of an IPv6 gateway that a virtual machine can't reach before it is configured. */
export function gatewayOutOfReach(got: string, subnet: string): string {
  return (
    `got ${quoteValue(got)}, which lies outside of ${subnet}: cloud-init of Proxmox VE gives a virtual machine no route to ` +
    'it, so the machine would answer nobody and never be configured; write the link-local address of the router, such as ' +
    '"fe80::1", or an address of the subnet'
  );
}

/** Refusal of a kernel argument that speaks of another network than cloud-init. */
export function ipArgumentDiffers(got: string, wanted: string, machine: string): string {
  return `got ${quoteValue(got)}, another network than the one of ${machine}; write ${quoteValue(wanted)}`;
}

/** Refusal of an image that does not lead a virtual machine to its IPv4 gateway. */
export function ipArgumentMissing(gateway: string, subnet: string, argument: string): string {
  return (
    `the gateway ${gateway} lies outside of ${subnet}: cloud-init of Proxmox VE gives a virtual machine no route to it, so ` +
    'the machine would answer nobody and never be configured; give it an image of its own whose schematic has ' +
    `${quoteValue(argument)} in extraKernelArgs, or a gateway in the subnet`
  );
}

function inTiB(gib: number): string {
  return `${Math.round(gib / 102.4) / 10} TiB`;
}
