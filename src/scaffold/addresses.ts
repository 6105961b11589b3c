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

/** Addresses in a row that a new cluster gets: the VIP and its first machines. */
const ROW = 11;

/** Rows that are tried. */
const TRIES = 20;

/**
 * Suggested VIP and first machine of a network; nothing for a network that is too small.
 *
 * @param taken addresses that the VIP and the first machines leave out
 */
export function suggestedAddresses(
  subnet: string,
  taken: readonly string[] = [],
): { readonly vip?: string; readonly first?: string } {
  const isTaken = new Set(taken.filter(isIpAddress).map(normalizeIpAddress));
  const starts = Array.from({ length: TRIES }, (_, index) => FIRST_HOST + index * (ROW - 1));
  const free = starts.find((start) =>
    Array.from({ length: ROW }, (_, index) => addressAt(subnet, start - 1 + index)).every(
      (address) => address !== undefined && !isTaken.has(normalizeIpAddress(address)),
    ),
  );
  const first = free ?? FIRST_HOST;
  return { vip: addressAt(subnet, first - 1), first: addressAt(subnet, first) };
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
