import { quoteValue } from '../../errors/spec';

/** A MAC address that another machine has. */
export function macAddressTaken(got: string, owner: string): string {
  return `got ${quoteValue(got)}; ${owner} has that MAC address, write another`;
}
