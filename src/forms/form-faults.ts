import type { z } from 'zod';
import { gotInstead, prototypeKey, wrongMapKey } from './form-texts';
import { missing } from '../errors/spec';
import { writeTemplateValue } from './form-texts';
import { secretForm, secretWrittenOut } from './secret-texts';
import type { Fault } from '../values/fault';
import { type Path, valueAt } from '../values/path';
import { alternativesAdvice, formAdvice } from './form-advice';
import { entryForm, keysOfMap, mapForm } from './map-form';

type Issue = z.core.$ZodIssue;

/** A key that a map does not have. */
export interface UnknownKey {
  /** Place of the map. */
  readonly path: Path;
  /** The key. */
  readonly key: string;
  /** Value under it. */
  readonly value: unknown;
  /** Keys that the map has. */
  readonly known: readonly string[];
}

/** Sentence about an unknown key, and the key that was meant as far as that is known. */
export interface KeyAdvice {
  /** The sentence. */
  readonly message: string;
  /**
   * Place that was meant.
   * @default - not known
   */
  readonly meant?: Path;
}

/** Knowledge of the things that are written, beyond their form. */
export interface FormWords {
  /** Sentence about a key that a map does not have. */
  readonly unknownKey: (unknown: UnknownKey) => KeyAdvice;
  /** Sentence about a word that names something unsupported; nothing for any other value. */
  readonly familiarWord: (path: Path, value: unknown) => string | undefined;
}

/** A fault of form, and the places of which nothing is known because of it. */
export interface FormFault extends Fault {
  /** Places that are missing or unusable: the key that was meant, or any key that may have been meant. */
  readonly holes: readonly Path[];
  /**
   * The place that was meant, if a key is misspelt.
   * @default - not known
   */
  readonly meant?: Path;
  /** True if only the name of an entry is wrong. */
  readonly isMisnamed?: true;
}

/** A key that JavaScript has for itself. */
const PROTOTYPE_KEY = '__proto__';

/**
 * Everything that has the wrong form: unknown and missing keys, wrong types, values out of range.
 *
 * @param form what the value should be like
 * @param words what is known of its keys and words beside
 */
export function formFaults(form: z.ZodType, value: unknown, words: FormWords): readonly FormFault[] {
  const faults = [...prototypeKeyFaults(value, []), ...new FormReader(form, words).faultsOf(value)];
  const misspelt = new Set(faults.flatMap(({ meant }) => (meant === undefined ? [] : [JSON.stringify(meant)])));
  return faults.filter(({ part, path }) => part === 'key' || !misspelt.has(JSON.stringify(path)));
}

/** Zod passes over this key wherever it stands, so what is below it would be used unchecked. */
function prototypeKeyFaults(value: unknown, path: Path): readonly FormFault[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => {
    const below = [...path, Array.isArray(value) ? Number(key) : key];
    if (key !== PROTOTYPE_KEY) return prototypeKeyFaults(entry, below);
    return [{ path: below, part: 'key' as const, holes: [below], message: prototypeKey() }];
  });
}

/** Reads the issues of zod about one form. */
class FormReader {
  constructor(
    private readonly form: z.ZodType,
    private readonly words: FormWords,
  ) {}

  /** Zod does not look into an entry whose name is wrong, so such entries are looked at again under a good name. */
  public faultsOf(spec: unknown, known: readonly string[] = []): readonly FormFault[] {
    // a spec is parsed once: compiling the parser would take longer
    const result = this.form.safeParse(spec, { error: knownKeys, jitless: true });
    if (result.success) return [];
    // where our name is no good one either, as in a map by addresses, the entry is left alone
    const issues = result.error.issues.filter(
      ({ code, path }) => code !== 'invalid_key' || !known.includes(JSON.stringify(path.map(String))),
    );
    const misnamed = issues.filter((issue) => issue.code === 'invalid_key');
    if (misnamed.length === 0) return issues.flatMap((issue) => this.issueFaults(issue, spec, []));

    const renamings = misnamed.map(({ path }, index) => ({
      path: path.map(String),
      name: `renamed${known.length + index}`,
    }));
    const renamed = renamings.reduce((value, { path, name }) => renameKey(value, path, name), spec);
    return [
      ...misnamed.map(({ path, issues }) => keyFault(path.map(String), issues[0]?.message ?? '')),
      ...this.faultsOf(renamed, [...known, ...renamings.map(renamedPlace)]).map((fault) => ({
        ...fault,
        path: originalPath(fault.path, renamings),
        holes: fault.holes.map((hole) => originalPath(hole, renamings)),
        meant: fault.meant && originalPath(fault.meant, renamings),
      })),
    ];
  }

