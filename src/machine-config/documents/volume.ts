import type { DocumentKind } from './document-kind';

/** Places of passphrases in the encryption of every kind of volume. */
export const VOLUME_SECRETS: readonly string[] = ['encryption.keys.*.static.passphrase'];

/** A volume of Talos itself, such as `EPHEMERAL`. */
export const volumeConfig: DocumentKind = {
  kind: 'VolumeConfig',
  since: 'v1.9',
  secrets: VOLUME_SECRETS,
  legacySecrets: ['machine.systemDiskEncryption.*.keys.*.static.passphrase'],
};
