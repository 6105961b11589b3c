/** The clock of a machine. */
export interface TimeOptions {
  /**
   * Servers that are asked for the time, by name or address.
   * @default - time.cloudflare.com
   */
  readonly servers?: readonly string[];
  /**
   * Ask for the time at all. Certificates need a right clock.
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * How long a boot waits for the time, in seconds.
   * @default - for ever
   */
  readonly bootTimeoutSeconds?: number;
}
