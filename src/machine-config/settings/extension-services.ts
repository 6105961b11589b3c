/**
 * Settings of a service that a system extension brings.
 *
 * @typeParam Setting form of a value; a cluster file takes numbers and truth values as text
 * @typeParam Secret form of a secret; a cluster file names it, code gives a value that only OpenTofu knows
 */
export interface ExtensionServiceOptions<Setting = string, Secret = string> {
  /**
   * Variables of the program, such as `TS_ROUTES: 10.0.0.0/24`. One with the name of a secret, such as `TS_AUTHKEY`, takes
   * a secret only.
   * @default - none
   */
  readonly environment?: Readonly<Record<string, Setting | Secret>>;
  /**
   * Files that the program finds.
   * @default - none
   */
  readonly configFiles?: readonly ExtensionServiceFile<Secret>[];
}

/**
 * A file of a service.
 *
 * @typeParam Secret as in `ExtensionServiceOptions`
 */
export interface ExtensionServiceFile<Secret = string> {
  /** Where the program finds it, such as `/usr/local/etc/lldpd/lldpd.conf`. */
  readonly mountPath: string;
  /** Text of the file, or a secret that is all of it. */
  readonly content: string | Secret;
}
