import type { SchematicContent, SchematicMeta, SchematicOverlay, SchematicSecureBoot } from './schematic-content';
import { boolean, extensionName, fields, inAnyCase, list, oneOf, settings, text, wholeNumber } from './schematic-shape';

const overlay = fields({ image: text, name: text, options: settings }, ['image', 'name']);
const meta = list(fields({ key: wholeNumber(0, 255), value: text }, ['key', 'value']));
const bootloader = inAnyCase(oneOf('none', 'dual-boot', 'sd-boot', 'grub'));
const sectorSize = wholeNumber(0, 2 ** 16);
const secureboot = fields({
  enrollKeys: oneOf('off', 'manual', 'if-safe', 'force'),
  includeWellKnownCertificates: boolean,
});

/** The fields of `SchematicContent`. */
export const contentFields = fields({
  owner: text,
  overlay,
  extensions: list(extensionName),
  extraKernelArgs: list(text),
  meta,
  secureboot,
  bootloader,
  sectorSize,
  embeddedMachineConfiguration: text,
});

/** The fields of a schematic in the factory's own file format. */
export const fileFields = fields({
  owner: text,
  overlay,
  customization: fields({
    embeddedMachineConfiguration: text,
    extraKernelArgs: list(text),
    meta,
    systemExtensions: fields({ officialExtensions: list(extensionName) }),
    bootloader,
    secureboot,
    diskImage: fields({ sectorSize }),
  }),
});

/** A schematic in the factory's own file format, in the order in which the factory writes it. */
interface SchematicFile {
  readonly owner?: string;
  readonly overlay?: SchematicOverlay;
  readonly customization?: {
    readonly embeddedMachineConfiguration?: string;
    readonly extraKernelArgs?: readonly string[];
    readonly meta?: readonly SchematicMeta[];
    readonly systemExtensions?: { readonly officialExtensions?: readonly string[] };
    readonly bootloader?: string;
    readonly secureboot?: SchematicSecureBoot;
    readonly diskImage?: { readonly sectorSize?: number };
  };
}

/**
 * The content of a file, without the nesting.
 *
 * @param file what `fileFields` found no fault in
 */
export function contentOf(file: unknown): SchematicContent {
  const { owner, overlay, customization = {} } = file as SchematicFile;
  return {
    owner,
    overlay,
    extensions: customization.systemExtensions?.officialExtensions,
    extraKernelArgs: customization.extraKernelArgs,
    meta: customization.meta,
    secureboot: customization.secureboot,
    bootloader: customization.bootloader,
    sectorSize: customization.diskImage?.sectorSize,
    embeddedMachineConfiguration: customization.embeddedMachineConfiguration,
  };
}

/** The same content with everything left out that says nothing. */
export function withoutEmpty(content: SchematicContent): SchematicContent {
  const { secureboot, overlay, meta } = content;
  return withoutEmptyFields({
    owner: content.owner,
    overlay: overlay && withoutEmptyFields({ image: overlay.image, name: overlay.name, options: overlay.options }),
    extensions: content.extensions,
    extraKernelArgs: content.extraKernelArgs,
    meta: meta?.map(({ key, value }) => ({ key, value })),
    secureboot:
      secureboot &&
      withoutEmptyFields({
        enrollKeys: secureboot.enrollKeys,
        includeWellKnownCertificates: secureboot.includeWellKnownCertificates,
      }),
    bootloader: content.bootloader?.toLowerCase().replace(/^none$/, ''),
    sectorSize: content.sectorSize,
    embeddedMachineConfiguration: content.embeddedMachineConfiguration,
  });
}

function withoutEmptyFields<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => !isEmpty(entry))) as T;
}

function isEmpty(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return value === undefined || value === '' || value === 0 || value === false;
}
