import type { NetworkSpec } from '../cluster-file/network-settings';
import type { Draft } from '../values/draft';
import { type FirstNetwork, ipArgument, isIpArgument, isOutside } from '../values/gateway';
import { ipFamily } from '../values/ip-address';
import { IpCidr } from '../values/ip-cidr';
import { Schematic } from '../values/schematic/schematic';
import type { Written } from './rounds';

/**
 * The network of a virtual machine whose IPv4 gateway lies outside of it, to which cloud-init of Proxmox VE gives no
 * route; nothing for any other machine.
 */
export function networkWithoutRoute(
  { subnet, gateway }: Draft<NetworkSpec>,
  address: string | undefined,
): FirstNetwork | undefined {
  if (subnet === undefined || gateway === undefined || address === undefined) return undefined;
  const network = IpCidr.of(subnet);
  const families = [network.family, ipFamily(gateway), ipFamily(address)];
  if (families.includes(6) || !isOutside(gateway, network)) return undefined;
  return { address, gateway, subnet: network };
}

/** A schematic of the machine's own, whose kernel argument gives the route; one that has such an argument stays. */
export function withIpArgument({ value, path }: Written<Schematic>, network: FirstNetwork): Written<Schematic> {
  const { extraKernelArgs = [] } = value.content;
  if (extraKernelArgs.some(isIpArgument)) return { value, path };
  const content = { ...value.content, extraKernelArgs: [...extraKernelArgs, ipArgument(network)] };
  return { value: Schematic.of(content), path };
}
