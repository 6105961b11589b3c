import { maySelect } from '../values/disk-selector';
import type { Draft } from '../values/draft';
import type { Path } from '../values/path';
import { type PartRule, rulesOfParts, type SettingRules } from '../values/setting-rule';
import { TalosContract } from '../values/talos-contract';
import {
  addressTooLate,
  authoritiesTooLate,
  blockSizeUnknown,
  keyOfSeveralKinds,
  keysGoWithMachine,
  keySizeUnknown,
  keyWithoutKind,
  passphraseBesideState,
  slotTaken,
  stateLockedToItself,
  tpmMissing,
  tpmNeedsSignedImage,
} from './encryption-faults';
import type { JudgedMachine } from './judged-machine';
import { settingNeedsContract } from './machine-faults';
import type { EncryptionKey, VolumeEncryption } from './settings/encryption';

type Settings = Draft<JudgedMachine>;
type Key = Draft<EncryptionKey<unknown>>;

/** Kinds of keys. */
const KINDS = ['nodeId', 'tpm', 'static', 'kms'] as const;

/** Sections of volumes, some of which may be encrypted. */
const VOLUMES = ['systemVolumes', 'userVolumes', 'rawVolumes', 'swapVolumes'] as const;

/** Lengths of keys by cipher. */
const KEY_SIZES = { xts: [256, 512], adiantum: [256] } as const;

const BLOCK_SIZES: readonly number[] = [512, 1024, 2048, 4096];

/** An encrypted volume as it is written. */
interface EncryptedVolume {
  readonly name: string;
  readonly place: Path;
  readonly diskSelector: string | undefined;
  readonly encryption: Draft<VolumeEncryption<unknown>>;
  readonly machine: Settings;
  /** If something in it is not known. */
  readonly isUncertain: boolean;
}

/** One of its keys. */
interface VolumeKey {
  readonly place: Path;
  readonly key: Key;
  /** Its kinds; one that is not known counts as none. */
  readonly kinds: readonly (typeof KINDS)[number][];
  readonly isSlotTaken: boolean;
  readonly isOfState: boolean;
  readonly machine: Settings;
  readonly isUncertain: boolean;
}

const VOLUME_RULES: readonly PartRule<EncryptedVolume>[] = [
  {
    at: ({ place }) => [...place, 'keys'],
    condition: (volume) =>
      volume.isUncertain || !isOnKeptDisk(volume) || keysOf(volume).some((key) => !goes(key, volume.machine)),
    message: ({ encryption: { keys = [] } }) => keysGoWithMachine(keys.map((key) => describe(key ?? {}))),
  },
  {
    at: ({ place }) => [...place, 'keySizeBits'],
    condition: ({ encryption: { keySizeBits, cipher } }) =>
      keySizeBits === undefined || sizesOf(cipher).includes(keySizeBits),
    message: ({ encryption: { keySizeBits = 0, cipher = 'aes-xts-plain64' } }) =>
      keySizeUnknown(keySizeBits, cipher, sizesOf(cipher)),
  },
  {
    at: ({ place }) => [...place, 'blockSizeBytes'],
    condition: ({ encryption: { blockSizeBytes } }) =>
      blockSizeBytes === undefined || BLOCK_SIZES.includes(blockSizeBytes),
    message: ({ encryption: { blockSizeBytes = 0 } }) => blockSizeUnknown(blockSizeBytes),
  },
];

const KEY_RULES: readonly PartRule<VolumeKey>[] = [
  {
    at: ({ place }) => place,
    condition: ({ kinds, isUncertain }) => kinds.length > 0 || isUncertain,
    message: keyWithoutKind,
  },
  {
    at: ({ place }) => place,
    condition: ({ kinds }) => kinds.length < 2,
    message: ({ kinds }) => keyOfSeveralKinds(kinds),
  },
  {
    at: ({ place }) => [...place, 'slot'],
    condition: ({ isSlotTaken }) => !isSlotTaken,
    message: ({ key: { slot = 0 } }) => slotTaken(slot),
  },
  {
    at: ({ place }) => [...place, 'lockToState'],
    condition: ({ isOfState, key: { lockToState } }) => !isOfState || lockToState !== true,
    message: stateLockedToItself,
  },
  {
    at: ({ place }) => [...place, 'static'],
    severity: 'advice',
    condition: ({ isOfState, kinds }) => !isOfState || !kinds.includes('static'),
    message: passphraseBesideState,
  },
  {
    at: ({ place }) => [...place, 'kms'],
    condition: ({ isOfState, kinds, machine }) =>
      !isOfState || !kinds.includes('kms') || machine.keySources?.earlyAddress !== false,
    message: addressTooLate,
  },
  {
    at: ({ place }) => [...place, 'kms'],
    severity: 'warning',
    condition: ({ isOfState, kinds, machine }) =>
      !isOfState || !kinds.includes('kms') || machine.trustedRoots === undefined,
    message: authoritiesTooLate,
  },
  {
    at: ({ place }) => [...place, 'tpm'],
    condition: ({ kinds, machine }) => !kinds.includes('tpm') || machine.keySources?.tpm !== false,
    message: tpmMissing,
  },
  {
    at: ({ place }) => [...place, 'tpm'],
    condition: ({ kinds, machine }) => !kinds.includes('tpm') || machine.keySources?.signedImage !== false,
    message: tpmNeedsSignedImage,
  },
];

