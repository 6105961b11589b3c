import { closest, distance } from 'fastest-levenshtein';
import type { z } from 'zod';
import {
  gotInstead,
  missing,
  unknownKey,
  writeBoolean,
  writeList,
  writeMap,
  writeOneOf,
  writeSomeItems,
  writeText,
  wrongMapKey,
  quoteValue,
  secretKey,
} from '../errors/spec';
import { clusterSpec } from './cluster-spec';
import type { SpecFault } from './cluster-spec-error';

type Path = readonly (string | number)[];
type Issue = z.core.$ZodIssue;

/** A fault of form, and the place of which nothing is known because of it. */
export interface ShapeFault extends SpecFault {
  /** Path of what is missing or unusable: of the key that was meant, if a key is misspelt. */
  readonly hole: Path;
}

/** Keys under which people look for a place to put secrets, and the variable that takes each. */
const SECRET_VARIABLES: Readonly<Record<string, string>> = {
  apiToken: 'proxmox_<endpoint>_api_token',
  password: 'proxmox_<endpoint>_api_token',
  privateKey: 'proxmox_<endpoint>_ssh_private_key',
  passphrase: 'state_passphrase',
  token: 'gitea_token or flux_git_token',
};

/** Everything in a spec that has the wrong form: unknown and missing keys, wrong types, values out of range. */
export function shapeFaults(spec: unknown): readonly ShapeFault[] {
  const result = clusterSpec.safeParse(spec, { error: knownKeys });
  if (result.success) return [];
  const faults = result.error.issues.flatMap((issue) => issueFaults(issue, spec, []));
  const misspelt = new Set(faults.filter(({ part }) => part === 'key').map(({ hole }) => JSON.stringify(hole)));
  return faults.filter(({ part, hole }) => part === 'key' || !misspelt.has(JSON.stringify(hole)));
}

/** Zod tells an issue's message only; for unknown keys the message carries the keys that are known. */
function knownKeys(issue: z.core.$ZodRawIssue): string {
  if (issue.code !== 'unrecognized_keys') return '';
  const { def } = issue.inst?._zod as unknown as z.core.$ZodObjectInternals;
  return Object.keys(def.shape).join(' ');
}

function issueFaults(issue: Issue, spec: unknown, outer: Path): readonly ShapeFault[] {
  const path = [...outer, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKeyFault(path, key, issue.message.split(' ')));
    case 'invalid_key':
      return [keyFault(path, issue.issues[0]?.message ?? '')];
    case 'invalid_union':
      return unionFaults(issue, spec, path);
    default:
      return [valueFault(path, valueAt(spec, path), issue.message === '' ? advice(issue) : issue.message)];
  }
}

function unknownKeyFault(path: Path, key: string, known: readonly string[]): ShapeFault {
  const variable = SECRET_VARIABLES[key];
  const nearest = variable === undefined ? nearestWord(key, known) : undefined;
  const message = variable === undefined ? unknownKey(key, nearest, known) : secretKey(key, variable);
  return { path: [...path, key], part: 'key', hole: [...path, nearest ?? key], message };
}

function keyFault(path: Path, expected: string): ShapeFault {
  return { path, part: 'key', hole: path, message: wrongMapKey(String(path.at(-1)), expected) };
}

function valueFault(path: Path, value: unknown, expected: string): ShapeFault {
  const message = value === undefined ? missing(expected) : gotInstead(value, expected);
  return { path, hole: path, message };
}

/** The faults of the alternative that the value was meant to be, or what may be written if it is like none of them. */
function unionFaults(issue: z.core.$ZodIssueInvalidUnion, spec: unknown, path: Path): readonly ShapeFault[] {
  const value = valueAt(spec, path);
  const candidates = issue.errors.filter((issues) => !issues.some(isWrongKind));
  const meant = [...candidates].sort((a, b) => shallowIssues(a) - shallowIssues(b))[0];
  if (meant !== undefined && issue.message === '') return meant.flatMap((each) => issueFaults(each, spec, path));
  return [valueFault(path, value, issue.message === '' ? alternatives(issue.errors) : issue.message)];
}

function isWrongKind(issue: Issue): boolean {
  return issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value');
}

function shallowIssues(issues: readonly Issue[]): number {
  return issues.filter(
    ({ code, path }) =>
      (code === 'unrecognized_keys' && path.length === 0) || (code === 'invalid_type' && path.length === 1),
  ).length;
}

function alternatives(errors: readonly (readonly Issue[])[]): string {
  const forms = errors.flatMap(([first]) => {
    if (first?.code === 'invalid_value') return first.values.map(quoteValue);
    return first === undefined ? [] : [(first.message === '' ? advice(first) : first.message).replace(/^write /, '')];
  });
  return writeOneOf([...new Set(forms)]);
}

/** What to write where zod gives the reason by its code alone. */
function advice(issue: Issue): string {
  if (issue.code === 'invalid_value') return writeOneOf(issue.values.map(quoteValue));
  if (issue.code === 'too_small') return writeSomeItems();
  if (issue.code !== 'invalid_type') return writeText();
  switch (issue.expected) {
    case 'boolean':
      return writeBoolean();
    case 'array':
      return writeList();
    case 'object':
    case 'record':
      return writeMap();
    default:
      return writeText();
  }
}

/** The word that was probably meant: at most two letters away, or a third of a long word. */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const byCase = known.find((each) => each.toLowerCase() === word.toLowerCase().replaceAll(/[_-]/g, ''));
  if (byCase !== undefined) return byCase;
  const nearest = closest(word, known);
  return distance(word, nearest) <= Math.max(2, Math.floor(nearest.length / 3)) ? nearest : undefined;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null ? (at as Readonly<Record<string | number, unknown>>)[key] : undefined,
    value,
  );
}
