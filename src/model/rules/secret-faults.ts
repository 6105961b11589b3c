import { quoteValue } from '../../errors/spec';

/** A reference to a secret that the file does not name. */
export function unknownSecret(got: string, nearest: string | undefined, known: readonly string[]): string {
  const advice =
    nearest !== undefined
      ? `write ${quoteValue(nearest)}`
      : known.length === 0
        ? `write "secrets: { ${got}: {} }" too`
        : `write "${got}: {}" under secrets, or one of those there: ${known.join(', ')}`;
  return `secrets has no ${quoteValue(got)}; ${advice}`;
}

/** A secret that stands for nothing. */
export function secretUnused(name: string): string {
  return `nothing refers to this secret; write { secret: ${name} } where it belongs, or remove it`;
}

/** A file of SOPS that anyone can read. */
export function notEncrypted(file: string): string {
  return `the file ${quoteValue(file)} is not encrypted by SOPS; run "sops encrypt --in-place ${file}"`;
}

/** A value that a file of SOPS does not have. */
export function notInSopsFile(file: string, key: string): string {
  return `the file ${quoteValue(file)} has no value at ${quoteValue(key)}; write the keys that lead to one, with dots between them`;
}
