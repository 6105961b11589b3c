import { createHash } from 'node:crypto';
import { DETERMINISTIC, MacAddress } from './mac-address';

/**
 * The MAC address that a network card of a machine always has: it follows from three names, so it is known before the
 * machine is made, and the same again when it is made anew.
 *
 * It is one that its owner gives away (the second bit of the first pair), never one of a manufacturer. 40 bits tell cards
 * apart.
 *
 * @param cluster name of the cluster
 * @param hostname name of the machine
 * @param device name of the card; the empty text for the one that carries the address of the machine
 */
export function deterministicMac(cluster: string, hostname: string, device = ''): string {
  const hash = createHash('sha256').update([cluster, hostname, device].join('/')).digest('hex');
  const pairs = hash.slice(0, 10).match(/../g) ?? [];
  return MacAddress.of(['02', ...pairs].join(':')).toString();
}

/** The names that the MAC address of a network card follows from. */
export interface CardNames {
  /** Name of the cluster. */
  readonly cluster: string;
  /** Name of the machine. */
  readonly hostname: string;
  /**
   * Name of the card.
   * @default - the card that carries the address of the machine
   */
  readonly device?: string;
}

/** The MAC address that is written for a card, in the spelling of Proxmox VE; one that only OpenTofu knows stays as it is. */
export function writtenMac(text: string, { cluster, hostname, device }: CardNames): string {
  if (text === DETERMINISTIC) return deterministicMac(cluster, hostname, device);
  return MacAddress.isValid(text) ? MacAddress.of(text).toString() : text;
}
