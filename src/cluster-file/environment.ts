import {
  environmentReferenceMalformed,
  environmentReferenceUnreplaced,
  environmentVariableMissing,
  expressionOfOpenTofu,
  holdsItself,
  noPlainData,
} from './environment-faults';
import { isPlainObject } from '../values/plain-object';
import type { SpecFault } from './cluster-spec-error';
import type { Path } from '../values/path';

/** Variables of the environment; those that are not set are undefined. */
export type ProcessEnvironment = Readonly<Record<string, string | undefined>>;

const REFERENCE = /\$\{env(?:\.([^}]*)\})?/g;
const WHOLE_REFERENCE = /\$\{env\.[A-Za-z_][A-Za-z0-9_]*\}/g;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Signs with which OpenTofu begins an expression inside a text. */
const EXPRESSION = /[$%]\{/;

/** A spec with the variables of the environment put in, and the texts that can't be taken. */
export interface ResolvedSpec {
  /** The spec with the values. */
  readonly spec: unknown;
  /** References that lead nowhere, expressions of OpenTofu, values that hold themselves or are no plain data. */
  readonly faults: readonly SpecFault[];
  /** References where none is replaced: in patches, manifests and the values of charts. */
  readonly unreplaced: readonly SpecFault[];
}

/**
 * Puts `${env.NAME}` into every text but patches and manifests, where it may mean something else. Reading happens here,
 * once: what a model holds never depends on the environment any more. What then looks like an expression of OpenTofu is
 * refused. Keys without a value, as literals may have them, are left out.
 */
export function resolveEnvironment(spec: unknown, environment: ProcessEnvironment): ResolvedSpec {
  const resolution: Resolution = { environment, path: [], around: new Set(), faults: [], unreplaced: [] };
  const resolved = resolveValue(spec, resolution);
  return { spec: resolved, faults: resolution.faults, unreplaced: resolution.unreplaced };
}

interface Resolution {
  readonly environment: ProcessEnvironment;
  /** Where the value stands that is looked at; it grows and shrinks on the way through the spec. */
  readonly path: (string | number)[];
  /** Maps and lists that the value stands in; it grows and shrinks as well. */
  readonly around: Set<object>;
  readonly faults: SpecFault[];
  readonly unreplaced: SpecFault[];
}

function resolveValue(value: unknown, resolution: Resolution): unknown {
  if (typeof value === 'string') return EXPRESSION.test(value) ? resolveText(value, resolution) : value;
  const { around, faults, path } = resolution;
  if (!isData(value)) {
    faults.push({ path: [...path], message: noPlainData(value) });
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return value;
  const isTaken = isVerbatim(path);
  if (isTaken ? isEndless(value, around) : around.has(value)) {
    faults.push({ path: [...path], message: holdsItself() });
    return undefined;
  }
  if (isTaken) {
    const foreign = foreignParts(value, path);
    faults.push(...foreign);
    if (foreign.length > 0) return undefined;
    resolution.unreplaced.push(...referencesIn(value, path));
    return value;
  }
  around.add(value);
  const resolved = Array.isArray(value) ? resolveList(value, resolution) : resolveMap(value, resolution);
  around.delete(value);
  return resolved;
}

function resolveList(list: readonly unknown[], resolution: Resolution): readonly unknown[] {
  return list.map((item, index) => resolveEntry(index, item, resolution));
}

function resolveMap(map: object, resolution: Resolution): Readonly<Record<string, unknown>> {
  const entries: [string, unknown][] = [];
  for (const [key, entry] of Object.entries(map)) {
    if (entry === undefined) continue;
    if (EXPRESSION.test(key)) refuseExpression(key, [...resolution.path, key], resolution, 'key');
    entries.push([key, resolveEntry(key, entry, resolution)]);
  }
  return Object.fromEntries(entries);
}

function resolveEntry(key: string | number, entry: unknown, resolution: Resolution): unknown {
  resolution.path.push(key);
  const resolved = resolveValue(entry, resolution);
  resolution.path.pop();
  return resolved;
}

function resolveText(text: string, resolution: Resolution): string {
  const { environment, path, faults } = resolution;
  const known = faults.length;
  const resolved = text.replace(REFERENCE, (reference, name: string | undefined) => {
    if (name === undefined || !NAME.test(name)) {
      faults.push({ path: [...path], message: environmentReferenceMalformed(text) });
      return reference;
    }
    const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
    if (value === undefined) faults.push({ path: [...path], message: environmentVariableMissing(name) });
    return value ?? reference;
  });
  if (faults.length === known && EXPRESSION.test(resolved)) refuseExpression(resolved, [...path], resolution);
  return resolved;
}

function refuseExpression(text: string, path: Path, { faults }: Resolution, part?: 'key'): void {
  const [sign = ''] = EXPRESSION.exec(text) ?? [];
  faults.push({ path, message: expressionOfOpenTofu(text, sign), ...(part && { part }) });
}

/** The references to the environment in a text, with the number of their first character. */
export function findReferences(text: string): readonly { readonly reference: string; readonly offset: number }[] {
  return [...text.matchAll(WHOLE_REFERENCE)].map(({ 0: reference, index }) => ({ reference, offset: index }));
}

/** True for a scalar, a list or an object without a class. */
function isData(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) || isPlainObject(value);
  return typeof value !== 'function' && typeof value !== 'symbol' && typeof value !== 'bigint';
}

/** Parts of a value that are no plain data, each with its place. */
function foreignParts(value: unknown, path: Path): readonly SpecFault[] {
  if (!isData(value)) return [{ path, message: noPlainData(value) }];
  if (Array.isArray(value)) return value.flatMap((item, index) => foreignParts(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => foreignParts(entry, [...path, key]));
}

/** Texts of a value with a reference, each with its place. */
function referencesIn(value: unknown, path: Path): readonly SpecFault[] {
  if (typeof value === 'string') {
    return findReferences(value).map(({ reference }) => ({ path, message: environmentReferenceUnreplaced(reference) }));
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => referencesIn(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => referencesIn(entry, [...path, key]));
}

/** True if a value contains itself or one of those around it. */
function isEndless(value: unknown, around: Set<object>): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (around.has(value)) return true;
  around.add(value);
  const found = Object.values(value).some((entry) => isEndless(entry, around));
  around.delete(value);
  return found;
}

/** True if a part of the spec is a list of patches, a list of manifests or the values of a chart. */
function isVerbatim([section, key, ...rest]: Path): boolean {
  if (section === 'kubernetes') return key === 'inlineManifests' || (rest.length === 2 && rest[1] === 'values');
  if (section === 'nodes' || section === 'nodeDefaults') return rest.length === 1 && rest[0] === 'patches';
  if (section === 'pools') return isOfPool(rest);
  return section === 'patches' && key === undefined;
}

/** True if a place below a pool is a list of patches, of the pool or of one of its machines. */
function isOfPool(below: Path): boolean {
  const own = below[0] === 'overrides' ? below.slice(2) : below;
  return own.length === 1 && own[0] === 'patches';
}
