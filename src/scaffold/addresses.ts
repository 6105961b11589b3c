import { fromByteArray, IPv6, parse } from 'ipaddr.js';
import { isIpAddress, normalizeIpAddress } from '../values/ip-address';
import { IpCidr } from '../values/ip-cidr';

/** Place of the first machine in a network; the VIP is the one before. */
const FIRST_HOST = 11;

/** An address by its number in a network; nothing if the text is no network, or has no such address. */
export function addressAt(subnet: string, index: number): string | undefined {
  if (!IpCidr.isValid(subnet)) return undefined;
  const network = IpCidr.of(subnet);
  // the last one of an IPv4 network is not for machines
  return network.hostBits < 31 && index >= 2 ** network.hostBits - 1 ? undefined : network.hostAt(index);
}

/** Suggested VIP and first machine of a network; nothing for a network that is too small. */
export function suggestedAddresses(subnet: string): { readonly vip?: string; readonly first?: string } {
  return { vip: addressAt(subnet, FIRST_HOST - 1), first: addressAt(subnet, FIRST_HOST) };
}

/**
 * Addresses one after the other, without those that are taken.
 *
 * @param first if it is no address, it alone is returned, for whoever checks it
 */
export function followingAddresses(first: string, count: number, taken: readonly string[]): readonly string[] {
  if (!isIpAddress(first)) return count === 0 ? [] : [first];
  const isTaken = new Set(taken.filter(isIpAddress).map(normalizeIpAddress));
  const found: string[] = [];
  for (let next = normalizeIpAddress(first); found.length < count; next = addressAfter(next)) {
    if (!isTaken.has(next)) found.push(next);
  }
  return found;
}

function addressAfter(address: string): string {
  const bytes = parse(address).toByteArray();
  for (let index = bytes.length - 1; index >= 0; index -= 1) {
    bytes[index] = ((bytes[index] ?? 0) + 1) % 256;
    if (bytes[index] !== 0) break;
  }
  const next = fromByteArray(bytes);
  return next instanceof IPv6 ? next.toRFC5952String() : next.toString();
}
