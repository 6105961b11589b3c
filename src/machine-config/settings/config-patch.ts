/** A person's own change of machine configurations. */
export interface ConfigPatch {
  /** Where the patch stands, for error messages: the path of a file, or the keys that lead to it. */
  readonly origin: string;
  /**
   * A strategic merge patch, or whole documents: YAML with one or several documents, or plain data. It adds to what this
   * library makes; it takes nothing that a setting says, and deletes nothing that the machine needs.
   */
  readonly content: string | Readonly<Record<string, unknown>>;
  /**
   * Take secrets that are written out in the patch. They stand in `cdk.tf.json` and in the state for everyone who reads
   * these; a token, such as the value of a sensitive variable, stands in the state only and needs no leave.
   * @default false
   */
  readonly allowSecrets?: boolean;
}
