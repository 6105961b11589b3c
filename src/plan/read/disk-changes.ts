import type { Values } from './plan-json';
import { blocksOf, isSame, numberOf, textOf } from './attributes';
import { belongsToAnother } from './disk-vms';

/** A disk of a virtual machine. */
export interface PlannedDisk {
  /** Where it is attached, such as `scsi1`. */
  readonly interface: string;
  /** Size; nothing while it is not known. */
  readonly sizeGiB?: number;
  /** True if its volume belongs to another virtual machine, and stays when this one goes. */
  readonly outlives?: true;
}

/** Kind of change of a disk. */
export interface DiskChange extends PlannedDisk {
  /**
   * `lost`: it goes with its machine. `detached`: its volume stays at the machine as an unused disk. `moved`: to another
   * datastore. `changed`: settings that touch no data.
   */
  readonly kind: 'added' | 'grown' | 'shrunk' | 'moved' | 'changed' | 'detached' | 'lost';
  /** Size before, where the size changes. */
  readonly fromGiB?: number;
  /** Settings that change, by name. */
  readonly settings: readonly string[];
}

/** A volume that would be attached under the name of another disk. */
export interface SlotShift {
  /** Interface that is new, such as `scsi2`. */
  readonly added: string;
  /** Interface whose volume it would get. */
  readonly volumeOf: string;
}

/** The disks in the order in which the provider counts them; the first is the one that was made with the machine. */
export function disksOf(values: Values | undefined): readonly PlannedDisk[] {
  return blocksOf(values, 'disk').map((disk) => ({
    interface: textOf(disk, 'interface') ?? '?',
    sizeGiB: numberOf(disk, 'size'),
    ...(belongsToAnother(disk, values) && { outlives: true as const }),
  }));
}

/** Disks that hold what a new system disk does not bring back. */
export function dataDisksOf(values: Values | undefined): readonly PlannedDisk[] {
  return disksOf(values)
    .slice(1)
    .filter(({ outlives }) => outlives !== true);
}

/**
 * Volumes that would change hands: the provider keeps the volume of each position, whatever the disk there is called.
 *
 * @returns one entry for each position that gets an interface which is new
 */
export function slotShifts(before: Values | undefined, after: Values | undefined): readonly SlotShift[] {
  const [old, planned] = [disksOf(before), disksOf(after)];
  const known = new Set(old.map((disk) => disk.interface));
  return old.flatMap((disk, index) => {
    const now = planned[index];
    const isShifted = now !== undefined && now.interface !== disk.interface && !known.has(now.interface);
    return isShifted ? [{ added: now.interface, volumeOf: disk.interface }] : [];
  });
}

/** Changes that an update makes to disks, by interface. */
export function diskChanges(before: Values | undefined, after: Values | undefined): readonly DiskChange[] {
  const [old, planned] = [byInterface(before), byInterface(after)];
  return [
    ...[...old].flatMap(([name, disk]) => changeOf(name, disk, planned.get(name))),
    ...[...planned]
      .filter(([name]) => !old.has(name))
      .map(([name, disk]) => ({
        interface: name,
        kind: 'added' as const,
        sizeGiB: numberOf(disk, 'size'),
        settings: [],
      })),
  ];
}

/** The disks of a machine that go with it. */
export function lostDisks(before: Values | undefined): readonly DiskChange[] {
  return disksOf(before)
    .filter(({ outlives }) => outlives !== true)
    .map((disk) => ({ ...disk, kind: 'lost', settings: [] }));
}

/** Fields that only the provider decides, and fields that matter only while a disk is created. */
const NO_SETTINGS = ['interface', 'size', 'path_in_datastore', 'import_from', 'file_id', 'datastore_id'];

function changeOf(name: string, before: Values, after: Values | undefined): readonly DiskChange[] {
  const [from, to] = [numberOf(before, 'size'), numberOf(after, 'size')];
  if (after === undefined) return [{ interface: name, kind: 'detached', sizeGiB: from, settings: [] }];
  const settings = Object.keys({ ...before, ...after })
    .filter((key) => !NO_SETTINGS.includes(key) && !isSame(before[key], after[key]))
    .sort();
  const disk = { interface: name, sizeGiB: to ?? from };
  const isMoved = !isSame(before.datastore_id, after.datastore_id);
  const resized = from !== undefined && to !== undefined && from !== to;
  const kinds: DiskChange[] = [];
  if (resized) kinds.push({ ...disk, kind: to > from ? 'grown' : 'shrunk', fromGiB: from, settings: [] });
  if (isMoved) kinds.push({ ...disk, kind: 'moved', settings: [] });
  if (settings.length > 0) kinds.push({ ...disk, kind: 'changed', settings });
  return kinds;
}

function byInterface(values: Values | undefined): ReadonlyMap<string, Values> {
  return new Map(blocksOf(values, 'disk').map((disk) => [textOf(disk, 'interface') ?? '?', disk]));
}
