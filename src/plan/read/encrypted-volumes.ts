import { isDeepStrictEqual } from 'node:util';
import { blocksOf, numberOf, textOf } from './attributes';
import { type ConfigurationDocuments, MAIN } from './configuration-field';
import type { Values } from './plan-json';

/** Kinds of keys, as a configuration has them. */
const KINDS = ['nodeID', 'tpm', 'static', 'kms'] as const;

/** A key of an encrypted volume. */
export interface ConfiguredKey {
  /** Number of the key on the volume. */
  readonly slot: number;
  /** Kind of the key. */
  readonly kind: (typeof KINDS)[number];
  /** True if it opens the volume only beside the `STATE` that it was made with. */
  readonly isLocked: boolean;
  /** The passphrase or the server, as something to compare; never printed. */
  readonly content: unknown;
}

/** A volume of a configuration, whether it is encrypted or not. */
export interface ConfiguredVolume {
  /** Its name: `STATE`, `EPHEMERAL`, or the one of its document. */
  readonly name: string;
  /** Tells it from volumes of other kinds. */
  readonly id: string;
  /** How its disk is chosen; nothing for the system disk. */
  readonly selector?: string;
  /** Its keys; nothing if it is not encrypted. */
  readonly keys?: readonly ConfiguredKey[];
}

/** Volumes of Talos itself, by their names in the main document of older contracts. */
const OF_TALOS = { STATE: 'state', EPHEMERAL: 'ephemeral' } as const;

/** Documents of volumes that a machine has only where they are written. */
const DOCUMENT = /^(?:UserVolumeConfig|RawVolumeConfig|SwapVolumeConfig) (.+)$|^VolumeConfig (ETCD|CRI|KUBELET|LOG)$/;

/** The volumes of a configuration, those too that a machine has whether they are written or not. */
export function configuredVolumes(documents: ConfigurationDocuments): readonly ConfiguredVolume[] {
  const [machine] = blocksOf(documents.get(MAIN), 'machine');
  const [sections] = blocksOf(machine, 'systemDiskEncryption');
  const ofTalos = Object.entries(OF_TALOS).map(([name, section]) => {
    const document = documents.get(`VolumeConfig ${name}`);
    const [encryption = blocksOf(sections, section)[0]] = blocksOf(document, 'encryption');
    return volumeOf(name, `VolumeConfig ${name}`, document, encryption);
  });
  const others = [...documents].flatMap(([id, document]) => {
    const [, other, part] = DOCUMENT.exec(id) ?? [];
    const name = other ?? part;
    return name === undefined ? [] : [volumeOf(name, id, document, blocksOf(document, 'encryption')[0])];
  });
  return [...ofTalos, ...others];
}

/** True if one of the keys that a volume was made with is still there, and opens it. */
export function sharesKey(before: ConfiguredVolume, after: ConfiguredVolume): boolean {
  return (before.keys ?? []).some((key) => (after.keys ?? []).some((other) => isDeepStrictEqual(key, other)));
}

function volumeOf(
  name: string,
  id: string,
  document: Values | undefined,
  encryption: Values | undefined,
): ConfiguredVolume {
  const [provisioning] = blocksOf(document, 'provisioning');
  const selector = textOf(blocksOf(provisioning, 'diskSelector')[0], 'match');
  const keys = blocksOf(encryption, 'keys').flatMap(keyOf);
  return { name, id, selector, ...(keys.length > 0 && { keys }) };
}

/** Registers of a TPM are those that the key was made under, whatever is written now. */
function keyOf(key: Values): readonly ConfiguredKey[] {
  const kind = KINDS.find((each) => typeof key[each] === 'object' && key[each] !== null);
  if (kind === undefined) return [];
  const content = kind === 'static' || kind === 'kms' ? key[kind] : undefined;
  return [{ slot: numberOf(key, 'slot') ?? 0, kind, isLocked: key.lockToState === true, content }];
}
