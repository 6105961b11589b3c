import { IPv6, parse } from 'ipaddr.js';
import { notAnIpAddress } from './faults';

const DECIMAL = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
/** An IPv4 address, as it is nearly always asked for. */
const FOUR_DECIMALS = new RegExp(`^${DECIMAL}(?:\\.${DECIMAL}){3}$`);

/** True for an IPv4 address (four decimal numbers) or an IPv6 address, without prefix and zone. */
export function isIpAddress(text: string): boolean {
  return FOUR_DECIMALS.test(text) || (text.includes(':') && !text.includes('%') && IPv6.isValid(text));
}

/**
 * The version of the Internet Protocol that an address belongs to.
 *
 * @throws if the text is no IP address
 */
export function ipFamily(text: string): 4 | 6 {
  if (!isIpAddress(text)) throw new Error(notAnIpAddress(text));
  return text.includes(':') ? 6 : 4;
}

/**
 * The one spelling of an address that all others can be compared with: IPv6 is shortened as RFC 5952 says.
 *
 * @throws if the text is no IP address
 */
export function normalizeIpAddress(text: string): string {
  return ipFamily(text) === 4 ? text : IPv6.parse(text).toRFC5952String();
}

/** Ranges of addresses that no single machine has. */
const NOBODYS: readonly string[] = ['unspecified', 'multicast', 'broadcast'];

/**
 * True if one machine can have the address.
 *
 * @throws if the text is no IP address
 */
export function isUnicast(text: string): boolean {
  return !NOBODYS.includes(parse(normalizeIpAddress(text)).range());
}
