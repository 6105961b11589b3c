import { quoteValue } from '../errors/spec';

/** A host that belongs to another endpoint, or to none. */
export function hostNotOfEndpoint(got: string, endpoint: string, known: readonly string[]): string {
  return `got ${quoteValue(got)}; the endpoint ${endpoint} has no such host, write one of ${known.join(', ')}`;
}

/** Asks for a USB device, as a mapping of none serves no machine. */
export function writeSomeUsbDevice(): string {
  return 'write at least one device, such as - { host: pve1, id: "1a86:55d4" }';
}

/** Asks for the vendor and product numbers of a USB device. */
export function writeUsbId(): string {
  return 'write vendor and product as "lsusb" prints them, such as "1a86:55d4"';
}

/** Asks for the port of a USB device. */
export function writeUsbPath(): string {
  return 'write bus and port as "lsusb -t" shows them, such as "1-4" or "1-4.2"';
}

/** Asks for a device, as a mapping of none serves no machine. */
export function writeSomeDevice(): string {
  return 'write at least one device, such as - { host: pve1, path: "0000:00:02.0", id: "8086:46a6" }';
}
