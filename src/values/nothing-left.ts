/**
 * Ends the taking apart of a struct whose every key must be used: `const { a, b, ...rest } = struct` and
 * `nothingLeft(rest)`. A key that is added to the struct and used nowhere does not compile. Nothing happens at run time.
 */
export function nothingLeft(_rest: Record<string, never>): void {
  // the type says it all
}
