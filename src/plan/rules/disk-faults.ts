/** A disk with its size, where the plan knows it. */
export interface SizedDisk {
  /** Such as `scsi1`. */
  readonly interface: string;
  /** Size in GiB. */
  readonly sizeGiB?: number;
}

/** A disk that would be given the volume of another one. */
export function diskSlotShifts(machine: string, added: string, volumeOf: string): string {
  return (
    `${machine}: disk ${added} would get the volume of ${volumeOf}, as the provider keeps volumes by position; ` +
    'give a new disk the highest slot of its machine, and add and remove disks in separate applies'
  );
}

/** A disk that would become smaller. */
export function diskShrinks(machine: string, disk: string, fromGiB: number, toGiB: number): string {
  return (
    `${machine}: disk ${disk} would shrink from ${fromGiB} to ${toGiB} GiB, which Proxmox VE refuses halfway through the apply; ` +
    `write at least ${fromGiB}, or move the data to a new disk`
  );
}

/** The disk that a machine boots from. */
export function bootDiskRemoved(machine: string, disk: string, replaceCommand: string): string {
  return (
    `${machine}: its boot disk ${disk} would be removed, which the provider refuses halfway through the apply; ` +
    `keep it, or replace the whole machine with ${replaceCommand}`
  );
}

/** A block that never goes away. */
export function settingNotRemovable(machine: string, block: string, replaceCommand: string): string {
  return (
    `${machine}: ${block} would be removed, which never happens and restarts the machine at every apply; ` +
    `keep it, or replace the machine with ${replaceCommand}`
  );
}

/** A machine that goes with disks that hold data. */
export function dataDisksLost(
  machine: string,
  outcome: 'replaced' | 'destroyed',
  cause: string,
  disks: readonly SizedDisk[],
): string {
  const way =
    outcome === 'replaced'
      ? 'revert the change, or save the data first'
      : 'save the data, or move it to other machines, first';
  return `${machine}: would be ${outcome} ${cause} and lose its data disks ${disksText(disks)}; ${way}`;
}

/** Disks as a list, such as `scsi1 (20 GiB), scsi2`. */
export function disksText(disks: readonly SizedDisk[]): string {
  return disks
    .map(({ interface: name, sizeGiB }) => (sizeGiB === undefined ? name : `${name} (${sizeGiB} GiB)`))
    .join(', ');
}
