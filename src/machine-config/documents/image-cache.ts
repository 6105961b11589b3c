import type { DocumentKind } from './document-kind';

/** Images that come with the boot image. */
export const imageCacheConfig: DocumentKind = {
  kind: 'ImageCacheConfig',
  since: 'v1.14',
  replaces: ['machine.features.imageCache'],
};
