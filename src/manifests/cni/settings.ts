/** Release of Cilium, and of the program that installs it. */
export interface CiliumRelease {
  /** Version of Cilium, such as `v1.17.3`. */
  readonly version: string;
  /**
   * Version of the cilium command line in the Job that installs it.
   * @default - the version that was tested with this library
   */
  readonly cliVersion?: string;
}

/** Settings of Cilium. */
export interface CiliumOptions extends CiliumRelease {
  /**
   * Values of the Helm chart: YAML text, which is kept as it is, or plain data. Nothing is added to them, so the same
   * file can be handed to GitOps later.
   * @default - the values that Talos needs
   */
  readonly values?: string | Readonly<Record<string, unknown>>;
}
