import type { DocumentKind, TalosDocument } from './document-kind';
import { VOLUME_SECRETS } from './volume';
import { encryptionOf } from './volume-encryption';
import { provisioningOf } from './volume-provisioning';

/** A partition without file system. */
export interface RawVolumeConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'RawVolumeConfig';
  /** Name of the volume. */
  readonly name: string;
}

/** Partitions without file system. */
export const rawVolumeConfig: DocumentKind<RawVolumeConfig> = {
  kind: 'RawVolumeConfig',
  since: 'v1.11',
  secrets: VOLUME_SECRETS,
  render: (_cluster, { storage: { rawVolumes = {} } = {} }) =>
    Object.entries(rawVolumes).map(([name, { encryption, ...size }]) => ({
      apiVersion: 'v1alpha1',
      kind: 'RawVolumeConfig',
      name,
      ...provisioningOf(size),
      ...encryptionOf(encryption),
    })),
};
