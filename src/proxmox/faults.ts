import { quoteValue } from '../errors/spec';

/** A host that belongs to another endpoint, or to none. */
export function hostNotOfEndpoint(got: string, endpoint: string, known: readonly string[]): string {
  return `got ${quoteValue(got)}; the endpoint ${endpoint} has no such host, write one of ${known.join(', ')}`;
}

/** Asks for a device, as a mapping of none serves no machine. */
export function writeSomeDevice(): string {
  return 'write at least one device, such as - { host: pve1, path: "0000:00:02.0", id: "8086:46a6" }';
}
