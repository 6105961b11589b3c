import { withoutEmpty } from '../fields';
import type { DocumentKind, TalosDocument } from './document-kind';

/** DNS of a machine. */
export interface ResolverConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'ResolverConfig';
  /** DNS servers. */
  readonly nameservers?: readonly { readonly address: string }[];
  /** Domains that short names are looked up in. */
  readonly searchDomains?: { readonly domains?: readonly string[] };
}

/** DNS servers and search domains; no document if the settings have neither. */
export const resolverConfig: DocumentKind<ResolverConfig> = {
  kind: 'ResolverConfig',
  since: 'v1.12',
  render(_cluster, { dnsServers = [], searchDomains = [] }) {
    if (dnsServers.length === 0 && searchDomains.length === 0) return [];
    const fields = withoutEmpty({
      nameservers: dnsServers.map((address) => ({ address })),
      searchDomains: { domains: searchDomains },
    });
    return [{ apiVersion: 'v1alpha1', kind: 'ResolverConfig', ...fields }];
  },
  legacy: (_cluster, { dnsServers, searchDomains }) => ({
    machine: { network: { nameservers: dnsServers, searchDomains } },
  }),
  replaces: ['machine.network.nameservers', 'machine.network.searchDomains', 'machine.network.disableSearchDomain'],
};
