import type { SpecFault } from './cluster-spec-error';
import { type ClusterSpec, clusterSpec } from './cluster-spec';
import { familiarWord } from './familiar-words';
import { formFaults } from '../forms/form-faults';
import { unknownKeyAdvice } from './unknown-keys';
import type { Path } from '../values/path';

/** A type of which every part may be missing; a missing item of a list leaves its position. */
export type Draft<T> = T extends readonly (infer Element)[]
  ? readonly (Draft<Element> | undefined)[]
  : T extends object
    ? { readonly [Key in keyof T]?: Draft<T[Key]> }
    : T;

/** As much of a spec as has the right form; the rules of the whole cluster look at it even if the rest is faulty. */
export interface SpecDraft {
  /** What is there has the right form; what has not is left out. */
  readonly spec: Draft<ClusterSpec>;
  /** The same spec if nothing had to be left out and nothing is missing. */
  readonly complete?: ClusterSpec;
  /** What had the wrong form. */
  readonly faults: readonly SpecFault[];

  /**
   * Whether something was left out or is missing at a place, inside it or around it. What the draft has there may then
   * be less than what was meant.
   */
  readonly isUncertain: (...path: Path) => boolean;

  /** Whether a whole entry of a map was left out, or the map itself. */
  readonly lacksEntries: (...path: Path) => boolean;
}

/** Checks the form of a spec, and keeps what has the right one. */
export function draftSpec(spec: unknown): SpecDraft {
  const faults = formFaults(clusterSpec, spec, { unknownKey: unknownKeyAdvice, familiarWord });
  if (faults.length === 0) {
    const complete = spec as ClusterSpec;
    return { spec: complete, complete, faults, isUncertain: () => false, lacksEntries: () => false };
  }
  const holes = new Holes(faults.flatMap((fault) => fault.holes));
  const unusable = faults.filter(({ path, isMisnamed }) => path.length > 0 && !isMisnamed).map(({ path }) => path);
  const isWhole = typeof spec === 'object' && spec !== null && !Array.isArray(spec);
  return {
    spec: isWhole ? (without(spec, unusable) as Draft<ClusterSpec>) : {},
    faults,
    isUncertain: (...path) => holes.touch(path),
    lacksEntries: (...path) => holes.leadTo(path),
  };
}

/** Places of which nothing is known. */
class Holes {
  private readonly exact = new Set<string>();
  private readonly around = new Set<string>();
  private readonly parents = new Set<string>();

  constructor(paths: readonly Path[]) {
    for (const path of paths) {
      this.exact.add(JSON.stringify(path));
      this.parents.add(JSON.stringify(path.slice(0, -1)));
      path.forEach((_, length) => this.around.add(JSON.stringify(path.slice(0, length))));
    }
  }

  public touch(path: Path): boolean {
    return this.around.has(JSON.stringify(path)) || this.enclose(path);
  }

  public leadTo(path: Path): boolean {
    return this.parents.has(JSON.stringify(path)) || this.enclose(path);
  }

  private enclose(path: Path): boolean {
    return [...path, ''].some((_, length) => this.exact.has(JSON.stringify(path.slice(0, length))));
  }
}

/** A copy without the values at some paths. An item of a list leaves its position, as the others must keep theirs. */
function without(value: unknown, paths: readonly Path[]): unknown {
  if (paths.length === 0 || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return value.map((item, index) => {
      const rests = restsBelow(paths, index);
      return rests.some(({ length }) => length === 0) ? undefined : without(item, rests);
    });
  }
  const byKey = groupByKey(paths);
  const entries = Object.entries(value).flatMap(([key, entry]) => {
    const rests = byKey.get(key) ?? [];
    if (rests.some(({ length }) => length === 0)) return [];
    const kept = without(entry, rests);
    return kept === undefined ? [] : [[key, kept] as const];
  });
  return Object.fromEntries(entries);
}

function restsBelow(paths: readonly Path[], key: string | number): readonly Path[] {
  return paths.filter(([first]) => first === key).map(([, ...rest]) => rest);
}

function groupByKey(paths: readonly Path[]): ReadonlyMap<string, readonly Path[]> {
  const groups = new Map<string, Path[]>();
  for (const [key = '', ...rest] of paths) {
    const group = groups.get(String(key));
    if (group === undefined) groups.set(String(key), [rest]);
    else group.push(rest);
  }
  return groups;
}
