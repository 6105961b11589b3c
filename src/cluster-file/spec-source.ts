/** A place in a text, counted from 1. */
export interface Position {
  /** Number of the line. */
  readonly line: number;
  /** Number of the character on the line. */
  readonly column: number;
}

/** Where a spec was read from; it knows where each part of it stands. */
export interface SpecSource {
  /** Name of the file, as errors print it. */
  readonly name: string;

  /**
   * Where the value at a path stands, or what is nearest to it on the outside. A whole map or list is found by its key.
   *
   * @param path keys and list positions, from the outside in
   * @param part `key` finds the key even if its value is a scalar
   * @returns nothing for a source without positions, such as a TypeScript literal
   */
  locate(path: readonly (string | number)[], part?: 'key' | 'value'): Position | undefined;

  /**
   * The text that a value was read from, where it stands without quotes: `1.10` for 1.1.
   *
   * @param path keys and list positions, from the outside in
   * @param value what was read; nothing is known of any other value at the place
   * @returns nothing for any other value, also where the source is no text
   * @default - values have no other text than their own
   */
  plainText?(path: readonly (string | number)[], value: unknown): string | undefined;
}
