import type { DocumentKind } from './document-kind';
import { VOLUME_SECRETS } from './volume';

/** A partition for swap. */
export const swapVolumeConfig: DocumentKind = {
  kind: 'SwapVolumeConfig',
  since: 'v1.11',
  secrets: VOLUME_SECRETS,
};
