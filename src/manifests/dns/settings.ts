/** A CoreDNS in the place of the one of Talos. */
export interface CoreDnsSettings {
  /** Version of the CoreDNS image, such as `1.11.1`. */
  readonly version: string;
  /**
   * Number of pods.
   * @default 2
   */
  readonly replicas?: number;
  /**
   * Zones that are answered from the cluster, beside `kubernetes.dnsDomain`.
   * @default - none
   */
  readonly zones?: readonly string[];
  /**
   * Servers that other names are asked of.
   * @default - those of the machine
   */
  readonly forwarders?: readonly string[];
  /**
   * How long answers are kept.
   * @default 30
   */
  readonly cacheSeconds?: number;
  /**
   * How long others may keep answers about services.
   * @default 30
   */
  readonly ttlSeconds?: number;
}
