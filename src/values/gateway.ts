import { IPv4 } from 'ipaddr.js';
import { IpCidr } from './ip-cidr';

/** IPv6 addresses that are reached on the link, whatever networks lie on it. */
const LINK_LOCAL = IpCidr.of('fe80::/10');

/**
 * True if a machine needs a route to its gateway: the gateway lies neither in the machine's network nor, as a link-local
 * IPv6 address, on the link by itself.
 *
 * @throws if the gateway is no IP address
 */
export function isOutside(gateway: string, subnet: IpCidr): boolean {
  return !subnet.contains(gateway) && !LINK_LOCAL.contains(gateway);
}

/** An address as a network of its own: `198.51.100.1/32`. */
export function hostNetwork(address: string, { family }: IpCidr): string {
  return `${address}/${family === 4 ? 32 : 128}`;
}

/** Network of a machine at its first boot. */
export interface FirstNetwork {
  /** The machine's own IPv4 address. */
  readonly address: string;
  /** Default gateway. */
  readonly gateway: string;
  /** Network of the machine. */
  readonly subnet: IpCidr;
}

/** Interface that the cloud-init of Proxmox VE configures: the first card. */
const FIRST_LINK = 'eth0';

/**
 * Kernel argument with which Talos has an address and a way to its gateway before it has a configuration. Of all that
 * comes before the configuration it alone makes a route to an IPv4 gateway outside of the machine's network.
 *
 * @see https://github.com/siderolabs/talos/pull/7023
 */
export function ipArgument({ address, gateway, subnet }: FirstNetwork): string {
  const netmask = IPv4.subnetMaskFromPrefixLength(subnet.prefixLength).toString();
  return `ip=${address}::${gateway}:${netmask}::${FIRST_LINK}:off`;
}

/** True for a kernel argument that configures the network of the machine. */
export function isIpArgument(argument: string): boolean {
  return argument.startsWith('ip=');
}
