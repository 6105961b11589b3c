import type { SecretFields } from '../documents/document-kind';
import { DOCUMENT_KINDS } from '../documents/document-kinds';
import { MAIN_SECRET_FIELDS, SECRETS_OF_THE_STACK } from '../main/main-document';
import type { ConfigPatch } from '../settings/config-patch';
import { splitDeletions } from './deletions';
import { isFields } from '../fields';
import { readPatch } from './patch-text';
import { placesOf } from './reserved-fields';
import { type Path, valueAt } from '../../values/path';

/** A secret of another system that a patch holds. */
export interface Credential {
  /** The patch. */
  readonly patch: ConfigPatch;
  /** Where in the patch it stands. */
  readonly path: Path;
  /** The secret itself. */
  readonly value: unknown;
}

/** Places of secrets by kind of document; the main document has no kind. */
const SECRET_FIELDS: ReadonlyMap<unknown, SecretFields> = new Map<unknown, SecretFields>([
  [undefined, MAIN_SECRET_FIELDS],
  ...DOCUMENT_KINDS.map((kind) => [kind.kind, kind] as const),
]);

/** How variables that hold secrets are called: `TS_AUTHKEY`, `TUNNEL_TOKEN`. */
const SECRET_NAME =
  /(?:^|_)(?:auth_?key|api_?key|private_?key|access_?key|setup_?key|token|secret|password|passphrase)(?:_|$)(?!(?:file|path)$)/i;

/** If a variable of a program is called as those that hold secrets. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** The secrets of other systems that patches hold, by the fields that Talos has for them. */
export function credentials(patches: readonly ConfigPatch[]): readonly Credential[] {
  return patches.flatMap((patch) => credentialsAt(patch, (kind) => SECRET_FIELDS.get(kind)?.secrets ?? []));
}

/** Variables of programs in patches that have the name of a secret and hold something. */
export function secretVariables(patches: readonly ConfigPatch[]): readonly Credential[] {
  return patches
    .flatMap((patch) => credentialsAt(patch, (kind) => SECRET_FIELDS.get(kind)?.variables ?? []))
    .filter(({ path, value }) => {
      const isListed = typeof path.at(-1) === 'number';
      const [, name = '', text = ''] = isListed
        ? (/^([^=]*)=(.*)$/s.exec(String(value)) ?? [])
        : ['', path.at(-1), value];
      return isSecretName(String(name)) && text !== '';
    });
}

/** Every text in patches that is or may be a secret, the longest first: secrets of the stack and of other systems. */
export function secretTexts(patches: readonly ConfigPatch[]): readonly string[] {
  const fieldsOf = (kind: unknown): readonly string[] => [
    ...(kind === undefined ? SECRETS_OF_THE_STACK : []),
    ...(SECRET_FIELDS.get(kind)?.secrets ?? []),
    ...(SECRET_FIELDS.get(kind)?.contents ?? []),
  ];
  const held = patches.flatMap((patch) => credentialsAt(patch, fieldsOf).map(({ value }) => value));
  const variables = secretVariables(patches).flatMap(({ value }) => [value, String(value).replace(/^[^=]*=/, '')]);
  const texts = [...held, ...variables].flatMap(textsIn).filter((text) => text.trim() !== '');
  return [...new Set(texts)].sort((left, right) => right.length - left.length);
}

/** Every text and number in data. */
export function textsIn(value: unknown): readonly string[] {
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
