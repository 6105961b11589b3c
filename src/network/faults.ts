import { quoteValue } from '../errors/spec';

/** Refusal of a gateway that machines of the other family can't use. */
export function gatewayOfOtherFamily(got: string, family: 4 | 6, subnet: string): string {
  return `got ${quoteValue(got)}, but the machines have IPv${family} addresses, ${subnet}; write the IPv${family} address of the router`;
}

/** Refusal of an address that no router has. */
export function gatewayNotARouter(got: string): string {
  return `got ${quoteValue(got)}, an address that no router has; write the address of yours`;
}

/** Refusal of an address that does not lie in the network of the machines. */
export function addressOutsideSubnet(got: string, subnet: string): string {
  return `got ${quoteValue(got)}; write an address of network.subnet, ${subnet}`;
}

/** Refusal of the first address of a network, and of the last one of an IPv4 network. */
export function addressNotOfAMachine(got: string, subnet: string): string {
  return `got ${quoteValue(got)}; the first and the last address of ${subnet} belong to no machine, write one between`;
}

/** Refusal of a physical machine that Talos can't be installed on. */
export function installDiskMissing(): string {
  return 'missing; a machine without host is a physical one and needs the disk that Talos is installed on, such as "/dev/nvme0n1"';
}
