import type { TalosContract } from '../values/talos-contract';
import { schemaFile } from './schema-file';

/** A board overlay of Image Factory. */
export interface KnownOverlay {
  /** Container image, such as `siderolabs/sbc-raspberrypi`. */
  readonly image: string;
  /** Name in that image, such as `rpi_generic`. */
  readonly name: string;
}

type ExtensionsFile = Readonly<
  Record<string, { readonly extensions: readonly string[]; readonly overlays: readonly string[] }>
>;

/**
 * Names of the official extensions of a Talos minor version.
 *
 * @returns nothing if the minor version is not known here
 */
export function knownExtensions(contract: TalosContract): readonly string[] | undefined {
  return file()[contract.tag]?.extensions;
}

/**
 * The official board overlays of a Talos minor version.
 *
 * @returns nothing if the minor version is not known here
 */
export function knownOverlays(contract: TalosContract): readonly KnownOverlay[] | undefined {
  return file()[contract.tag]?.overlays.map((overlay) => {
    const [image = '', name = ''] = overlay.split('|');
    return { image, name };
  });
}

function file(): ExtensionsFile {
  return schemaFile('talos-extensions.json') as ExtensionsFile;
}
