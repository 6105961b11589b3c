import type { DocumentKind, TalosDocument } from './document-kind';

/** The DNS server of a cluster. */
export interface KubeCoreDnsConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'KubeCoreDNSConfig';
  /** If it is the one of Talos. */
  readonly enabled: false;
}

/** CoreDNS, where it is not that of Talos. */
export const kubeCoreDnsConfig: DocumentKind<KubeCoreDnsConfig> = {
  kind: 'KubeCoreDNSConfig',
  since: 'v1.14',
  render: (_cluster, _machine, { cluster }) =>
    cluster?.coreDNS === undefined ? [] : [{ apiVersion: 'v1alpha1', kind: 'KubeCoreDNSConfig', enabled: false }],
  replaces: ['cluster.coreDNS'],
};
