import type { z } from 'zod';
import {
  gotInstead,
  missing,
  nameIsKey,
  prototypeKey,
  quoteValue,
  secretKey,
  unknownKey,
  writeBoolean,
  writeList,
  writeMap,
  writeOneOf,
  writeSomeItems,
  writeText,
  wrongMapKey,
} from '../errors/spec';
import { clusterSpec } from './cluster-spec';
import type { SpecFault } from './cluster-spec-error';
import { nearestName } from '../values/nearest-name';

type Path = readonly (string | number)[];
type Issue = z.core.$ZodIssue;

/** A fault of form, and the places of which nothing is known because of it. */
export interface ShapeFault extends SpecFault {
  /** What is missing or unusable: the key that was meant, or any key that may have been meant. */
  readonly holes: readonly Path[];
  /**
   * The place that was meant, if a key is misspelt.
   * @default - not known
   */
  readonly meant?: Path;
  /** Whether only the name of an entry is wrong. */
  readonly isMisnamed?: true;
}

/** Keys under which people look for a place to put secrets, and the variable that takes each. */
const SECRET_VARIABLES: ReadonlyMap<string, string> = new Map([
  ['apiToken', 'proxmox_<endpoint>_api_token'],
  ['password', 'proxmox_<endpoint>_api_token'],
  ['privateKey', 'proxmox_<endpoint>_ssh_private_key'],
  ['passphrase', 'state_passphrase'],
  ['token', 'gitea_token or flux_git_token'],
]);

/** A key that JavaScript has for itself. */
const PROTOTYPE_KEY = '__proto__';

/** Keys under which people write the name of a machine. */
const NAME_KEYS: readonly string[] = ['hostname', 'name'];

/** Everything in a spec that has the wrong form: unknown and missing keys, wrong types, values out of range. */
export function shapeFaults(spec: unknown): readonly ShapeFault[] {
  const faults = [...prototypeKeyFaults(spec, []), ...faultsOf(spec)];
  const misspelt = new Set(faults.flatMap(({ meant }) => (meant === undefined ? [] : [JSON.stringify(meant)])));
  return faults.filter(({ part, path }) => part === 'key' || !misspelt.has(JSON.stringify(path)));
}

/** Zod passes over this key wherever it stands, so what is below it would be used unchecked. */
function prototypeKeyFaults(value: unknown, path: Path): readonly ShapeFault[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => {
    const below = [...path, Array.isArray(value) ? Number(key) : key];
    if (key !== PROTOTYPE_KEY) return prototypeKeyFaults(entry, below);
    return [{ path: below, part: 'key' as const, holes: [below], message: prototypeKey() }];
  });
}

/** Zod does not look into an entry whose name is wrong, so such entries are looked at again under a good name. */
function faultsOf(spec: unknown): readonly ShapeFault[] {
  // a spec is parsed once: compiling the parser would take longer
  const result = clusterSpec.safeParse(spec, { error: knownKeys, jitless: true });
  if (result.success) return [];
  const misnamed = result.error.issues.filter((issue) => issue.code === 'invalid_key');
  if (misnamed.length === 0) return result.error.issues.flatMap((issue) => issueFaults(issue, spec, []));

  const renamings = misnamed.map(({ path }, index) => ({ path: path.map(String), name: `renamed${index}` }));
  const renamed = renamings.reduce((value, { path, name }) => renameKey(value, path, name), spec);
  return [
    ...misnamed.map(({ path, issues }) => keyFault(path.map(String), issues[0]?.message ?? '')),
    ...faultsOf(renamed).map((fault) => ({
      ...fault,
      path: originalPath(fault.path, renamings),
      holes: fault.holes.map((hole) => originalPath(hole, renamings)),
      meant: fault.meant && originalPath(fault.meant, renamings),
    })),
  ];
}

interface Renaming {
  readonly path: readonly string[];
  readonly name: string;
}

function renameKey(value: unknown, [key, ...rest]: readonly string[], name: string): unknown {
  const entries = Object.entries(value as object).map(([each, entry]: [string, unknown]) => {
    if (each !== key) return [each, entry];
    return rest.length === 0 ? [name, entry] : [each, renameKey(entry, rest, name)];
  });
  return Object.fromEntries(entries) as unknown;
}

function originalPath(path: Path, renamings: readonly Renaming[]): Path {
  const renaming = renamings.find(
    ({ path: original, name }) =>
      path[original.length - 1] === name && original.slice(0, -1).every((key, index) => path[index] === key),
  );
  return renaming === undefined ? path : [...renaming.path, ...path.slice(renaming.path.length)];
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
      return issue.keys
        .filter((key) => key !== PROTOTYPE_KEY)
        .map((key) => unknownKeyFault(path, key, issue.message.split(' '), valueAt(spec, path)));
    case 'invalid_union':
      return unionFaults(issue, spec, path);
    default:
      return [valueFault(path, valueAt(spec, path), issue.message === '' ? advice(issue) : issue.message)];
  }
}

function unknownKeyFault(path: Path, key: string, known: readonly string[], object: unknown): ShapeFault {
  const variable = SECRET_VARIABLES.get(key);
  const nearest = variable === undefined ? (nearestName(key, known) ?? longerName(key, known)) : undefined;
  const message = variable === undefined ? unknownKeySentence(path, key, nearest, known) : secretKey(key, variable);
  const meant = nearest === undefined ? known.filter((each) => valueAt(object, [each]) === undefined) : [nearest];
  return {
    path: [...path, key],
    part: 'key',
    holes: meant.map((each) => [...path, each]),
    meant: nearest === undefined ? undefined : [...path, nearest],
    message,
  };
}

function unknownKeySentence(path: Path, key: string, nearest: string | undefined, known: readonly string[]): string {
  const [section, name, ...below] = path;
  const isName = section === 'nodes' && name !== undefined && below.length === 0 && NAME_KEYS.includes(key);
  return isName ? nameIsKey(key, String(name)) : unknownKey(key, nearest, known);
}

/** The shortest known name that holds the whole of what was written: `nodeLabels` for `labels`. */
function longerName(key: string, known: readonly string[]): string | undefined {
  const written = key.toLowerCase();
  const [shortest] = known
    .filter((name) => written.length > 2 && name.toLowerCase().includes(written))
    .sort((a, b) => a.length - b.length);
  return shortest;
}

function keyFault(path: Path, expected: string): ShapeFault {
  return { path, part: 'key', holes: [], isMisnamed: true, message: wrongMapKey(String(path.at(-1)), expected) };
}

function valueFault(path: Path, value: unknown, expected: string): ShapeFault {
  const message = value === undefined ? missing(expected) : gotInstead(value, expected);
  return { path, holes: [path], message };
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

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, key)
        ? (at as Readonly<Record<string | number, unknown>>)[key]
        : undefined,
    value,
  );
}
