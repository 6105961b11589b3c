import type { DocumentKind, TalosDocument } from './document-kind';

/** Further places where peers reach a machine. */
export interface KubeSpanEndpointsConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'KubeSpanEndpointsConfig';
  /** Addresses with ports. */
  readonly extraAnnouncedEndpoints: readonly string[];
}

/** Endpoints of KubeSpan beside those that a machine finds by itself; every contract has this document. */
export const kubeSpanEndpointsConfig: DocumentKind<KubeSpanEndpointsConfig> = {
  kind: 'KubeSpanEndpointsConfig',
  since: 'v1.9',
  render: (_cluster, { kubeSpan: { extraEndpoints = [] } = {} }) =>
    extraEndpoints.length === 0
      ? []
      : [{ apiVersion: 'v1alpha1', kind: 'KubeSpanEndpointsConfig', extraAnnouncedEndpoints: extraEndpoints }],
};
