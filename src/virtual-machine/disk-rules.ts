import type { Draft } from '../values/draft';
import type { Path } from '../values/path';
import { type KnownSettings, type PartRule, type PartRules, rulesOfParts } from '../values/setting-rule';
import { burstBelowLimit, burstWithoutLimit, queuesImpossible } from './disk-faults';
import type { DataDiskOptions, DiskOptions, DiskSpeed } from './disk-settings';
import {
  diskLarge,
  ioThreadImpossible,
  mountPathTaken,
  notAdvised,
  serialTaken,
  slotOutsideBus,
  slotTaken,
  ssdImpossible,
} from './faults';
import { LARGE_DATA_DISK_GIB, LAST_SLOT } from './limits';
import { type Bus, DEFAULT_BUS, DEFAULT_SCSI_HARDWARE, mayHaveIoThread, withoutSlash } from './resolved';
import type { VirtualMachineSettings } from './settings';

/** Caches that say that something is written before it is. */
const HOLDS_BACK: readonly string[] = ['writeback', 'unsafe'];

/** One disk of a machine: its system disk or a data disk. */
interface AttachedDisk {
  readonly options: Draft<DiskOptions>;
  /** The bus; nothing while it is not known. */
  readonly bus: Bus | undefined;
  /** The controller of disks on the bus scsi; nothing while it is not known. */
  readonly scsiHardware: string | undefined;
  readonly place: Path;
}

const OPTION_RULES: readonly PartRule<AttachedDisk>[] = [
  {
    at: ({ place }) => [...place, 'ioThread'],
    condition: ({ options, bus, scsiHardware }) =>
      options.ioThread !== true ||
      bus === undefined ||
      scsiHardware === undefined ||
      mayHaveIoThread(bus, scsiHardware),
    message: ({ bus = DEFAULT_BUS }) => ioThreadImpossible(bus),
  },
  {
    at: ({ place }) => [...place, 'ssd'],
    condition: ({ options, bus }) => options.ssd !== true || bus !== 'virtio',
    message: ssdImpossible,
  },
  {
    at: ({ place }) => [...place, 'queues'],
    condition: ({ options, bus, scsiHardware }) =>
      options.queues === undefined ||
      bus === undefined ||
      (bus === 'scsi' && (scsiHardware === undefined || mayHaveIoThread(bus, scsiHardware))),
    message: ({ options: { queues = 0 }, bus = DEFAULT_BUS }) => queuesImpossible(queues, bus),
  },
  {
    at: ({ place }) => [...place, 'cache'],
    severity: 'warning',
    condition: ({ options: { cache = 'none' } }) => !HOLDS_BACK.includes(cache),
    message: ({ options: { cache = '' } }) => notAdvised(cache, 'none', 'as etcd must know what is on the disk'),
  },
  {
    at: ({ place }) => [...place, 'cache'],
    severity: 'advice',
    condition: ({ options: { cache = 'none' } }) => cache !== 'writethrough',
    message: ({ options: { cache = '' } }) =>
      notAdvised(cache, 'none', 'which keeps no second copy in the memory of the host'),
  },
];

/** Each limit with its burst, the limit that holds for a short time. */
const BURSTS = [
  ['readMiBPerSecond', 'readBurstMiBPerSecond'],
  ['writeMiBPerSecond', 'writeBurstMiBPerSecond'],
  ['readIops', 'readBurstIops'],
  ['writeIops', 'writeBurstIops'],
] as const satisfies readonly (readonly [keyof DiskSpeed, keyof DiskSpeed])[];

/** A short time beyond a limit of a disk. */
interface Burst {
  readonly place: Path;
  readonly got: number;
  readonly limit: keyof DiskSpeed;
  /** The limit; nothing while there is none. */
  readonly least: number | undefined;
}

const BURST_RULES: readonly PartRule<Burst>[] = [
  {
    at: ({ place }) => place,
    condition: ({ least }) => least !== undefined,
    message: ({ got, limit }) => burstWithoutLimit(got, limit),
  },
  {
    at: ({ place }) => place,
    condition: ({ got, least = 0 }) => got >= least,
    message: ({ got, limit, least = 0 }) => burstBelowLimit(got, limit, least),
  },
];

/** One data disk, and the disks before it that have something of it. */
interface NamedDisk {
  readonly name: string;
  readonly disk: Draft<DataDiskOptions>;
  readonly bus: Bus | undefined;
  readonly place: Path;
  readonly sameSlot: string | undefined;
  readonly sameSerial: string | undefined;
  readonly sameMountPath: string | undefined;
}

