import { withoutEmpty } from '../fields';
import type { DocumentKind, TalosDocument } from './document-kind';

/** Certificates for a container registry. */
export interface RegistryTlsConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'RegistryTLSConfig';
  /** The host that answers, with its port if it has one. */
  readonly name: string;
  /** Certificate of an authority, as PEM text. */
  readonly ca?: string;
  /** If any certificate is taken. */
  readonly insecureSkipVerify?: boolean;
}

/** Certificates; in the main document they are encoded as Base64. */
export const registryTlsConfig: DocumentKind<RegistryTlsConfig> = {
  kind: 'RegistryTLSConfig',
  since: 'v1.12',
  render: (_cluster, { registries: { tls = {} } = {} }) =>
    Object.entries(tls).map(([name, { ca, insecureSkipVerify }]) => ({
      apiVersion: 'v1alpha1',
      kind: 'RegistryTLSConfig',
      name,
      ...withoutEmpty({ ca, insecureSkipVerify }),
    })),
  legacy: (_cluster, { registries: { tls = {} } = {} }) => ({
    machine: {
      registries: {
        config: Object.fromEntries(
          Object.entries(tls).map(([name, { ca, insecureSkipVerify }]) => [
            name,
            { tls: { ca: ca === undefined ? undefined : btoa(ca), insecureSkipVerify } },
          ]),
        ),
      },
    },
  }),
  secrets: ['clientIdentity.key'],
  legacySecrets: ['machine.registries.config.*.tls.clientIdentity.key'],
};
