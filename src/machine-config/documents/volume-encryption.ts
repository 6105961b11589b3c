import type { TalosContract } from '../../values/talos-contract';
import type { Fields } from '../fields';
import type { EncryptionKey, VolumeEncryption } from '../settings/encryption';
import type { StorageOptions } from '../settings/storage';

/** First contract whose documents say how volumes of Talos itself are encrypted. */
const SYSTEM_VOLUMES_SINCE = 'v1.11';

/** Volumes of Talos itself that older contracts can encrypt, by their names in the main document. */
const IN_MAIN = { state: 'STATE', ephemeral: 'EPHEMERAL' } as const;

/** If documents say how volumes of Talos itself are encrypted. */
export function isInDocuments(contract: TalosContract): boolean {
  return contract.isAtLeast(SYSTEM_VOLUMES_SINCE);
}

/** The field of a document about the encryption of its volume; nothing of one that is not encrypted. */
export function encryptionOf(encryption: VolumeEncryption | undefined): Fields {
  return encryption === undefined ? {} : { encryption: encryptionFields(encryption) };
}

/** The section about the encryption of volumes of Talos itself, for contracts before their documents. */
export function systemDiskEncryption({ systemVolumes = {} }: StorageOptions, contract: TalosContract): Fields {
  if (isInDocuments(contract)) return {};
  const entries = Object.entries(IN_MAIN).flatMap(([key, name]) => {
    const encryption = systemVolumes[name]?.encryption;
    return encryption === undefined ? [] : [[key, encryptionFields(encryption)] as const];
  });
  return entries.length === 0 ? {} : { systemDiskEncryption: Object.fromEntries(entries) };
}

function encryptionFields({
  keys,
  cipher,
  keySizeBits,
  blockSizeBytes,
  options,
  allowDiscards,
}: VolumeEncryption): Fields {
  return {
    provider: 'luks2',
    keys: keys.map(keyFields),
    ...present({ cipher, keySize: keySizeBits, blockSize: blockSizeBytes, options, allowDiscards }),
  };
}

/** An empty map says that there is a key of this kind, and an empty list that no register counts. */
function keyFields({ slot, nodeId, tpm, static: passphrase, kms, lockToState }: EncryptionKey): Fields {
  return {
    slot,
    ...(nodeId === true && { nodeID: {} }),
    ...(passphrase !== undefined && { static: { passphrase } }),
    ...(kms !== undefined && { kms: { endpoint: kms.endpoint } }),
    ...(tpm !== undefined && {
      tpm: present({
        checkSecurebootStatusOnEnroll: tpm.checkSecurebootStatusOnEnroll,
        options: tpm.pcrs && { pcrs: tpm.pcrs },
      }),
    }),
    ...present({ lockToState }),
  };
}

function present(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
