/** Where a machine sends its logs. */
export interface LoggingOptions {
  /**
   * Receivers of the logs of services, as JSON with a line for each message: `tcp://` or `udp://`, with a port. Lists of
   * several places are joined.
   * @default - none
   */
  readonly services?: readonly string[];
  /**
   * Further fields of every message of a service, such as `cluster: home`.
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * Receivers of the messages of the kernel, by a name: `tcp://` or `udp://`, with a port.
   * @default - none
   */
  readonly kernel?: Readonly<Record<string, string>>;
}
