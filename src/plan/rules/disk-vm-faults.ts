/** A virtual machine that goes with the disk that it keeps. */
export function keptDiskLost(
  name: string,
  outcome: 'replaced' | 'destroyed' | 'forgotten',
  cause: string,
  sizeGiB: number | undefined,
): string {
  const size = sizeGiB === undefined ? '' : ` of ${sizeGiB} GiB`;
  const end =
    outcome === 'forgotten'
      ? `forgotten ${cause}, so that nothing knows its disk${size} any more`
      : `${outcome} ${cause} with the disk${size} that it keeps`;
  return `${name}: would be ${end}; revert the change, or save the data first`;
}

/** A virtual machine that was there and is made again, empty. */
export function diskVmRecreated(name: string): string {
  return (
    `${name}: keeps a disk and is in the state, the token does not see it, and the plan would create it again with an empty one; ` +
    'give the token VM.Audit on it, or accept it if it was deleted by hand'
  );
}

/** A volume that cannot follow its machine. */
export function volumesStayBehind(machine: string, disks: readonly string[], what: 'host' | 'datastore'): string {
  return (
    `${machine}: would move to another ${what}, and its disks ${disks.join(', ')} are volumes of other virtual machines, which Proxmox VE ` +
    `does not move with it; write the old ${what} back, or move the volumes by hand while all is off and accept it then`
  );
}

/** A volume of another machine that would be resized. */
export function volumeNotResized(
  machine: string,
  disk: string,
  fromGiB: number | undefined,
  toGiB: number | undefined,
  replaceCommand: string,
): string {
  return (
    `${machine}: disk ${disk} would be resized from ${fromGiB ?? '?'} to ${toGiB ?? '?'} GiB, and the provider resizes no volume of another ` +
    `virtual machine; of an existingVolume write the size that it has, ${fromGiB ?? '?'}; if a disk before it was removed, the sizes are ` +
    `mixed up by their position, so replace the machine in the same apply: ${replaceCommand}`
  );
}

/** A disk that would go on lying where it is, whatever is made for it. */
export function volumeNotMoved(machine: string, names: readonly string[]): string {
  return (
    `${machine}: ${names.join(', ')} would be created for a disk that the machine has already, and the provider leaves the disk where it ` +
    'is; give a disk of another name and slot a diskVm, move the data, and remove the old one afterwards'
  );
}
