import type { DocumentKind, TalosDocument } from './document-kind';
import { VOLUME_SECRETS } from './volume';
import { encryptionOf } from './volume-encryption';
import { provisioningOf } from './volume-provisioning';

/** A partition for swap. */
export interface SwapVolumeConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'SwapVolumeConfig';
  /** Name of the volume. */
  readonly name: string;
}

/** Partitions for swap. */
export const swapVolumeConfig: DocumentKind<SwapVolumeConfig> = {
  kind: 'SwapVolumeConfig',
  since: 'v1.11',
  secrets: VOLUME_SECRETS,
  render: (_cluster, { storage: { swapVolumes = {} } = {} }) =>
    Object.entries(swapVolumes).map(([name, { encryption, ...size }]) => ({
      apiVersion: 'v1alpha1',
      kind: 'SwapVolumeConfig',
      name,
      ...provisioningOf(size),
      ...encryptionOf(encryption),
    })),
};
