import { quoteValue } from '../../errors/spec';

/** An extension that no Talos version has. */
export function unknownExtension(got: string, minor: string, nearest: string | undefined): string {
  return `got ${quoteValue(got)}; Talos ${minor} has no such extension, ${nearest === undefined ? 'remove it' : `write ${quoteValue(nearest)}`}`;
}

/** An extension that other Talos versions have. */
export function extensionOfOtherVersions(
  got: string,
  minor: string,
  { since, until }: { readonly since?: string; readonly until?: string },
): string {
  const versions = [
    ...(since === undefined ? [] : [`from ${since} on`]),
    ...(until === undefined ? [] : [`up to ${until}`]),
  ];
  return `got ${quoteValue(got)}; Talos ${minor} has no such extension, Talos has it ${versions.join(' and ')}; remove it, or write such a version`;
}

/** An extension under a name that Image Factory keeps for those who know no other. */
export function renamedExtensionUsed(got: string, name: string, minor: string): string {
  return (
    `got ${quoteValue(got)}, an old name of ${quoteValue(name)}, as Talos ${minor} calls it; Image Factory takes both, ` +
    'and the new name gives the image another schematic id'
  );
}

/** An overlay that a Talos version does not have. */
export function unknownOverlay(got: string, minor: string, nearest: string | undefined): string {
  return `got ${quoteValue(got)}; Talos ${minor} has no such overlay, ${nearest === undefined ? 'remove it' : `write ${quoteValue(nearest)}`}`;
}
