/** A place in what a person wrote, and what is wrong there. */
export interface Fault {
  /** Keys and list positions that lead to the place, from the outside in; empty for the whole. */
  readonly path: readonly (string | number)[];
  /** The problem, the value and what to write instead; lower-case, without a final period. */
  readonly message: string;
  /**
   * Which part of an entry is wrong.
   * @default value
   */
  readonly part?: 'key' | 'value';
}
