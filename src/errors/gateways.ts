import { quoteValue } from './spec';

/** A gateway that machines of the other family can't use. */
export function gatewayOfOtherFamily(got: string, family: 4 | 6, subnet: string): string {
  return `got ${quoteValue(got)}, but the machines have IPv${family} addresses, ${subnet}; write the IPv${family} address of the router`;
}

/** An address that no router has. */
export function gatewayNotARouter(got: string): string {
  return `got ${quoteValue(got)}, an address that no router has; write the address of yours`;
}

/** An IPv6 gateway that a virtual machine can't reach before it is configured. */
export function gatewayOutOfReach(got: string, subnet: string): string {
  return (
    `got ${quoteValue(got)}, which lies outside of ${subnet}: cloud-init of Proxmox VE gives a virtual machine no route to ` +
    'it, so the machine would answer nobody and never be configured; write the link-local address of the router, such as ' +
    '"fe80::1", or an address of the subnet'
  );
}

/** A kernel argument that speaks of another network than cloud-init. */
export function ipArgumentDiffers(got: string, wanted: string, machine: string): string {
  return `got ${quoteValue(got)}, another network than the one of ${machine}; leave it out, as ${quoteValue(wanted)} is added, or write that`;
}

/** A virtual machine whose image does not lead it to its IPv4 gateway. */
export function ipArgumentMissing(gateway: string, subnet: string, argument: string): string {
  return (
    `gateway ${gateway} lies outside of subnet ${subnet}: cloud-init of Proxmox VE gives a virtual machine no route to it, so ` +
    'the machine would answer nobody and never be configured; give it an image of its own whose schematic has ' +
    `${quoteValue(argument)} in extraKernelArgs, or a gateway in the subnet`
  );
}

/** A gateway of a construct that is no IP address. */
export function gatewayNotAnIp(got: string): string {
  return `gateway must be an IPv4 or IPv6 address without prefix, such as 10.0.0.1; got ${quoteValue(got)}`;
}
