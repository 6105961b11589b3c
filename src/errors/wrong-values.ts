import { quoteValue } from './spec';

/** What to write: a text that YAML reads as something else. */
export function writeQuoted(text: string): string {
  return `write ${JSON.stringify(text)}, with the quotes, as YAML reads it as something else than text`;
}

/** What to write: a list, where its items stand in one text. */
export function writeListOf(items: readonly string[]): string {
  return `write a list: [${items.map(quoteValue).join(', ')}]`;
}

/** What to write: a list, where there are keys. */
export function writeListOfItems(): string {
  return 'write a list, with "- " before each item';
}

/** What to write: a map, where there is a list. */
export function writeMapNotList(example: string): string {
  return `write keys and values instead of a list, such as ${example}`;
}

/** What to write: a number or a truth value that stands in quotes. */
export function writeUnquoted(value: string): string {
  return `write ${value} without quotes`;
}

/** What to write: a whole number near one that is none. */
export function writeWholeNumberNear(got: number): string {
  return `write a whole number, ${Math.floor(got)} or ${Math.ceil(got)}`;
}

/** What to write: the number of a unit. */
export function writeInUnit(value: number, unit: string): string {
  return `write ${value}, as the key counts in ${unit}`;
}

/** What to write: `true` or `false` where YAML 1.2 has a word. */
export function writeTruth(got: string, value: boolean): string {
  return `write ${value}, as YAML 1.2 reads ${got} as text`;
}

/** What to write: the path of a file, where another sign stands before it. */
export function writePathAlone(path: string): string {
  return `write the path alone: ${quoteValue(path)}`;
}

/** What to write: the form that is meant. */
export function writeForm(form: string): string {
  return `write ${form}`;
}
