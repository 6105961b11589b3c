import type { DocumentKind, TalosDocument } from './document-kind';

/** Default action of the firewall, for connections that none of its rules is about. */
export interface NetworkDefaultActionConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'NetworkDefaultActionConfig';
  /** The action. */
  readonly ingress: 'accept' | 'block';
}

/** Default action of the firewall; every contract has this document. */
export const networkDefaultActionConfig: DocumentKind<NetworkDefaultActionConfig> = {
  kind: 'NetworkDefaultActionConfig',
  since: 'v1.9',
  render: ({ firewall: { defaultAction } = {} }) =>
    defaultAction === undefined
      ? []
      : [{ apiVersion: 'v1alpha1', kind: 'NetworkDefaultActionConfig', ingress: defaultAction }],
};
