import type { z } from 'zod';
import { gotInstead, missing, prototypeKey, wrongMapKey } from '../errors/spec';
import { writeTemplateValue } from '../errors/yaml-slips';
import { clusterSpec } from './cluster-spec';
import type { SpecFault } from './cluster-spec-error';
import { alternativesAdvice, formAdvice } from './form-advice';
import { familiarWord } from './familiar-words';
import { entryForm, keysOfMap, mapForm } from './map-form';
import { unknownKeyAdvice } from './unknown-keys';

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

/** A key that JavaScript has for itself. */
const PROTOTYPE_KEY = '__proto__';

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

/** Zod tells an issue's message only; where the keys of a map say what to write, the message carries them. */
function knownKeys(issue: z.core.$ZodRawIssue): string {
  if (issue.code === 'unrecognized_keys') return Object.keys(keysOfMap(issue.inst)).join(' ');
  if (issue.code !== 'invalid_type') return '';
  if (issue.expected === 'record') return entryForm(issue.inst);
  return issue.expected === 'object' ? mapForm(issue.inst) : '';
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
      return [valueFault(path, valueAt(spec, path), formAdvice(issue, valueAt(spec, path)))];
  }
}

function unknownKeyFault(path: Path, key: string, known: readonly string[], object: unknown): ShapeFault {
  const { message, meant } = unknownKeyAdvice({ path, key, value: valueAt(object, [key]), known });
  const mayBeMeant = known.filter((each) => valueAt(object, [each]) === undefined).map((each) => [...path, each]);
  return { path: [...path, key], part: 'key', holes: meant === undefined ? mayBeMeant : [meant], meant, message };
}

function keyFault(path: Path, expected: string): ShapeFault {
  return { path, part: 'key', holes: [], isMisnamed: true, message: wrongMapKey(String(path.at(-1)), expected) };
}

function valueFault(path: Path, value: unknown, expected: string): ShapeFault {
  return { path, holes: [path], message: valueSentence(path, value, expected) };
}

function valueSentence(path: Path, value: unknown, expected: string): string {
  if (value === undefined) return missing(expected);
  const isTemplate = typeof value === 'string' && /\{\{|\{%/.test(value);
  return familiarWord(path, value) ?? gotInstead(value, isTemplate ? writeTemplateValue() : expected);
}

/** The faults of the alternative that the value was meant to be, or what may be written if it is like none of them. */
function unionFaults(issue: z.core.$ZodIssueInvalidUnion, spec: unknown, path: Path): readonly ShapeFault[] {
  const value = valueAt(spec, path);
  const candidates = issue.errors.filter((issues) => !issues.some(isWrongKind));
  const meant = [...candidates].sort((a, b) => shallowIssues(a) - shallowIssues(b))[0];
  const strange = keysOfNone(candidates, value);
  if (strange.length > 0 && meant !== undefined && shallowIssues(meant) > 1) {
    const known = [...new Set(candidates.flatMap(keysOf))];
    return strange.map((key) => unknownKeyFault(path, key, known, value));
  }
  if (meant !== undefined && issue.message === '') return meant.flatMap((each) => issueFaults(each, spec, path));
  return [valueFault(path, value, alternativesAdvice(issue, value))];
}

/** Keys of a map that none of the alternatives has. */
function keysOfNone(candidates: readonly (readonly Issue[])[], value: unknown): readonly string[] {
  return Object.keys(isMap(value) ? value : {}).filter((key) =>
    candidates.every((issues) => issues.some((issue) => isShallowUnknown(issue) && issue.keys.includes(key))),
  );
}

/** The keys of an alternative that was refused for its keys. */
function keysOf(issues: readonly Issue[]): readonly string[] {
  return issues.filter(isShallowUnknown).flatMap(({ message }) => message.split(' '));
}

function isShallowUnknown(issue: Issue): issue is z.core.$ZodIssueUnrecognizedKeys {
  return issue.code === 'unrecognized_keys' && issue.path.length === 0;
}

function isMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, key)
        ? (at as Readonly<Record<string | number, unknown>>)[key]
        : undefined,
    value,
  );
}
