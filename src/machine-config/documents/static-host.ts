import type { DocumentKind, TalosDocument } from './document-kind';

/** Names of an address that no DNS server is asked for. */
export interface StaticHostConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'StaticHostConfig';
  /** The address. */
  readonly name: string;
  /** Its names. */
  readonly hostnames: readonly string[];
}

/** Names of addresses. */
export const staticHostConfig: DocumentKind<StaticHostConfig> = {
  kind: 'StaticHostConfig',
  since: 'v1.12',
  render: (_cluster, { staticHosts = {} }) =>
    Object.entries(staticHosts).map(([name, hostnames]) => ({
      apiVersion: 'v1alpha1',
      kind: 'StaticHostConfig',
      name,
      hostnames,
    })),
  legacy: (_cluster, { staticHosts = {} }) => ({
    machine: { network: { extraHostEntries: Object.entries(staticHosts).map(([ip, aliases]) => ({ ip, aliases })) } },
  }),
};
