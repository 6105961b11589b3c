import type { TalosContract } from '../../values/talos-contract';

/** One document of a machine configuration, beside the main one. */
export interface TalosDocument {
  /** The only version there is. */
  readonly apiVersion: 'v1alpha1';
  /** What the document is about, such as `LinkConfig`. */
  readonly kind: string;
  /** What tells documents of one kind apart, where there can be several. */
  readonly name?: string;
}

/** Whether hostname, links and resolvers are documents of their own, and no longer fields of the main document. */
export function usesNetworkDocuments(contract: TalosContract): boolean {
  return contract.isAtLeast('v1.12');
}

/** Whether data disks are documents of their own. */
export function usesVolumeDocuments(contract: TalosContract): boolean {
  return contract.isAtLeast('v1.10');
}
