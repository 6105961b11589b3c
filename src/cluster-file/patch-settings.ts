/** A patch of the machine configuration: the path of a YAML file, or one document as keys and values. */
export type PatchChoice = string | Readonly<Record<string, unknown>>;
