import { quoteValue } from '../errors/spec';

/** Refusal of a second default route. */
export function secondGateway(got: string, other: string): string {
  return `got ${quoteValue(got)}, but a machine has one default route and ${other} gives it already; leave this one out, or write routes`;
}

/** Refusal of a default route among other routes. */
export function defaultRouteAmongRoutes(got: string): string {
  return `got ${quoteValue(got)}, which is the default route; write it as the gateway of the link`;
}

/** Refusal of a gateway beside a DHCP server, which names its own. */
export function gatewayBesideDhcp(got: string): string {
  return `got ${quoteValue(got)}, but the DHCP server says which router there is; leave gateway or dhcp out`;
}

/** Refusal of a router that the interface does not reach. */
export function routerOutOfReach(got: string, networks: readonly string[]): string {
  return networks.length === 0
    ? `got ${quoteValue(got)}, but the interface has no address; write addresses`
    : `got ${quoteValue(got)}; write an address of a network of the interface, ${networks.join(' or ')}`;
}

/** Refusal of an address in a network that another interface of the machine is in. */
export function networkOfAnotherInterface(got: string, network: string, owner: string): string {
  return (
    `got ${quoteValue(got)}, an address of ${network}, which ${owner} is in: a machine would answer by the wrong interface; ` +
    'write an address of another network'
  );
}

/** Refusal of a network address where that of a machine is wanted. */
export function interfaceAddressNotOfAMachine(got: string, network: string): string {
  return `got ${quoteValue(got)}; the first and the last address of ${network} belong to no machine, write one between`;
}

/** Refusal of a DHCP server for IPv6. */
export function dhcpNeedsIpv4(subnet: string): string {
  return `got true, but the machines have IPv6 addresses, ${subnet}, and dhcp asks for IPv4 ones; leave it out`;
}

/** Refusal of a MAC address that another network card of the cluster has. */
export function macAddressTaken(got: string, owner: string): string {
  return `got ${quoteValue(got)}; ${owner} has that MAC address, write another`;
}

/** Refusal of a MAC address that follows from names like that of another card. */
export function madeMacAddressTaken(made: string, owner: string): string {
  return `the names make the MAC address ${made}, which ${owner} has; write one as macAddress`;
}
