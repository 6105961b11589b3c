import { isPlainObject } from './plain-object';
import type { SecretReference } from './secret-settings';

/** The only key of a reference. */
const KEY = 'secret';

/** Mark that stands in a text for a secret; its brackets occur in no configuration. */
const MARK = /⟦secret ([^⟧]*)⟧/g;

/** If a value is a reference: a map with the one key, and a name under it. */
export function isSecretReference(value: unknown): value is SecretReference {
  return isPlainObject(value) && typeof value[KEY] === 'string' && Object.keys(value).length === 1;
}

/** Text that stands for a secret until the variable with its value takes its place. */
export function secretMark(name: string): string {
  return `⟦secret ${name}⟧`;
}

/** If a secret stands somewhere in a text. */
export function holdsSecretMark(text: string): boolean {
  return text.includes('⟦secret ');
}

/** If a value is a text in which a secret stands. */
export function isSecretText(value: unknown): boolean {
  return typeof value === 'string' && holdsSecretMark(value);
}

/**
 * A text with something else in the place of each secret.
 *
 * @param valueOf by the name of the secret
 */
export function replaceSecretMarks(text: string, valueOf: (name: string) => string): string {
  return text.replace(MARK, (_, name: string) => valueOf(name));
}

/**
 * Data with something else in the place of each reference.
 *
 * @param valueOf by the name of the secret
 * @returns the same data if there is none
 */
export function replaceReferences<T>(value: T, valueOf: (name: string) => string): T {
  return mapped(value, (each) => (isSecretReference(each) ? valueOf(each.secret) : undefined)) as T;
}

/**
 * Data with something else in the place of each secret in its texts. What is no plain data stays as it is.
 *
 * @param valueOf by the name of the secret
 * @returns the same data if there is none
 */
export function replaceMarksIn<T>(value: T, valueOf: (name: string) => string): T {
  return mapped(value, (each) =>
    typeof each === 'string' && holdsSecretMark(each) ? replaceSecretMarks(each, valueOf) : undefined,
  ) as T;
}

/** Data with other values where there are some; parts without any are the same. */
function mapped(value: unknown, other: (value: unknown) => unknown): unknown {
  const own = other(value);
  if (own !== undefined) return own;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => mapped(item, other));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (!isPlainObject(value)) return value;
  const entries = Object.entries(value).map(([key, entry]) => [key, mapped(entry, other)] as const);
  return entries.some(([key, entry]) => entry !== value[key]) ? Object.fromEntries(entries) : value;
}
