import type { Draft } from '../values/draft';
import type { Path } from '../values/path';
import { rulesOfParts, type SettingRules } from '../values/setting-rule';
import { TalosContract } from '../values/talos-contract';
import type { JudgedMachine } from './judged-machine';
import { settingNeedsContract } from './machine-faults';
import type { ImageCacheVolume, UserVolume, VolumeSize } from './settings/storage';
import {
  dataDiskOwner,
  leastAboveLargest,
  mountNameTaken,
  notOfVolumeType,
  onlyXfsHas,
  partitionTakesAll,
  partWithoutPlace,
  quotaNeedsXfs,
  volumeWithoutDisk,
  volumeWithoutSize,
} from './storage-faults';

/** First contracts with all volumes of a kind. */
const SINCE = {
  systemVolumes: 'v1.9',
  userVolumes: 'v1.10',
  rawVolumes: 'v1.11',
  swapVolumes: 'v1.11',
  existingVolumes: 'v1.11',
};

type Kind = keyof typeof SINCE;

/** First contracts with a setting of a volume. */
const SETTINGS_SINCE: Readonly<Record<string, string>> = {
  projectQuota: 'v1.11',
  type: 'v1.12',
  secure: 'v1.13',
  disableAccessTime: 'v1.13',
  trimHours: 'v1.14',
  scrubHours: 'v1.14',
  xfsMinAllocationGroupSize: 'v1.14',
};

/** Volumes of Talos itself that are directories of `EPHEMERAL` unless they are given a place. */
const DIRECTORIES = ['ETCD', 'CRI', 'KUBELET', 'LOG'];

/** First contract in which machines mount directories of their hosts. */
const SHARES_SINCE = 'v1.13';

/** First contract in which they may have one, and that has btrfs. */
const PLACED_SINCE = 'v1.14';

/** Settings that a volume of a type has no use for, by the type. */
const NOT_OF_TYPE: Readonly<Record<string, readonly string[]>> = {
  disk: ['minSize', 'maxSize', 'grow'],
  directory: [
    'diskSelector',
    'minSize',
    'maxSize',
    'grow',
    'filesystem',
    'projectQuota',
    'secure',
    'disableAccessTime',
    'encryption',
    'trimHours',
    'scrubHours',
    'xfsMinAllocationGroupSize',
  ],
};

/** Selector of the disk that Talos is on, where volumes of Talos are that do not say otherwise. */
const SYSTEM_DISK = 'system_disk';

const UNITS = 'KMGTPE';

/** A volume as it is written. */
interface WrittenVolume {
  readonly kind: Kind;
  readonly name: string;
  readonly place: Path;
  readonly volume: Draft<UserVolume>;
  /** `EPHEMERAL` of the same machine. */
  readonly ephemeral: Draft<ImageCacheVolume>;
  /** If something in it is not known. */
  readonly isUncertain: boolean;
}

/** Something that needs a later contract. */
interface NeededContract {
  readonly place: Path;
  readonly what: string;
  readonly since: string;
  readonly contract: string | undefined;
}

/** Conditions of volumes. */
export const STORAGE_RULES: SettingRules<JudgedMachine> = [
  rulesOfParts<JudgedMachine, NeededContract>(
    ({ settings }) => [
      ...volumesOf(settings).flatMap((each) => neededBy(each, settings.contract)),
      ...((settings.shares ?? []).length === 0
        ? []
        : [{ place: ['virtiofs'], what: 'virtiofs', since: SHARES_SINCE, contract: settings.contract }]),
    ],
    [
      {
        at: ({ place }) => place,
        part: 'key',
        condition: ({ since, contract }) => contract === undefined || TalosContract.of(contract).isAtLeast(since),
        message: ({ what, since, contract = '' }) => settingNeedsContract(what, since, contract),
      },
    ],
  ),
  rulesOfParts<JudgedMachine, WrittenVolume>(
    ({ settings, isUncertain }) => volumesOf(settings, (at) => isUncertain(...at)),
    [
      {
        at: ({ place }) => place,
        condition: ({ kind, volume: { type, diskSelector }, isUncertain }) =>
          kind !== 'userVolumes' || type === 'directory' || diskSelector !== undefined || isUncertain,
        message: volumeWithoutDisk,
      },
      {
        at: ({ place }) => place,
        condition: ({ kind, volume: { type = 'partition', minSize, maxSize }, isUncertain }) =>
          kind === 'systemVolumes' ||
          kind === 'existingVolumes' ||
          type !== 'partition' ||
          minSize !== undefined ||
          maxSize !== undefined ||
          isUncertain,
        message: volumeWithoutSize,
      },
      {
        at: ({ place }) => [...place, 'minSize'],
        condition: ({ volume }) => !isAbove(volume),
        message: ({ volume: { minSize = '', maxSize = '' } }) => leastAboveLargest(minSize, maxSize),
      },
      {
        at: ({ place }) => place,
        condition: (written) => !isPart(written) || hasPlace(written.volume) || written.isUncertain,
        message: ({ name }) => partWithoutPlace(name),
      },
      {
        at: ({ place }) => place,
        condition: (written) =>
          !isPart(written) || !hasPlace(written.volume) || written.isUncertain || leavesRoom(written),
        message: ({ name }) => partitionTakesAll(name),
      },
      {
        at: ({ place }) => [...place, 'projectQuota'],
        condition: ({ volume: { projectQuota, filesystem = 'xfs' } }) => projectQuota !== true || filesystem === 'xfs',
        message: quotaNeedsXfs,
      },
      ...(['scrubHours', 'xfsMinAllocationGroupSize'] as const).map((setting) => ({
        at: ({ place }: WrittenVolume) => [...place, setting],
        condition: ({ volume: { [setting]: value, filesystem = 'xfs' } }: WrittenVolume) =>
          value === undefined || value === 0 || filesystem === 'xfs',
        message: () => onlyXfsHas(setting),
      })),
    ],
  ),
  rulesOfParts<JudgedMachine, { readonly place: Path; readonly setting: string; readonly type: string }>(
    ({ settings }) =>
      volumesOf(settings).flatMap(({ place, volume }) =>
        (NOT_OF_TYPE[volume.type ?? ''] ?? [])
          .filter((setting) => volume[setting as keyof UserVolume] !== undefined)
          .map((setting) => ({ place: [...place, setting], setting, type: volume.type ?? '' })),
      ),
    [
      {
        at: ({ place }) => place,
        part: 'key',
        condition: () => false,
        message: ({ setting, type }) => notOfVolumeType(setting, type),
      },
    ],
  ),
  rulesOfParts<JudgedMachine, { readonly place: Path; readonly name: string; readonly owner: string | undefined }>(
    ({ settings }) => {
      const owners = new Map((settings.dataDisks ?? []).map((name) => [name ?? '', dataDiskOwner(name ?? '')]));
      const mounted = volumesOf(settings).filter(({ kind }) => kind === 'userVolumes' || kind === 'existingVolumes');
      const shares = (settings.shares ?? []).flatMap((name) => name ?? []);
      return [
        ...mounted.map(({ place, kind, name }) => ({ place, name, as: `storage.${kind}.${name}` })),
        ...shares.map((name) => ({ place: ['virtiofs', name], name, as: `virtiofs.${name}` })),
      ].map(({ place, name, as }) => {
        const owner = owners.get(name);
        owners.set(name, owner ?? as);
        return { place, name, owner };
      });
    },
    [
      {
        at: ({ place }) => place,
        part: 'key',
        condition: ({ owner }) => owner === undefined,
        message: ({ name, owner = '' }) => mountNameTaken(name, owner),
      },
    ],
  ),
];