/** A setting of a key that needs a later contract. */
interface NeededContract {
  readonly place: Path;
  readonly what: string;
  readonly since: string;
  readonly contract: string | undefined;
}

/** Conditions of encrypted volumes. */
export const ENCRYPTION_RULES: SettingRules<JudgedMachine> = [
  rulesOfParts<JudgedMachine, NeededContract>(
    ({ settings }) =>
      encryptedVolumes(settings, () => false).flatMap(({ place, encryption: { keys = [], allowDiscards } }) => [
        ...keys.flatMap((key = {}, index) => neededBy(key, [...place, 'keys', index], settings.contract)),
        ...neededFor('allowDiscards', allowDiscards, 'v1.14', place, settings.contract),
      ]),
    [
      {
        at: ({ place }) => place,
        part: 'key',
        condition: ({ since, contract }) => contract === undefined || TalosContract.of(contract).isAtLeast(since),
        message: ({ what, since, contract = '' }) => settingNeedsContract(what, since, contract),
      },
    ],
  ),
  rulesOfParts<JudgedMachine, EncryptedVolume>(
    ({ settings, isUncertain }) => encryptedVolumes(settings, (at) => isUncertain(...at)),
    VOLUME_RULES,
  ),
  rulesOfParts<JudgedMachine, VolumeKey>(
    ({ settings, isUncertain }) =>
      encryptedVolumes(settings, () => false).flatMap((volume) => volumeKeys(volume, (at) => isUncertain(...at))),
    KEY_RULES,
  ),
];

function encryptedVolumes(settings: Settings, isUncertain: (at: Path) => boolean): readonly EncryptedVolume[] {
  return VOLUMES.flatMap((kind) => {
    const volumes = (settings.storage?.[kind] ?? {}) as Readonly<Record<string, Partial<EncryptedVolume> | undefined>>;
    return Object.entries(volumes).flatMap(([name, volume]) => {
      if (volume?.encryption === undefined) return [];
      const [whole, place] = [
        ['storage', kind, name],
        ['storage', kind, name, 'encryption'],
      ];
      const { encryption, diskSelector } = volume;
      return [{ name, place, diskSelector, encryption, machine: settings, isUncertain: isUncertain(whole) }];
    });
  });
}

function volumeKeys(
  { name, place, encryption: { keys = [] }, machine }: EncryptedVolume,
  isUncertain: (at: Path) => boolean,
): readonly VolumeKey[] {
  return keys.map((key = {}, index) => ({
    place: [...place, 'keys', index],
    key,
    kinds: kindsOf(key),
    isSlotTaken: key.slot !== undefined && keys.findIndex((other) => other?.slot === key.slot) < index,
    isOfState: name === 'STATE' && place[1] === 'systemVolumes',
    machine,
    isUncertain: isUncertain([...place, 'keys', index]),
  }));
}

function keysOf({ encryption: { keys = [] } }: EncryptedVolume): readonly Key[] {
  return keys.map((key = {}) => key);
}

function kindsOf(key: Key): readonly (typeof KINDS)[number][] {
  return KINDS.filter((kind) => key[kind] !== undefined && key[kind] !== false);
}

function neededBy({ lockToState, tpm }: Key, place: Path, contract: string | undefined): readonly NeededContract[] {
  return [
    ...neededFor('lockToState', lockToState, 'v1.11', place, contract),
    ...neededFor('pcrs', tpm?.pcrs, 'v1.12', [...place, 'tpm'], contract),
  ];
}

function neededFor(
  what: string,
  value: unknown,
  since: string,
  place: Path,
  contract: string | undefined,
): readonly NeededContract[] {
  return value === undefined ? [] : [{ place: [...place, what], what, since, contract }];
}

function sizesOf(cipher = ''): readonly number[] {
  return cipher.includes('adiantum') ? KEY_SIZES.adiantum : KEY_SIZES.xts;
}

/** If a key is lost with its machine. */
function goes(key: Key, { keySources }: Settings): boolean {
  if (key.lockToState === true || key.tpm !== undefined) return true;
  return key.nodeId === true && keySources?.boundUuid !== true;
}

/** If the volume may lie on a disk that outlives the machine: one that its selector names, or might mean. */
function isOnKeptDisk({ diskSelector, machine: { keySources } }: EncryptedVolume): boolean {
  return maySelect(
    diskSelector,
    (keySources?.keptDisks ?? []).flatMap((serial) => serial ?? []),
  );
}

function describe(key: Key): string {
  const [kind = 'unknown'] = kindsOf(key);
  return key.lockToState === true ? `${kind} with lockToState` : kind;
}
