import { imageRefused, imageUnknown } from './recovery-texts';
import { RESOURCE_TYPES } from '../../resource-types';
import { textOf } from '../read/attributes';
import { type Diagnostic, sentenceOf } from '../read/diagnostic';
import { blockOf } from '../read/written-stack';

/**
 * The images that Image Factory does not have: what failed downloads mean, where Proxmox VE passes on no more than the
 * status that the factory answered with.
 *
 * @param errors of OpenTofu
 * @param stack the synthesized stack, parsed
 * @returns a sentence for each image, in the order of the errors
 */
export function unknownImages(errors: readonly Diagnostic[], stack: unknown): readonly string[] {
  return [...new Set(errors.flatMap((error) => meaningOf(error, stack) ?? []))];
}

/** As Proxmox VE says it when it asks for the file, and in the task that downloads it. */
const STATUS = /(?:invalid server response: '|server returned status |ERROR )(\d{3})\b/;

/** Image Factory, schematic and version in the URL of an image. */
const IMAGE_URL = /^(.*)\/image\/([0-9a-f]{64})\/(v[^/]+)\//;

function meaningOf(error: Diagnostic, stack: unknown): string | undefined {
  const [type = '', name = ''] = error.address?.split('.', 2) ?? [];
  if (type !== RESOURCE_TYPES.downloadFile) return undefined;
  const url = IMAGE_URL.exec(textOf(blockOf(stack, 'resource', type, name), 'url') ?? '');
  const status = STATUS.exec(sentenceOf(error))?.[1];
  if (url === null || status === undefined) return undefined;
  const [, factory = '', schematic = '', version = ''] = url;
  if (status === '404') return imageUnknown(version, factory);
  return status === '400' ? imageRefused(version, schematic, factory) : undefined;
}
