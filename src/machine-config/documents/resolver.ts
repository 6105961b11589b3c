import type { TalosContract } from '../../values/talos-contract';
import { type Fields, fieldAt, isFields, withoutEmpty } from '../fields';
import { fieldBesideDocument } from '../faults';
import type { HostDnsOptions } from '../settings/host-dns';
import type { DocumentKind, TalosDocument } from './document-kind';

/** First contract in which the document says the DNS server of the machine too. */
const HOST_DNS_SINCE = 'v1.14';

/** Place of the DNS server of the machine in the main document of older contracts. */
const HOST_DNS_FIELD = 'machine.features.hostDNS';

/** DNS server on the machine, as Talos has it. */
interface HostDnsConfig {
  /** If it runs. */
  readonly enabled?: boolean;
  /** If CoreDNS asks it. */
  readonly forwardKubeDNSToHost?: boolean;
  /** If it answers the names of machines. */
  readonly resolveMemberNames?: boolean;
}

/** DNS of a machine. */
export interface ResolverConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'ResolverConfig';
  /** DNS servers. */
  readonly nameservers?: readonly { readonly address: string }[];
  /** Domains that short names are looked up in. */
  readonly searchDomains?: { readonly domains?: readonly string[] };
  /** DNS server on the machine. */
  readonly hostDNS?: HostDnsConfig;
}

/** DNS servers, search domains, and the DNS server of the machine; no document if the settings say nothing of them. */
export const resolverConfig: DocumentKind<ResolverConfig> = {
  kind: 'ResolverConfig',
  since: 'v1.12',
  render({ contract }, { dnsServers = [], searchDomains = [], hostDns = {} }) {
    const fields = withoutEmpty({
      nameservers: dnsServers.map((address) => ({ address })),
      searchDomains: { domains: searchDomains },
      hostDNS: contract.isAtLeast(HOST_DNS_SINCE) ? hostDnsConfig(hostDns) : undefined,
    });
    return Object.keys(fields).length === 0 ? [] : [{ apiVersion: 'v1alpha1', kind: 'ResolverConfig', ...fields }];
  },
  legacy: (_cluster, { dnsServers, searchDomains }) => ({
    machine: { network: { nameservers: dnsServers, searchDomains } },
  }),
  replaces: ['machine.network.nameservers', 'machine.network.searchDomains', 'machine.network.disableSearchDomain'],
};

/** The DNS server of a machine in the main document; nothing if the contract has it in a document. */
export function hostDnsFeature(contract: TalosContract, hostDns: HostDnsOptions = {}): Fields {
  return contract.isAtLeast(HOST_DNS_SINCE) ? {} : { features: { hostDNS: hostDnsConfig(hostDns) } };
}

/** Refusals of a machine whose DNS server is described by both documents. */
export function hostDnsTwice(main: Fields | undefined, resolver: Fields | undefined): readonly string[] {
  const isTwice = isFields(resolver?.hostDNS) && isFields(fieldAt(main, HOST_DNS_FIELD.split('.')));
  return isTwice ? [fieldBesideDocument(HOST_DNS_FIELD, 'ResolverConfig')] : [];
}

function hostDnsConfig({ enabled, forwardKubeDnsToHost, resolveMemberNames }: HostDnsOptions): HostDnsConfig {
  // Talos forwards by default, and takes that for a wish where there is no server
  return { enabled, forwardKubeDNSToHost: enabled === false ? false : forwardKubeDnsToHost, resolveMemberNames };
}
