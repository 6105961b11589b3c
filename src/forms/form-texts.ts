import { quoteValue } from '../errors/spec';

/** Asks for the value that a template would have put in. */
export function writeTemplateValue(): string {
  return 'write the value, or "${env.NAME}" for a variable of the environment';
}

/** Asks for a list, where its items stand in one text. */
export function writeListOf(items: readonly string[]): string {
  return `write a list: [${items.map(quoteValue).join(', ')}]`;
}

/** Asks for a list, where there are keys. */
export function writeListOfItems(): string {
  return 'write a list, with "- " before each item';
}

/** Asks for a map, where there is a list. */
export function writeMapNotList(example: string): string {
  return `write keys and values instead of a list, such as ${example}`;
}

/** Asks for a number or a truth value that stands in quotes. */
export function writeUnquoted(value: string): string {
  return `write ${value} without quotes`;
}

/** Asks for a whole number near one that is none. */
export function writeWholeNumberNear(got: number): string {
  return `write a whole number, ${Math.floor(got)} or ${Math.ceil(got)}`;
}

/** Asks for the number of a unit. */
export function writeInUnit(value: number, unit: string): string {
  return `write ${value}, as the key counts in ${unit}`;
}

/** Asks for `true` or `false` where YAML 1.2 has a word. */
export function writeTruth(got: string, value: boolean): string {
  return `write ${value}, as YAML 1.2 reads ${got} as text`;
}

/** Asks for the form that is meant. */
export function writeForm(form: string): string {
  return `write ${form}`;
}

/** A value of the wrong type, form or range. */
export function gotInstead(value: unknown, advice: string): string {
  return `got ${quoteValue(value)}; ${advice}`;
}

/** A key that could not be distinguished from JavaScript's own properties. */
export function prototypeKey(): string {
  return '"__proto__" cannot be a key; write another name';
}

/** A key of a map that has the wrong form. */
export function wrongMapKey(key: string, advice: string): string {
  return `the name ${quoteValue(key)} can't be used; ${advice}`;
}

/** Asks for text. */
export function writeText(): string {
  return 'write text';
}

/** Asks for a truth value. */
export function writeBoolean(): string {
  return 'write true or false';
}

/** Asks for a list. */
export function writeList(): string {
  return 'write a list';
}

/** Asks for a list that is not empty. */
export function writeSomeItems(): string {
  return 'write at least one item, or leave the key out';
}

/** Asks for a list that is not empty, where there must be one. */
export function writeAnItem(): string {
  return 'write at least one item';
}

/** Asks for a map. */
export function writeMap(): string {
  return 'write keys and values';
}

/** Asks for one of several words or forms. */
export function writeOneOf(words: readonly string[]): string {
  return words.length === 1 ? `write ${words.join('')}` : `write ${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
