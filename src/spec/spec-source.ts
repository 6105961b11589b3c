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
}
