/** KubeSpan: WireGuard tunnels between all machines of a cluster, wherever they are. */
export interface KubeSpanOptions {
  /**
   * If the machine is in the mesh.
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * Send the traffic of pods through the tunnels too, and announce the networks of the machine's pods.
   * @default false
   */
  readonly advertiseKubernetesNetworks?: boolean;
  /**
   * Send traffic to a peer that is not reached through the tunnel past it, in clear text.
   * @default false
   */
  readonly allowDownPeerBypass?: boolean;
  /**
   * Ask peers for further addresses that the machine was seen at; with many peers this is a load.
   * @default false
   */
  readonly harvestExtraEndpoints?: boolean;
  /**
   * Largest packet in a tunnel, in bytes, 1280 or more. It is 80 less than that of the network below.
   * @default 1420
   */
  readonly mtu?: number;
  /**
   * Addresses that the machine announces to its peers: networks and addresses in turn, with `!` before those that are
   * excluded.
   * @default - all of its addresses
   */
  readonly endpointFilters?: readonly string[];
  /**
   * Networks of the machine that are not announced to its peers, such as one that each place has its own of. Contract v1.13
   * or newer.
   * @default - none
   */
  readonly excludeAdvertisedNetworks?: readonly string[];
  /**
   * Further places where peers reach the machine, such as a port that a router forwards: `203.0.113.9:51820`.
   * @default - none
   */
  readonly extraEndpoints?: readonly string[];
}
