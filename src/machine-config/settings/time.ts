/** The clock of a machine. */
export interface TimeOptions {
  /**
   * Servers that are asked for the time, by name or address.
   * @default - time.cloudflare.com
   */
  readonly servers?: readonly string[];
  /**
   * Clocks of network cards that are read by the Precision Time Protocol (PTP), such as `/dev/ptp0`, instead of asking
   * servers. Contract v1.12 or newer.
   * @default - servers are asked
   */
  readonly ptpDevices?: readonly string[];
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
