import type { FirewallOptions } from '../machine-config/settings/firewall';
import type { ClusterNetworkSettings } from '../network/settings';

/** Network of the machines. */
export interface NetworkSpec extends ClusterNetworkSettings {
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
   * Firewall of the machines.
   * @default - none
   */
  readonly firewall?: FirewallOptions;
}
