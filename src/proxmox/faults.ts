import { quoteValue } from '../errors/spec';

/** A host that belongs to another endpoint, or to none. */
export function hostNotOfEndpoint(got: string, endpoint: string, known: readonly string[]): string {
  return `got ${quoteValue(got)}; the endpoint ${endpoint} has no such host, write one of ${known.join(', ')}`;
}

/** An image that some hosts would not find. */
export function imagesNotShared(got: string, datastore: string, others: readonly string[]): string {
  return `got ${quoteValue(got)}, which downloads images onto ${quoteValue(datastore)}, and ${others.join(', ')} ${others.length === 1 ? 'has' : 'have'} another imageDatastoreId; write one that all hosts share, or leave imageHost out`;
}

/** Asks for a USB device, as a mapping of none serves no machine. */
export function writeSomeUsbDevice(): string {
  return 'write at least one device, such as - { host: pve1, id: "1a86:55d4" }';
}

/** Asks for a directory, as a mapping of none serves no machine. */
export function writeSomeDirectory(): string {
  return 'write at least one directory, such as - { host: pve1, path: /tank/media }';
}

/** Asks for the path of a directory. */
export function writeDirectory(): string {
  return 'write the whole path of a directory, such as "/tank/media", without commas, semicolons and spaces';
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
