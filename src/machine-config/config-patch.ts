/** A person's own change of machine configurations. */
export interface ConfigPatch {
  /** Where the patch stands, for error messages: the path of a file, or the keys that lead to it. */
  readonly origin: string;
  /**
   * A strategic merge patch, or whole documents: YAML with one or several documents, or plain data. It adds to what this
   * library makes; it takes no secrets and nothing that a setting says, and deletes nothing that the machine needs.
   */
  readonly content: string | Readonly<Record<string, unknown>>;
}
