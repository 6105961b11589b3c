/** A person's own change of machine configurations. */
export interface ConfigPatch {
  /** Where the patch stands, for error messages: the path of a file, or the keys that lead to it. */
  readonly origin: string;
  /** A strategic merge patch, or whole documents: YAML with one or several documents, or plain data. */
  readonly content: string | Readonly<Record<string, unknown>>;
}