const DATA_DISK_RULES: readonly PartRule<NamedDisk>[] = [
  {
    at: ({ place }) => [...place, 'slot'],
    condition: ({ disk: { slot = 1 }, bus }) => bus === undefined || slot <= LAST_SLOT[bus],
    message: ({ disk: { slot = 0 }, bus = DEFAULT_BUS }) => slotOutsideBus(slot, bus, LAST_SLOT[bus]),
  },
  {
    at: ({ place }) => [...place, 'slot'],
    condition: ({ sameSlot }) => sameSlot === undefined,
    message: ({ disk: { slot = 0 }, sameSlot = '' }) => slotTaken(slot, sameSlot),
  },
  {
    at: ({ place, disk: { serial } }) => [...place, ...(serial === undefined ? [] : ['serial'])],
    condition: ({ sameSerial }) => sameSerial === undefined,
    message: ({ name, disk: { serial = name }, sameSerial = '' }) => serialTaken(serial, sameSerial),
  },
  {
    at: ({ place }) => [...place, 'mountPath'],
    condition: ({ sameMountPath }) => sameMountPath === undefined,
    message: ({ disk: { mountPath = '' }, sameMountPath = '' }) => mountPathTaken(mountPath, sameMountPath),
  },
  {
    at: ({ place }) => [...place, 'sizeGiB'],
    severity: 'warning',
    condition: ({ disk: { sizeGiB = 0 } }) => sizeGiB < LARGE_DATA_DISK_GIB,
    message: ({ disk: { sizeGiB = 0 } }) => diskLarge(sizeGiB, 'sizeGiB'),
  },
];

/** Conditions of the disks of a machine: slots, serial numbers and mount paths once, options that the bus can carry. */
export const DISK_RULES: readonly PartRules<VirtualMachineSettings>[] = [
  rulesOfParts(attachedDisks, OPTION_RULES),
  rulesOfParts(bursts, BURST_RULES),
  rulesOfParts(namedDisks, DATA_DISK_RULES),
];

function attachedDisks(known: KnownSettings<VirtualMachineSettings>): readonly AttachedDisk[] {
  const { osDisk = {}, disks = {}, scsiHardware = DEFAULT_SCSI_HARDWARE } = known.settings;
  const places: readonly (readonly [Path, Draft<DiskOptions>])[] = [
    [['osDisk'], osDisk],
    ...Object.entries(disks).map(([name, disk = {}]) => [['disks', name], disk] as const),
  ];
  return places.map(([place, options]) => ({
    options,
    bus: busOf(known, place, options),
    scsiHardware: known.isUncertain('scsiHardware') ? undefined : scsiHardware,
    place,
  }));
}

function bursts(known: KnownSettings<VirtualMachineSettings>): readonly Burst[] {
  return attachedDisks(known).flatMap(({ options: { speed = {} }, place }) =>
    BURSTS.flatMap(([limit, burst]): readonly Burst[] => {
      const [got, least] = [speed[burst], speed[limit]];
      const isUnsure = least === undefined && known.isUncertain(...place, 'speed', limit);
      return got === undefined || isUnsure ? [] : [{ place: [...place, 'speed', burst], got, limit, least }];
    }),
  );
}

function namedDisks(known: KnownSettings<VirtualMachineSettings>): readonly NamedDisk[] {
  const disks = Object.entries(known.settings.disks ?? {}).map(([name, disk = {}]) => {
    const place = ['disks', name];
    const serial = known.isUncertain(...place, 'serial') ? undefined : (disk.serial ?? name);
    const mountPath = disk.mountPath && withoutSlash(disk.mountPath);
    return { name, disk, place, serial, mountPath, bus: busOf(known, place, disk) };
  });
  return disks.map(({ serial, mountPath, ...disk }, index) => {
    const before = disks.slice(0, index);
    const firstWith = <T>(value: T | undefined, of: (other: (typeof disks)[number]) => T | undefined) =>
      value === undefined ? undefined : before.find((other) => of(other) === value)?.name;
    return {
      ...disk,
      sameSlot: firstWith(disk.disk.slot, (other) => other.disk.slot),
      sameSerial: firstWith(serial, (other) => other.serial),
      sameMountPath: firstWith(mountPath, (other) => other.mountPath),
    };
  });
}

function busOf(
  { isUncertain }: KnownSettings<VirtualMachineSettings>,
  place: Path,
  { bus = DEFAULT_BUS }: Draft<DiskOptions>,
): Bus | undefined {
  return isUncertain(...place, 'bus') ? undefined : bus;
}
