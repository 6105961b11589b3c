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

interface AliasesFile {
  readonly aliases: Readonly<Record<string, string>>;
}

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

/** The first and the last of the known Talos minor versions that have an extension. */
export interface ExtensionLifetime {
  /** First minor version with it, such as `v1.11`; nothing if the oldest known one has it already. */
  readonly since?: string;
  /** Last minor version with it; nothing if the newest known one has it still. */
  readonly until?: string;
}

/**
 * Which Talos minor versions have an extension.
 *
 * @returns nothing if none that is known here has it
 */
export function extensionLifetime(name: string): ExtensionLifetime | undefined {
  const minors = Object.entries(file());
  const having = minors.filter(([, { extensions }]) => extensions.includes(name)).map(([minor]) => minor);
  const [first, last] = [having[0], having.at(-1)];
  if (first === undefined) return undefined;
  return {
    ...(first !== minors[0]?.[0] && { since: first }),
    ...(last !== minors.at(-1)?.[0] && { until: last }),
  };
}

/**
 * The name of an extension that Image Factory takes in place of an old one, where no extension has the old name.
 *
 * @returns nothing if the name is no old one
 */
export function renamedExtension(name: string): string | undefined {
  const { aliases } = schemaFile('extension-aliases.json') as AliasesFile;
  return Object.hasOwn(aliases, name) ? aliases[name] : undefined;
}

function file(): ExtensionsFile {
  return schemaFile('talos-extensions.json') as ExtensionsFile;
}
