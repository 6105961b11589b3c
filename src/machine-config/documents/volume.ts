import { withoutEmpty } from '../fields';
import type { EphemeralVolume, StateVolume } from '../settings/storage';
import type { DocumentKind, TalosDocument } from './document-kind';
import { encryptionOf, isInDocuments } from './volume-encryption';
import { provisioningOf } from './volume-provisioning';
import { upkeepOf, xfsOf } from './volume-upkeep';

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
type WrittenVolume = EphemeralVolume & Partial<StateVolume>;

/** Volumes of Talos itself, such as `EPHEMERAL`; every contract has this document. */
export const volumeConfig: DocumentKind<VolumeConfig> = {
  kind: 'VolumeConfig',
  since: 'v1.9',
  render: ({ contract }, { storage: { systemVolumes = {} } = {} }) =>
    Object.entries<WrittenVolume>({ ...systemVolumes }).flatMap(
      ([name, { secure, encryption, trimHours, scrubHours, xfsMinAllocationGroupSize, ...size }]) => {
        const own = {
          ...provisioningOf(size),
          ...withoutEmpty({ filesystem: xfsOf(xfsMinAllocationGroupSize) }),
          ...encryptionOf(isInDocuments(contract) ? encryption : undefined),
          ...withoutEmpty({ mount: { secure } }),
          ...upkeepOf({ trimHours, scrubHours }),
        };
        // of STATE older contracts have no document
        if (encryption !== undefined && Object.keys(own).length === 0) return [];
        return [{ apiVersion: 'v1alpha1', kind: 'VolumeConfig', name, ...own }];
      },
    ),
  secrets: VOLUME_SECRETS,
  legacySecrets: ['machine.systemDiskEncryption.*.keys.*.static.passphrase'],
};
