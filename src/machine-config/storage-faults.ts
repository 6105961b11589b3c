import { quoteValue } from '../errors/spec';

/** A volume that nobody knows the disk of. */
export function volumeWithoutDisk(): string {
  return 'the volume needs the disk that it is on; write diskSelector, such as disk.serial == "data-1"';
}

/** A partition of any size. */
export function volumeWithoutSize(): string {
  return 'a partition needs a size; write minSize or maxSize';
}

/** Limits that leave no size. */
export function leastAboveLargest(least: string, largest: string): string {
  return `the least size ${least} is above the largest, ${largest}; write a smaller one`;
}

/** A setting that a form of volume has no use for. */
export function notOfVolumeType(setting: string, type: string): string {
  const isUpkeep = setting === 'trimHours' || setting === 'scrubHours';
  const why = isUpkeep ? 'as it is looked after with EPHEMERAL' : 'and a machine refuses it';
  return `a volume of type ${type} has no ${setting}, ${why}; leave it out`;
}

/** A volume of Talos that stays a directory. */
export function partWithoutPlace(name: string): string {
  return `${name} stays a directory of EPHEMERAL unless it has a place of its own; write diskSelector or maxSize, or leave ${name} out`;
}

/** A volume of Talos that leaves no room on its disk. */
export function partitionTakesAll(name: string): string {
  return `${name} is made before EPHEMERAL, and without a limit it takes all of the disk that both are on; write maxSize, such as 20GiB, or a diskSelector that names another disk`;
}

/** Something that other file systems do not have. */
export function onlyXfsHas(setting: string): string {
  return `only xfs has ${setting}; leave it out, or write filesystem: xfs`;
}

/** A count of directories that the file system does not keep. */
export function quotaNeedsXfs(): string {
  return 'only xfs counts the space of directories; leave projectQuota out, or write filesystem: xfs';
}

/** A directory below `/var/mnt` that two volumes have. */
export function mountNameTaken(name: string, owner: string): string {
  return `/var/mnt/${name} is that of ${owner}; choose another name`;
}

/** Asks for a volume of one of its own. */
export function dataDiskOwner(name: string): string {
  return `the data disk ${quoteValue(name)}`;
}
