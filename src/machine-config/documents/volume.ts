import { withoutEmpty } from '../fields';
import type { SystemVolume } from '../settings/storage';
import type { DocumentKind, TalosDocument } from './document-kind';
import { provisioningOf } from './volume-provisioning';
import { upkeepOf } from './volume-upkeep';

/** Places of passphrases in the encryption of every kind of volume. */
export const VOLUME_SECRETS: readonly string[] = ['encryption.keys.*.static.passphrase'];

/** A volume of Talos itself. */
export interface VolumeConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'VolumeConfig';
  /** Which volume. */
  readonly name: string;
}

/** Volumes of Talos itself, such as `EPHEMERAL`; every contract has this document. */
export const volumeConfig: DocumentKind<VolumeConfig> = {
  kind: 'VolumeConfig',
  since: 'v1.9',
  render: (_cluster, { storage: { systemVolumes = {} } = {} }) =>
    Object.entries<SystemVolume>({ ...systemVolumes }).map(([name, { secure, trimHours, scrubHours, ...size }]) => ({
      apiVersion: 'v1alpha1',
      kind: 'VolumeConfig',
      name,
      ...provisioningOf(size),
      ...withoutEmpty({ mount: { secure } }),
      ...upkeepOf({ trimHours, scrubHours }),
    })),
  secrets: VOLUME_SECRETS,
  legacySecrets: ['machine.systemDiskEncryption.*.keys.*.static.passphrase'],
};