function volumesOf(
  { storage = {} }: Draft<JudgedMachine>,
  isUncertain: (at: Path) => boolean = () => false,
): readonly WrittenVolume[] {
  const { EPHEMERAL: ephemeral = {} } = storage.systemVolumes ?? {};
  return (Object.keys(SINCE) as Kind[]).flatMap((kind) =>
    Object.entries((storage[kind] ?? {}) as Readonly<Record<string, Draft<UserVolume> | undefined>>).map(
      ([name, volume = {}]) => {
        const place = ['storage', kind, name];
        return { kind, name, place, volume, ephemeral, isUncertain: isUncertain(place) };
      },
    ),
  );
}

function isPart({ kind, name }: WrittenVolume): boolean {
  return kind === 'systemVolumes' && DIRECTORIES.includes(name);
}

function hasPlace({ diskSelector, minSize, maxSize, grow }: Draft<UserVolume>): boolean {
  return [diskSelector, minSize, maxSize, grow].some((each) => each !== undefined);
}

/**
 * If a part of `EPHEMERAL` leaves room for it. Talos makes volumes that do not grow first, and of those that are alike the
 * one with the smaller limit.
 */
function leavesRoom({ volume: { diskSelector = SYSTEM_DISK, maxSize, grow }, ephemeral }: WrittenVolume): boolean {
  if (maxSize !== undefined || diskSelector.trim() !== (ephemeral.diskSelector ?? SYSTEM_DISK).trim()) return true;
  const isEphemeralFirst = grow === true || ephemeral.grow === false;
  return isEphemeralFirst && bytesOf(ephemeral.maxSize ?? '') !== undefined;
}

function neededBy(written: WrittenVolume, contract: string | undefined): readonly NeededContract[] {
  const { kind, name, place, volume } = written;
  const settings = Object.keys(volume).filter((setting) => volume[setting as keyof UserVolume] !== undefined);
  return [
    { place: ['storage', kind], what: kind, since: SINCE[kind], contract },
    ...(isPart(written) ? [{ place, what: `a place of ${name}`, since: PLACED_SINCE, contract }] : []),
    ...(volume.filesystem === 'btrfs'
      ? [{ place: [...place, 'filesystem'], what: 'btrfs', since: PLACED_SINCE, contract }]
      : []),
    ...settings.flatMap((setting) => {
      const since = SETTINGS_SINCE[setting];
      return since === undefined ? [] : [{ place: [...place, setting], what: setting, since, contract }];
    }),
    ...(/^-|%$/.test(volume.maxSize ?? '')
      ? [{ place: [...place, 'maxSize'], what: 'a size that the disk decides', since: 'v1.13', contract }]
      : []),
  ];
}

/** If the least size is above the largest; of a share of a disk nobody knows. */
function isAbove({ minSize = '', maxSize = '' }: Draft<VolumeSize>): boolean {
  const [least, largest] = [bytesOf(minSize), bytesOf(maxSize)];
  return least !== undefined && largest !== undefined && least > largest;
}

function bytesOf(size: string): number | undefined {
  const [, amount, unit = '', binary] = /^(\d+(?:\.\d+)?)([KMGTPE])(i?)B$/.exec(size) ?? [];
  return amount === undefined
    ? undefined
    : Number(amount) * (binary === 'i' ? 1024 : 1000) ** (UNITS.indexOf(unit) + 1);
}
