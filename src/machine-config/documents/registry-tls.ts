import type { DocumentKind } from './document-kind';

/** Certificates for a container registry. */
export const registryTlsConfig: DocumentKind = {
  kind: 'RegistryTLSConfig',
  since: 'v1.12',
  secrets: ['clientIdentity.key'],
  legacySecrets: ['machine.registries.config.*.tls.clientIdentity.key'],
};
