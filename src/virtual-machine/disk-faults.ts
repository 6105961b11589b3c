import { quoteValue } from '../errors/spec';

/** Asks for a volume. */
export function writeVolume(): string {
  return 'write a volume as pvesm list shows it, such as "tank:vm-900-disk-0"';
}

/** Refusal of a datastore beside a volume that names its own. */
export function datastoreOfVolume(got: string, volume: string): string {
  return `got ${quoteValue(got)}, but existingVolume ${quoteValue(volume)} names the datastore; remove datastoreId`;
}

/** Refusal of a keeper for a volume that somebody keeps. */
export function volumeIsKept(volume: string): string {
  return `the volume ${quoteValue(volume)} belongs to a machine already and outlives this one; remove diskVm, or existingVolume for a new disk`;
}

/** Refusal of a volume that Proxmox VE destroys with the machine. */
export function volumeOfMachine(volume: string, vmId: number): string {
  return (
    `got ${quoteValue(volume)}, which by its name belongs to this machine itself (vmId ${vmId}): Proxmox VE would destroy it with ` +
    'the machine; give it to another machine with qm disk move, or write another vmId'
  );
}

/** Refusal of a volume that another disk is. */
export function volumeTaken(volume: string, owner: string): string {
  return `got ${quoteValue(volume)}; ${owner} has that volume, and two at once destroy what is on it; write another`;
}

/** Refusal of queues that the bus or its controller does not have. */
export function queuesImpossible(got: number, bus: string): string {
  return bus === 'scsi'
    ? `got ${got}; a disk on scsi has queues of its own only with scsiHardware: virtio-scsi-single, leave queues out`
    : `got ${got}; a disk on ${bus} has no queues to choose, leave queues out or write bus: scsi`;
}

/** Refusal of a short time beyond a limit that there is not. */
export function burstWithoutLimit(got: number, limit: string): string {
  return `got ${got}, but there is no ${limit} that it goes beyond; write that too, or leave this out`;
}

/** Refusal of less for a short time than all the time. */
export function burstBelowLimit(got: number, limit: string, least: number): string {
  return `got ${got}, less than ${limit}: ${least}; write more, or leave this out`;
}
