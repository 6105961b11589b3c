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
