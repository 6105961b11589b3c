/** A CoreDNS that stands in for the one of Talos. */
export interface CoreDnsSettings {
  /** Release of CoreDNS, such as `1.11.1`. */
  readonly version: string;
  /**
   * Number of pods.
   * @default 2
   */
  readonly replicas?: number;
  /**
   * Where questions about other names go: addresses of DNS servers, or a file in the form of resolv.conf.
   * @default - what the machine itself asks
   */
  readonly forwarders?: readonly string[];
  /**
   * Domains that services are found under, beside that of the cluster.
   * @default - only the domain of the cluster
   */
  readonly zones?: readonly string[];
  /**
   * How long answers are kept.
   * @default 30
   */
  readonly cacheSeconds?: number;
  /**
   * How long askers may keep answers about services.
   * @default 30
   */
  readonly ttlSeconds?: number;
}
