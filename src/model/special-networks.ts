import { IpCidr } from '../values/ip-cidr';

/** Addresses that Kubernetes and the kernel give nobody; Kubernetes refuses them as endpoints of a service. */
export const SPECIAL_NETWORKS: readonly { readonly cidr: IpCidr; readonly words: string }[] = [
  { cidr: IpCidr.of('0.0.0.0/8'), words: 'addresses that mean "this network"' },
  { cidr: IpCidr.of('169.254.0.0/16'), words: 'link-local addresses' },
  { cidr: IpCidr.of('224.0.0.0/4'), words: 'multicast addresses' },
  { cidr: IpCidr.of('fe80::/10'), words: 'link-local addresses' },
  { cidr: IpCidr.of('ff00::/8'), words: 'multicast addresses' },
];

/** True if a network has addresses that nobody can have; an overlap with it is then no fault of its own. */
export function isSpecialNetwork(cidr: IpCidr): boolean {
  return SPECIAL_NETWORKS.some((special) => special.cidr.overlaps(cidr));
}
