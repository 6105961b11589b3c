import { hostNetwork, isOutside } from '../../values/gateway';
import { isIpAddress } from '../../values/ip-address';
import { IpCidr } from '../../values/ip-cidr';
import type { MachineSettings } from '../settings/machine';

/** Settings of the interface that carries the address. */
export type LinkSettings = Pick<
  MachineSettings,
  'address' | 'subnet' | 'gateway' | 'link' | 'dhcp' | 'interfaces' | 'links'
>;

/** The same address that cloud-init gives the machine, so it answers there before and after it is configured. */
export function addressWithPrefix({ address, subnet }: LinkSettings): string {
  return `${address}/${IpCidr.of(subnet).prefixLength}`;
}

/** Destination of a route on the link that reaches the gateway; nothing if it is reached without, or known late. */
export function gatewayNetwork({ gateway, subnet }: LinkSettings): string | undefined {
  if (gateway === undefined || !isIpAddress(gateway)) return undefined;
  const network = IpCidr.of(subnet);
  return isOutside(gateway, network) ? hostNetwork(gateway, network) : undefined;
}
