import { fromByteArray, IPv6, parse } from 'ipaddr.js';

/** An IP address as a number. */
export function addressNumber(address: string): bigint {
  if (!address.includes(':'))
    return BigInt(address.split('.').reduce((number, part) => number * 256 + Number(part), 0));
  return parse(address)
    .toByteArray()
    .reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
}

/** A number as an IP address, in its normal spelling. */
export function addressText(number: bigint, family: 4 | 6): string {
  const count = family === 4 ? 4 : 16;
  const bytes = Array.from({ length: count }, (_, index) => Number((number >> BigInt(8 * (count - 1 - index))) & 255n));
  const address = fromByteArray(bytes);
  return address instanceof IPv6 ? address.toRFC5952String() : address.toString();
}
