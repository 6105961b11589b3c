import { quoteValue } from '../../errors/spec';

/** A mapped device that the machine's host does not have. */
export function mappingNotOnHost(mapping: string, mappings: string, host: string): string {
  return `got ${quoteValue(mapping)}; ${mappings} lists no device for it on ${host}, add one or choose another mapping`;
}

/** A mapped directory that the machine's host does not have. */
export function directoryNotOnHost(mapping: string, host: string): string {
  return `got ${quoteValue(mapping)}; directoryMappings lists no directory for it on ${host}, add one or choose another mapping`;
}

/** A device of a host that other machines have: a machine does not start without it. */
export function mappingUsedUp(mapping: string, mappings: string, host: string, holders: readonly string[]): string {
  return `got ${quoteValue(mapping)}; what ${mappings} lists for it on ${host} is taken by ${holders.join(', ')}, and a host hands a device to one machine only; list another device or choose another mapping`;
}
