import type { DocumentKind } from './document-kind';

/** Credentials of a container registry. */
export const registryAuthConfig: DocumentKind = {
  kind: 'RegistryAuthConfig',
  since: 'v1.12',
  secrets: ['password', 'auth', 'identityToken'],
  legacySecrets: [
    'machine.registries.config.*.auth.password',
    'machine.registries.config.*.auth.auth',
    'machine.registries.config.*.auth.identityToken',
  ],
};
