import type { DocumentKind } from './document-kind';
import { VOLUME_SECRETS } from './volume';

/** A partition without file system. */
export const rawVolumeConfig: DocumentKind = {
  kind: 'RawVolumeConfig',
  since: 'v1.11',
  secrets: VOLUME_SECRETS,
};
