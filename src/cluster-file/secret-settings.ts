/** Where the value of a secret comes from. */
export interface SecretSpec {
  /**
   * Take it from a file that SOPS encrypted: `plan`, `apply` and `destroy` of the command line have SOPS decrypt it and
   * hand it on in the environment of OpenTofu alone.
   * @default - it is given as the variable `secret_<name>`, with `-` as `_`: `SECRET_<NAME>` in the environment
   */
  readonly sops?: SopsSecretSpec;
}

/** Place of a value in a file that SOPS encrypted. */
export interface SopsSecretSpec {
  /** Path of the file in YAML or JSON, from the cluster file's project. */
  readonly file: string;
  /**
   * Keys that lead to the value, with dots between them, such as `tailscale.key`.
   * @default - the name of the secret
   */
  readonly key?: string;
}
