import {
  ioThreadImpossible,
  mountPathTaken,
  notAdvised,
  serialTaken,
  slotOutsideBus,
  slotTaken,
  ssdImpossible,
} from '../../errors/rules';
import type { NodeSpec } from '../../cluster-file/node-settings';
import type { Draft } from '../../values/draft';
import { DiskBus } from '../../values/disk-bus';
import { type Claim, claims } from '../../values/claims';
import type { ClusterFacts } from '../cluster-facts';
import { memberOf } from '../enum-member';
import type { Findings, SpecRule } from '../findings';
import type { Path } from '../../values/path';
import type { NodeFacts } from '../node-facts';
import { withoutSlash } from '../node-options';

type DataDisk = NonNullable<NonNullable<Draft<NodeSpec>['disks']>[string]>;
type OsDisk = NonNullable<Draft<NodeSpec>['osDisk']>;

/** Highest slot of each bus. */
const LAST_SLOT: Readonly<Record<DiskBus, number>> = {
  [DiskBus.SCSI]: 30,
  [DiskBus.VIRTIO]: 15,
  [DiskBus.SATA]: 5,
};

/** Caches that say that something is written before it is. */
const HOLDS_BACK: readonly string[] = ['writeback', 'unsafe'];

/** One disk of a machine: its system disk or a data disk. */
interface AttachedDisk {
  readonly options: OsDisk;
  readonly bus: DiskBus;
  readonly scsiHardware: string | undefined;
  readonly at: (key: keyof OsDisk) => Path;
}

const OPTION_RULES: readonly SpecRule<AttachedDisk>[] = [
  {
    path: ({ at }) => at('ioThread'),
    condition: ({ options, bus, scsiHardware }) =>
      options.ioThread !== true ||
      bus === DiskBus.VIRTIO ||
      (bus === DiskBus.SCSI && scsiHardware === 'virtio-scsi-single'),
    message: ({ bus }) => ioThreadImpossible(bus),
  },
  {
    path: ({ at }) => at('ssd'),
    condition: ({ options, bus }) => options.ssd !== true || bus !== DiskBus.VIRTIO,
    message: ssdImpossible,
  },
  {
    path: ({ at }) => at('cache'),
    severity: 'warning',
    condition: ({ options: { cache = 'none' } }) => !HOLDS_BACK.includes(cache),
    message: ({ options }) => notAdvised(options.cache ?? '', 'none', 'as etcd must know what is on the disk'),
  },
  {
    path: ({ at }) => at('cache'),
    severity: 'advice',
    condition: ({ options: { cache = 'none' } }) => cache !== 'writethrough',
    message: ({ options }) =>
      notAdvised(options.cache ?? '', 'none', 'which keeps no second copy in the memory of the host'),
  },
];

/** One data disk, and its name. */
interface NamedDisk {
  readonly name: string;
  readonly disk: DataDisk;
  readonly path: Path;
}

const SLOT_RULE: SpecRule<NamedDisk> = {
  path: ({ path }) => [...path, 'slot'],
  condition: ({ disk: { slot, bus } }) => slot === undefined || slot <= LAST_SLOT[busOf(bus)],
  message: ({ disk: { slot, bus } }) => slotOutsideBus(slot ?? 0, busOf(bus), LAST_SLOT[busOf(bus)]),
};

const TAKEN_SLOT: SpecRule<Claim<NamedDisk>> = {
  path: ({ item }) => [...item.path, 'slot'],
  condition: ({ first }) => first === undefined,
  message: ({ item, first }) => slotTaken(item.disk.slot ?? 0, first?.name ?? ''),
};

const TAKEN_SERIAL: SpecRule<Claim<NamedDisk>> = {
  path: ({ item }) => [...item.path, ...(item.disk.serial === undefined ? [] : ['serial'])],
  condition: ({ first }) => first === undefined,
  message: ({ item, first }) => serialTaken(item.disk.serial ?? item.name, first?.name ?? ''),
};

const TAKEN_MOUNT_PATH: SpecRule<Claim<NamedDisk>> = {
  path: ({ item }) => [...item.path, 'mountPath'],
  condition: ({ first }) => first === undefined,
  message: ({ item, first }) => mountPathTaken(item.disk.mountPath ?? '', first?.name ?? ''),
};

/** Checks the disks of each machine: slots, serial numbers and mount paths once, options that the bus can carry. */
export function checkDisks({ nodes }: ClusterFacts, findings: Findings): void {
  for (const node of nodes) {
    const disks = namedDisks(node);
    findings.check(OPTION_RULES, attachedDisks(node, disks));
    findings.check([SLOT_RULE], disks);
    findings.check(
      [TAKEN_SLOT],
      claims(disks, ({ disk: { slot } }) => slot?.toString()),
    );
    findings.check(
      [TAKEN_SERIAL],
      claims(disks, ({ disk, name }) => disk.serial ?? name),
    );
    findings.check(
      [TAKEN_MOUNT_PATH],
      claims(disks, ({ disk: { mountPath } }) => mountPath && withoutSlash(mountPath)),
    );
  }
}

function namedDisks({ options, written }: NodeFacts): readonly NamedDisk[] {
  return Object.entries(options.disks ?? {}).map(([name, disk = {}]) => ({ name, disk, path: written('disks', name) }));
}

function attachedDisks({ options, written }: NodeFacts, disks: readonly NamedDisk[]): readonly AttachedDisk[] {
  const { osDisk = {}, scsiHardware } = options;
  return [
    { options: osDisk, bus: busOf(osDisk.bus), scsiHardware, at: (key) => written('osDisk', key) },
    ...disks.map(({ disk, path }): AttachedDisk => ({
      options: disk,
      bus: busOf(disk.bus),
      scsiHardware,
      at: (key) => [...path, key],
    })),
  ];
}

function busOf(bus: `${DiskBus}` | undefined): DiskBus {
  return memberOf(DiskBus, bus ?? DiskBus.SCSI);
}
