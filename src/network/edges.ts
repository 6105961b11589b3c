import type { IpCidr } from '../values/ip-cidr';

/** The first address of a network with room, and the last one of such an IPv4 network. */
export function edgesOf(subnet: IpCidr): readonly string[] {
  const hostBits = (subnet.family === 4 ? 32 : 128) - subnet.prefixLength;
  if (hostBits < 2) return [];
  return subnet.family === 4 ? [subnet.address, subnet.hostAt(2 ** hostBits - 1)] : [subnet.address];
}
