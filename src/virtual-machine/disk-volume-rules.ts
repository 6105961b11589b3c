import { claims } from '../values/claims';
import { ownerOf, volumeOf } from '../values/disk-volume';
import type { Draft } from '../values/draft';
import type { Path } from '../values/path';
import { type KnownSettings, type PartRule, type PartRules, rulesOfParts } from '../values/setting-rule';
import { datastoreOfVolume, volumeIsKept, volumeOfMachine, volumeTaken } from './disk-faults';
import type { DataDiskOptions } from './disk-settings';
import type { VirtualMachineSettings } from './settings';

/** A data disk that is a volume which is there already. */
interface ExistingDisk {
  readonly name: string;
  readonly volume: string;
  readonly disk: Draft<DataDiskOptions>;
  readonly vmId: number | undefined;
  readonly place: Path;
  /** The disk before it that is the same volume. */
  readonly before: string | undefined;
}

const EXISTING_RULES: readonly PartRule<ExistingDisk>[] = [
  {
    at: ({ place }) => [...place, 'datastoreId'],
    condition: ({ disk: { datastoreId } }) => datastoreId === undefined,
    message: ({ disk: { datastoreId = '' }, volume }) => datastoreOfVolume(datastoreId, volume),
  },
  {
    at: ({ place }) => [...place, 'diskVm'],
    condition: ({ disk: { diskVm } }) => diskVm === undefined,
    message: ({ volume }) => volumeIsKept(volume),
  },
  {
    at: ({ place }) => [...place, 'existingVolume'],
    condition: ({ volume, vmId }) => vmId === undefined || ownerOf(volumeOf(volume).path) !== vmId,
    message: ({ volume, vmId = 0 }) => volumeOfMachine(volume, vmId),
  },
  {
    at: ({ place }) => [...place, 'existingVolume'],
    condition: ({ before }) => before === undefined,
    message: ({ volume, before = '' }) => volumeTaken(volume, `the disk ${before}`),
  },
];

/** Conditions of disks that are volumes which are there already. */
export const DISK_VOLUME_RULES: readonly PartRules<VirtualMachineSettings>[] = [
  rulesOfParts(existingDisks, EXISTING_RULES),
];

function existingDisks({ settings }: KnownSettings<VirtualMachineSettings>): readonly ExistingDisk[] {
  const { disks = {}, vmId } = settings;
  const existing = Object.entries(disks).flatMap(([name, disk = {}]) =>
    disk.existingVolume === undefined
      ? []
      : [{ name, volume: disk.existingVolume, disk, vmId, place: ['disks', name] }],
  );
  return claims(existing, ({ volume }) => volume).map(({ item, first }) => ({ ...item, before: first?.name }));
}
