/** Network of the machines. */
export interface NetworkSpec {
  /** Network of the machines, such as `10.200.0.0/16`. It gives every address its prefix. */
  readonly subnet: string;
  /**
   * Default gateway of every machine: an address of the subnet, the link-local IPv6 address of the router, such as
   * `fe80::1`, or an address outside of the subnet, to which the machines get a route on the link. Before they are
   * configured virtual machines have that route by a kernel argument only, so each gets an image of its own; there the
   * gateway must be an IPv4 address.
   * @default - no default route
   */
  readonly gateway?: string;
  /**
   * Virtual IP that the control planes share: a free address of the subnet.
   * @default - none
   */
  readonly vip?: string;
  /**
   * DNS name or address of the Kubernetes API, as clients and machines use it; a load balancer, for example. A name
   * must lead to the VIP if there is one.
   * @default - the VIP, or the first control plane if there is none
   */
  readonly endpoint?: string;
  /**
   * DNS servers of every machine.
   * @default - what Talos asks by itself
   */
  readonly dnsServers?: readonly string[];
  /**
   * Domains that short names are looked up in; the first is also the domain in the cloud-init data.
   * @default - none
   */
  readonly searchDomains?: readonly string[];
  /**
   * Network interface that carries the address: its name, or `physical` for the one physical interface whatever it is
   * called.
   * @default - eth0, but physical for a physical machine
   */
  readonly link?: string;
  /**
   * VLAN of the virtual machines' ports on the bridge.
   * @default - untagged
   */
  readonly vlanId?: number;
}
