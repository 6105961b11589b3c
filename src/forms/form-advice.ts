import type { z } from 'zod';
import { quoteValue } from '../errors/spec';
import { writeBoolean, writeList, writeMap, writeOneOf, writeSomeItems, writeText } from './form-texts';
import { writeForm, writeListOf, writeListOfItems, writeMapNotList, writeTruth, writeUnquoted } from './form-texts';

type Issue = z.core.$ZodIssue;

/** Words of YAML 1.1 for truth values. */
const TRUTH: ReadonlyMap<string, boolean> = new Map([
  ['yes', true],
  ['on', true],
  ['y', true],
  ['no', false],
  ['off', false],
  ['n', false],
]);

/** Advice for a value of the wrong form. */
export function formAdvice(issue: Issue, value: unknown): string {
  if (issue.code === 'invalid_type' && issue.expected === 'object') return mapAdvice(issue.message, value);
  if (issue.code === 'invalid_type' && issue.expected === 'record') return recordAdvice(issue.message, value);
  if (issue.message !== '') return issue.message;
  if (issue.code === 'invalid_value') return writeOneOf(issue.values.map(quoteValue));
  if (issue.code === 'too_small') return writeSomeItems();
  if (issue.code !== 'invalid_type') return writeText();
  switch (issue.expected) {
    case 'boolean':
      return booleanAdvice(value);
    case 'array':
      return listAdvice(value);
    default:
      return writeText();
  }
}

/** Advice for a value that resembles none of its alternatives. */
export function alternativesAdvice(issue: z.core.$ZodIssueInvalidUnion, value: unknown): string {
  if (issue.message !== '') return issue.message;
  const firsts = issue.errors.flatMap(([first]) => first ?? []);
  const named = firsts.find(({ message }) => typeof value === 'string' && message.startsWith(`{ ${value}: `));
  if (named !== undefined) return writeForm(named.message.slice(2, -2));
  const forms = firsts.flatMap((first) =>
    first.code === 'invalid_value' ? first.values.map(quoteValue) : formAdvice(first, value).replace(/^write /, ''),
  );
  return writeOneOf([...new Set(forms)]);
}

function booleanAdvice(value: unknown): string {
  if (typeof value !== 'string') return writeBoolean();
  const word = value.toLowerCase();
  if (word === 'true' || word === 'false') return writeUnquoted(word);
  const truth = TRUTH.get(word);
  return truth === undefined ? writeBoolean() : writeTruth(value, truth);
}

function listAdvice(value: unknown): string {
  if (typeof value === 'string' && value.trim() !== '') return writeListOf(value.trim().split(/\s*,\s*|\s+/));
  return typeof value === 'object' && value !== null ? writeListOfItems() : writeList();
}

/** @param form how the map is written, if that is short */
function mapAdvice(form: string, value: unknown): string {
  if (Array.isArray(value)) return writeMapNotList(form === '' ? writtenEntry('key', '…') : form);
  return form === '' ? writeMap() : writeForm(form);
}

/** @param form how an entry is written, if it is a map itself */
function recordAdvice(form: string, value: unknown): string {
  if (!Array.isArray(value)) return writeMap();
  return writeMapNotList(form === '' ? valueLike(value[0]) : form.replace('name', nameOf(value[0])));
}

/** The name of what an item of a list describes. */
function nameOf(item: unknown): string {
  if (typeof item === 'string') return item;
  const { name, hostname } = (item ?? {}) as Readonly<Record<string, unknown>>;
  return [name, hostname].find(isWord) ?? 'name';
}

/** A key and a value that say what the first item of a list said. */
function valueLike(item: unknown): string {
  if (typeof item === 'string') {
    const [, key = item, value = '…'] = /^([^=:\s]+)(?:=|:\s*)(\S+)$/.exec(item) ?? [];
    return writtenEntry(key, value);
  }
  const entries = Object.entries((item ?? {}) as Readonly<Record<string, unknown>>);
  const { key, value, effect } = Object.fromEntries(entries);
  if (typeof key === 'string') return writtenEntry(key, [value, effect].filter(isWord).join(':') || '…');
  const [[name, content] = ['key', '…']] = entries;
  return writtenEntry(name, ['string', 'number', 'boolean'].includes(typeof content) ? String(content) : '…');
}

function isWord(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function writtenEntry(key: string, value: string): string {
  return `${key}: ${value}`;
}
