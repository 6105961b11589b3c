import type { Sample } from './key-samples';
import { inTalosSections } from './whole-maps';

/** Secrets, with something that refers to them: a secret that nothing refers to is a fault. */
export const USED = {
  secrets: { login: {}, other: {} },
  patches: [{ machine: { env: { A: { secret: 'login' }, B: { secret: 'other' } } } }],
};

const LOGIN = { username: 'me', password: { secret: 'login' } };
const SOPS_FILE = '__tests__/support/secrets.sops.yaml';

/** Keys that mean nothing without secrets. */
export const NEED_SECRETS: readonly (readonly [place: RegExp, settings: Readonly<Record<string, unknown>>])[] = [
  [/\b(?:registries\.auth|extensionServices|links\.wireGuard)\b/, USED],
  [/^secrets\./, { patches: [{ machine: { env: { A: { secret: 'login' } } } }] }],
];

/** Names of the entries that samples are made for. */
export const SECRET_ENTRIES: Readonly<Record<string, string>> = {
  'node.registries.auth': 'ghcr',
  'node.extensionServices': 'agent',
  'node.extensionServices.any.environment': 'LEVEL',
  secrets: 'login',
};

/** Content that an entry must have before one of its keys can be tried. */
export const SECRET_WHOLE: Readonly<Record<string, unknown>> = {
  'node.registries.auth.any': LOGIN,
  'node.extensionServices.any': { environment: { LEVEL: '1' } },
  'node.extensionServices.any.configFiles.0': { mountPath: '/etc/agent.conf', content: 'a=1' },
  'secrets.any.sops': { file: SOPS_FILE },
};

/** Samples of fields that take secrets, and of the secrets themselves. */
export const SECRET_SAMPLES: Readonly<Record<string, Sample>> = {
  ...inTalosSections('registries.auth.any.username', 'registries.auth', [
    { ghcr: LOGIN },
    { ghcr: { ...LOGIN, username: 'you' } },
  ]),
  ...inTalosSections('registries.auth.any.password.secret', 'registries.auth', [
    { ghcr: LOGIN },
    { ghcr: { ...LOGIN, password: { secret: 'other' } } },
  ]),
  ...inTalosSections('registries.auth.any.auth.secret', 'registries.auth', [
    { ghcr: { auth: { secret: 'login' } } },
    { ghcr: { auth: { secret: 'other' } } },
  ]),
  ...inTalosSections('registries.auth.any.identityToken.secret', 'registries.auth', [
    { ghcr: { identityToken: { secret: 'login' } } },
    { ghcr: { identityToken: { secret: 'other' } } },
  ]),
  ...inTalosSections('extensionServices.any.environment.any', 'extensionServices', [
    { agent: { environment: { LEVEL: 1 } } },
    { agent: { environment: { LEVEL: true } } },
    { agent: { environment: { LEVEL: 'a' } } },
  ]),
  ...inTalosSections('extensionServices.any.environment.any.secret', 'extensionServices', [
    { agent: { environment: { TOKEN: { secret: 'login' } } } },
    { agent: { environment: { TOKEN: { secret: 'other' } } } },
  ]),
  ...inTalosSections('extensionServices.any.configFiles.0.mountPath', 'extensionServices', [
    { agent: { configFiles: [{ mountPath: '/etc/a', content: 'a' }] } },
    { agent: { configFiles: [{ mountPath: '/etc/b', content: 'a' }] } },
  ]),
  ...inTalosSections('extensionServices.any.configFiles.0.content', 'extensionServices', [
    { agent: { configFiles: [{ mountPath: '/etc/a', content: 'a' }] } },
    { agent: { configFiles: [{ mountPath: '/etc/a', content: 'b' }] } },
  ]),
  ...inTalosSections('extensionServices.any.configFiles.0.content.secret', 'extensionServices', [
    { agent: { configFiles: [{ mountPath: '/etc/a', content: { secret: 'login' } }] } },
    { agent: { configFiles: [{ mountPath: '/etc/a', content: { secret: 'other' } }] } },
  ]),
  'secrets.any.sops.file': { values: [SOPS_FILE, `./${SOPS_FILE}`] },
  'secrets.any.sops.key': { values: [undefined, 'api.token'] },
};
