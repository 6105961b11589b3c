import { failedPlace } from './recovery-texts';
import { textOf } from '../read/attributes';
import type { Diagnostic } from '../read/diagnostic';
import { blockOf, providerOf } from '../read/written-stack';

/**
 * Where what has failed was to be: the host and the endpoint of each machine and image that an error is about. The
 * provider often names neither.
 *
 * @param errors of OpenTofu
 * @param stack the synthesized stack, parsed
 * @returns a sentence for each, in the order of the errors
 */
export function failedPlaces(errors: readonly Diagnostic[], stack: unknown): readonly string[] {
  const addresses = new Set(errors.flatMap(({ address }) => address ?? []));
  return [...addresses].flatMap((address) => placeOf(address, stack) ?? []);
}

function placeOf(address: string, stack: unknown): string | undefined {
  const [type = '', name = ''] = address.split('.', 2);
  const written = blockOf(stack, 'resource', type, name);
  const hostName = textOf(written, 'node_name');
  const url = textOf(providerOf(stack, 'proxmox', textOf(written, 'provider')), 'endpoint');
  if (hostName === undefined || url === undefined) return undefined;
  return failedPlace(textOf(written, 'name') ?? textOf(written, 'file_name') ?? address, hostName, url);
}
