import type { TalosDocument } from './talos-document';
import { withoutEmpty } from '../without-empty';
import type { MachineSettings } from '../settings/machine';

/** Who a machine asks for names. */
export interface ResolverConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'ResolverConfig';
  /** DNS servers. */
  readonly nameservers?: readonly { readonly address: string }[];
  /** Domains that short names are looked up in. */
  readonly searchDomains?: { readonly domains?: readonly string[] };
}

/** Who a machine asks for names, as a document; none if the settings say nothing. */
export function resolverDocuments({ dnsServers = [], searchDomains = [] }: MachineSettings): readonly ResolverConfig[] {
  if (dnsServers.length === 0 && searchDomains.length === 0) return [];
  const fields = withoutEmpty({
    nameservers: dnsServers.map((address) => ({ address })),
    searchDomains: { domains: searchDomains },
  });
  return [{ apiVersion: 'v1alpha1', kind: 'ResolverConfig', ...fields }];
}
