import type { Draft } from '../values/draft';
import type { Path } from '../values/path';
import { rulesOfParts, type SettingRules } from '../values/setting-rule';
import { TalosContract } from '../values/talos-contract';
import type { JudgedMachine } from './judged-machine';
import { settingNeedsContract } from './machine-faults';
import type { UserVolume, VolumeSize } from './settings/storage';
import {
  dataDiskOwner,
  leastAboveLargest,
  mountedWithEphemeral,
  mountNameTaken,
  notOfVolumeType,
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
};

/** Volumes of Talos itself that are directories of `EPHEMERAL` unless they are given a place. */
const DIRECTORIES = ['ETCD', 'CRI', 'KUBELET', 'LOG'];

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
    'trimHours',
    'scrubHours',
  ],
};

const UNITS = 'KMGTPE';

/** A volume as it is written. */
interface WrittenVolume {
  readonly kind: Kind;
  readonly name: string;
  readonly place: Path;
  readonly volume: Draft<UserVolume>;
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
    ({ settings }) => volumesOf(settings).flatMap((each) => neededBy(each, settings.contract)),
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
        at: ({ place }) => [...place, 'secure'],
        condition: ({ kind, name, volume: { secure, diskSelector, minSize, maxSize, grow }, isUncertain }) =>
          kind !== 'systemVolumes' ||
          !DIRECTORIES.includes(name) ||
          secure === undefined ||
          [diskSelector, minSize, maxSize, grow].some((each) => each !== undefined) ||
          isUncertain,
        message: ({ name }) => mountedWithEphemeral(name),
      },
      {
        at: ({ place }) => [...place, 'projectQuota'],
        condition: ({ volume: { projectQuota, filesystem = 'xfs' } }) => projectQuota !== true || filesystem === 'xfs',
        message: quotaNeedsXfs,
      },
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
      return volumesOf(settings)
        .filter(({ kind }) => kind === 'userVolumes' || kind === 'existingVolumes')
        .map(({ place, kind, name }) => {
          const owner = owners.get(name);
          owners.set(name, owner ?? `storage.${kind}.${name}`);
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
  return (Object.keys(SINCE) as Kind[]).flatMap((kind) =>
    Object.entries((storage[kind] ?? {}) as Readonly<Record<string, Draft<UserVolume> | undefined>>).map(
      ([name, volume = {}]) => {
        const place = ['storage', kind, name];
        return { kind, name, place, volume, isUncertain: isUncertain(place) };
      },
    ),
  );
}

function neededBy(
  { kind, name, place, volume }: WrittenVolume,
  contract: string | undefined,
): readonly NeededContract[] {
  const settings = Object.keys(volume).filter((setting) => volume[setting as keyof UserVolume] !== undefined);
  return [
    { place: ['storage', kind], what: kind, since: SINCE[kind], contract },
    ...(kind === 'systemVolumes' && DIRECTORIES.includes(name)
      ? [{ place, what: `a place of ${name}`, since: PLACED_SINCE, contract }]
      : []),
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