  private issueFaults(issue: Issue, spec: unknown, outer: Path): readonly FormFault[] {
    const path = [...outer, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))];
    switch (issue.code) {
      case 'unrecognized_keys':
        return issue.keys
          .filter((key) => key !== PROTOTYPE_KEY)
          .map((key) => this.unknownKeyFault(path, key, issue.message.split(' '), valueAt(spec, path)));
      case 'invalid_union':
        return this.unionFaults(issue, spec, path);
      default:
        return [this.valueFault(path, valueAt(spec, path), formAdvice(issue, valueAt(spec, path)))];
    }
  }

  private unknownKeyFault(path: Path, key: string, known: readonly string[], object: unknown): FormFault {
    const { message, meant } = this.words.unknownKey({ path, key, value: valueAt(object, [key]), known });
    const mayBeMeant = known.filter((each) => valueAt(object, [each]) === undefined).map((each) => [...path, each]);
    return { path: [...path, key], part: 'key', holes: meant === undefined ? mayBeMeant : [meant], meant, message };
  }

  private valueFault(path: Path, value: unknown, expected: string): FormFault {
    return { path, holes: [path], message: this.valueSentence(path, value, expected) };
  }

  private valueSentence(path: Path, value: unknown, expected: string): string {
    if (value === undefined) return missing(expected);
    // what stands there may be a secret
    if (expected.includes(secretForm())) return secretWrittenOut();
    const isTemplate = typeof value === 'string' && /\{\{|\{%/.test(value);
    return this.words.familiarWord(path, value) ?? gotInstead(value, isTemplate ? writeTemplateValue() : expected);
  }

  /** The faults of the alternative that the value was meant to be, or what may be written if it is like none of them. */
  private unionFaults(issue: z.core.$ZodIssueInvalidUnion, spec: unknown, path: Path): readonly FormFault[] {
    const value = valueAt(spec, path);
    const candidates = issue.errors.filter((issues) => !issues.some(isWrongKind));
    const meant = [...candidates].sort((a, b) => shallowIssues(a) - shallowIssues(b))[0];
    const strange = keysOfNone(candidates, value);
    if (strange.length > 0 && meant !== undefined && shallowIssues(meant) > 1) {
      const known = [...new Set(candidates.flatMap(keysOf))];
      return strange.map((key) => this.unknownKeyFault(path, key, known, value));
    }
    if (meant !== undefined && issue.message === '') return meant.flatMap((each) => this.issueFaults(each, spec, path));
    return [this.valueFault(path, value, alternativesAdvice(issue, value))];
  }
}

interface Renaming {
  readonly path: readonly string[];
  readonly name: string;
}

/** The place of an entry under its new name. */
function renamedPlace({ path, name }: Renaming): string {
  return JSON.stringify([...path.slice(0, -1), name]);
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

/** Zod passes on only the message of an issue; where the keys of a map say what to write, the message contains them. */
function knownKeys(issue: z.core.$ZodRawIssue): string {
  if (issue.code === 'unrecognized_keys') return Object.keys(keysOfMap(issue.inst)).join(' ');
  if (issue.code !== 'invalid_type') return '';
  if (issue.expected === 'record') return entryForm(issue.inst);
  return issue.expected === 'object' ? mapForm(issue.inst) : '';
}

function keyFault(path: Path, expected: string): FormFault {
  return { path, part: 'key', holes: [], isMisnamed: true, message: wrongMapKey(String(path.at(-1)), expected) };
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
