import type { DocumentKind, TalosDocument } from './document-kind';

/** Authorities that a machine trusts beside those that Talos knows. */
export interface TrustedRootsConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'TrustedRootsConfig';
  /** Name that the authorities have here. */
  readonly name: string;
  /** Certificates as PEM text. */
  readonly certificates: string;
}

/** Authorities that a machine trusts. */
export const trustedRootsConfig: DocumentKind<TrustedRootsConfig> = {
  kind: 'TrustedRootsConfig',
  since: 'v1.9',
  render: (_cluster, { trustedRoots = {} }) =>
    Object.entries(trustedRoots).map(([name, certificates]) => ({
      apiVersion: 'v1alpha1',
      kind: 'TrustedRootsConfig',
      name,
      certificates,
    })),
};
