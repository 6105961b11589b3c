/** A network that packets are dropped for. */
export interface BlackholeRoute {
  /**
   * Weight of the route; of two to the same network the one with the lower number is taken.
   * @default 1024
   */
  readonly metric?: number;
}

/** A rule about which routing table a packet takes. */
export interface RoutingRule {
  /**
   * Number of the table that is looked into, 1 to 252.
   * @default - none, with an action
   */
  readonly table?: number;
  /**
   * Fate of the packets instead.
   * @default - the table decides
   */
  readonly action?: 'blackhole' | 'unreachable' | 'prohibit';
  /**
   * Network that the packets come from.
   * @default - any
   */
  readonly from?: string;
  /**
   * Network that the packets go to.
   * @default - any
   */
  readonly to?: string;
  /**
   * Link that the packets come by.
   * @default - any
   */
  readonly inputLink?: string;
  /**
   * Link that the packets leave by.
   * @default - any
   */
  readonly outputLink?: string;
  /**
   * Mark of the packets.
   * @default - any
   */
  readonly firewallMark?: number;
  /**
   * Bits of the mark that count.
   * @default - all
   */
  readonly firewallMask?: number;
}

/** A server that must answer before the network counts as ready. */
export interface TcpProbe {
  /** Host and port of the server, such as `10.0.0.1:443`. */
  readonly endpoint: string;
  /**
   * Interval in seconds.
   * @default 1
   */
  readonly intervalSeconds?: number;
  /**
   * How long an answer may take, in seconds.
   * @default 10
   */
  readonly timeoutSeconds?: number;
  /**
   * Failures in a row that are forgiven once the server has answered.
   * @default 0
   */
  readonly failureThreshold?: number;
}
