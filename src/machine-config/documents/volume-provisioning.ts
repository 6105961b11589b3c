import { type Fields, withoutEmpty } from '../fields';
import type { VolumeSize } from '../settings/storage';

/** Where a volume is made, and how large; nothing of one that Talos places by itself. */
export function provisioningOf({
  diskSelector,
  minSize,
  maxSize,
  grow,
}: VolumeSize & { readonly diskSelector?: string }): Fields {
  return withoutEmpty({ provisioning: { diskSelector: { match: diskSelector }, minSize, maxSize, grow } });
}
