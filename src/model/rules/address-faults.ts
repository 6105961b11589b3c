import { quoteValue } from '../../errors/spec';

/** The first address of a network, or the last of an IPv4 network. */
export function addressNotOfAMachine(got: string, subnet: string): string {
  return `got ${quoteValue(got)}; the first and the last address of ${subnet} belong to no machine, write one between`;
}

/** A MAC address that another machine has. */
export function macAddressTaken(got: string, owner: string): string {
  return `got ${quoteValue(got)}; ${owner} has that MAC address, write another`;
}
