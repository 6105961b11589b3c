import type { ConfigPatch } from '../settings/config-patch';
import { splitDeletions } from './deletions';
import { isFields, readPatch } from './patch-text';
import { placesOf, SECRETS_OF_THE_STACK } from './reserved-fields';
import { type Path, valueAt } from '../../values/path';

/** A secret of another system that a patch holds. */
export interface Credential {
  /** The patch. */
  readonly patch: ConfigPatch;
  /** Where in the patch it stands. */
  readonly path: Path;
  /** What it is. */
  readonly value: unknown;
}

const IN_MAIN = [
  'machine.registries.config.*.auth.password',
  'machine.registries.config.*.auth.auth',
  'machine.registries.config.*.auth.identityToken',
  'machine.registries.config.*.tls.clientIdentity.key',
  'machine.systemDiskEncryption.*.keys.*.static.passphrase',
  'machine.network.interfaces.*.wireguard.privateKey',
  'machine.network.interfaces.*.vip.hcloud.apiToken',
  'machine.network.interfaces.*.vip.equinixMetal.apiToken',
  'machine.network.interfaces.*.vlans.*.vip.hcloud.apiToken',
  'machine.network.interfaces.*.vlans.*.vip.equinixMetal.apiToken',
];

const VOLUME = ['encryption.keys.*.static.passphrase'];

/** Secrets of other systems by kind of document; `*` is any key or item, and the main document has no kind. */
const CREDENTIALS: ReadonlyMap<unknown, readonly string[]> = new Map([
  [undefined, IN_MAIN],
  ['RegistryAuthConfig', ['password', 'auth', 'identityToken']],
  ['RegistryTLSConfig', ['clientIdentity.key']],
  ['WireguardConfig', ['privateKey', 'peers.*.presharedKey']],
  ['HCloudVIPConfig', ['apiToken']],
  ['SideroLinkConfig', ['uniqueToken']],
  ['VolumeConfig', VOLUME],
  ['UserVolumeConfig', VOLUME],
  ['RawVolumeConfig', VOLUME],
  ['SwapVolumeConfig', VOLUME],
]);

/** Variables of programs, by kind of document: a map, or a list of `NAME=value`. */
const VARIABLES: ReadonlyMap<unknown, string> = new Map([
  [undefined, 'machine.env.*'],
  ['ExtensionServiceConfig', 'environment.*'],
]);

/** How variables that hold secrets are called: `TS_AUTHKEY`, `TUNNEL_TOKEN`. */
const SECRET_NAME = /(?:^|_)(?:auth_?key|api_?key|private_?key|access_?key|token|secret|password|passphrase)(?:_|$)/i;

/** The secrets of other systems that patches hold, by the fields that Talos has for them. */
export function credentials(patches: readonly ConfigPatch[]): readonly Credential[] {
  return patches.flatMap((patch) => credentialsAt(patch, (kind) => CREDENTIALS.get(kind) ?? []));
}

/** Variables of programs in patches that have the name of a secret and hold something. */
export function secretVariables(patches: readonly ConfigPatch[]): readonly Credential[] {
  return patches
    .flatMap((patch) => credentialsAt(patch, (kind) => [VARIABLES.get(kind) ?? []].flat()))
    .filter(({ path, value }) => {
      const isListed = typeof path.at(-1) === 'number';
      const [, name = '', text = ''] = isListed
        ? (/^([^=]*)=(.*)$/s.exec(String(value)) ?? [])
        : ['', path.at(-1), value];
      return SECRET_NAME.test(String(name)) && text !== '';
    });
}

/** Texts that other programs get, which may be secrets whatever they are called. */
const CONTENTS: ReadonlyMap<unknown, readonly string[]> = new Map([
  [undefined, ['machine.files.*.content', 'cluster.inlineManifests.*.contents', 'cluster.extraManifestHeaders.*']],
  ['ExtensionServiceConfig', ['configFiles.*.content']],
]);

/** Every text in patches that is or may be a secret, the longest first: secrets of the stack and of other systems. */
export function secretTexts(patches: readonly ConfigPatch[]): readonly string[] {
  const fieldsOf = (kind: unknown): readonly string[] => [
    ...(kind === undefined ? SECRETS_OF_THE_STACK : []),
    ...(CREDENTIALS.get(kind) ?? []),
    ...(CONTENTS.get(kind) ?? []),
  ];
  const held = patches.flatMap((patch) => credentialsAt(patch, fieldsOf).map(({ value }) => value));
  const variables = secretVariables(patches).flatMap(({ value }) => [value, String(value).replace(/^[^=]*=/, '')]);
  const texts = [...held, ...variables].flatMap(textsIn).filter((text) => text.trim() !== '');
  return [...new Set(texts)].sort((left, right) => right.length - left.length);
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isFields(value) ? Object.values(value).flatMap(textsIn) : [];
}

function credentialsAt(patch: ConfigPatch, fieldsOf: (kind: unknown) => readonly string[]): readonly Credential[] {
  return readPatch(patch)
    .documents.map(splitDeletions)
    .flatMap(({ path, rest }) =>
      fieldsOf(rest.kind)
        .flatMap((field) => placesOf(rest, field.split('.')))
        .map((place) => ({ patch, path: [...path, ...place], value: valueAt(rest, place) })),
    );
}
