import { withoutEmpty } from '../fields';
import type { StateVolume, SystemVolume } from '../settings/storage';
import type { DocumentKind, TalosDocument } from './document-kind';
import { encryptionOf, isInDocuments } from './volume-encryption';
import { provisioningOf } from './volume-provisioning';

/** Places of passphrases in the encryption of every kind of volume. */
export const VOLUME_SECRETS: readonly string[] = ['encryption.keys.*.static.passphrase'];

/** A volume of Talos itself. */
export interface VolumeConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'VolumeConfig';
  /** Which volume. */
  readonly name: string;
}

/** A volume of Talos itself, whichever it is. */
type WrittenVolume = SystemVolume & Partial<StateVolume>;

/** Volumes of Talos itself, such as `EPHEMERAL`; every contract has this document. */
export const volumeConfig: DocumentKind<VolumeConfig> = {
  kind: 'VolumeConfig',
  since: 'v1.9',
  render: ({ contract }, { storage: { systemVolumes = {} } = {} }) =>
    Object.entries<WrittenVolume>({ ...systemVolumes }).flatMap(([name, { secure, encryption, ...size }]) => {
      const own = {
        ...provisioningOf(size),
        ...encryptionOf(isInDocuments(contract) ? encryption : undefined),
        ...withoutEmpty({ mount: { secure } }),
      };
      // of STATE older contracts have no document
      if (encryption !== undefined && Object.keys(own).length === 0) return [];
      return [{ apiVersion: 'v1alpha1', kind: 'VolumeConfig', name, ...own }];
    }),
  secrets: VOLUME_SECRETS,
  legacySecrets: ['machine.systemDiskEncryption.*.keys.*.static.passphrase'],
};
