import { withoutEmpty } from '../fields';
import type { RegistryAuth } from '../settings/registries';
import type { DocumentKind, TalosDocument } from './document-kind';

/** Credentials of a container registry. */
export interface RegistryAuthConfig extends TalosDocument, RegistryAuth {
  /** The kind of document. */
  readonly kind: 'RegistryAuthConfig';
  /** The host that answers, with its port if it has one. */
  readonly name: string;
}

/** Credentials of container registries. */
export const registryAuthConfig: DocumentKind<RegistryAuthConfig> = {
  kind: 'RegistryAuthConfig',
  since: 'v1.12',
  render: (_cluster, { registries: { auth = {} } = {} }) =>
    Object.entries(auth).map(([name, credentials]) => ({
      apiVersion: 'v1alpha1',
      kind: 'RegistryAuthConfig',
      name,
      ...credentialFields(credentials),
    })),
  legacy: (_cluster, { registries: { auth = {} } = {} }) => ({
    machine: {
      registries: {
        config: Object.fromEntries(
          Object.entries(auth).map(([name, credentials]) => [name, { auth: credentialFields(credentials) }]),
        ),
      },
    },
  }),
  secrets: ['password', 'auth', 'identityToken'],
  legacySecrets: [
    'machine.registries.config.*.auth.password',
    'machine.registries.config.*.auth.auth',
    'machine.registries.config.*.auth.identityToken',
  ],
};

function credentialFields({ username, password, auth, identityToken }: RegistryAuth): RegistryAuth {
  return withoutEmpty({ username, password, auth, identityToken });
}
