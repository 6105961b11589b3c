import type { Path } from '../../values/path';
import { DOCUMENT_KINDS } from '../documents/document-kinds';
import type { Fields } from '../fields';
import { MAIN_SECRET_FIELDS, SECRETS_OF_THE_STACK } from '../main/main-document';
import { placesOf } from './reserved-fields';

/** Keys and tokens beside those of the kinds, whatever document they stand in. */
const ALWAYS_HIDDEN = /(?:^|_)(?:private|preshared|secret|pre_shared)_?key$|^(?:passphrase|password|token)$/i;

/**
 * Places of a document whose values nobody shows: secrets of the cluster and of other systems, variables of programs and
 * whatever texts other programs read.
 */
export function hiddenPlaces(document: Fields): readonly Path[] {
  const kind = DOCUMENT_KINDS.find((each) => each.kind === document.kind);
  const {
    secrets = [],
    variables = [],
    contents = [],
  } = document.kind === undefined ? MAIN_SECRET_FIELDS : (kind ?? {});
  const ofStack = document.kind === undefined ? SECRETS_OF_THE_STACK : (kind?.ofStack ?? []);
  return [...secrets, ...variables, ...contents, ...ofStack].flatMap((field) => placesOf(document, field.split('.')));
}

/** If a key is called as those of secrets are in every document. */
export function isHiddenKey(key: string | number | undefined): boolean {
  return typeof key === 'string' && ALWAYS_HIDDEN.test(key.replace(/([a-z])([A-Z])/g, '$1_$2'));
}
