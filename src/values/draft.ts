import type { Path } from './path';

/** A type of which every part may be missing; a missing item of a list leaves its position. */
export type Draft<T> = T extends readonly (infer Element)[]
  ? readonly (Draft<Element> | undefined)[]
  : T extends object
    ? { readonly [Key in keyof T]?: Draft<T[Key]> }
    : T;

/** Places of which nothing is known. */
export class Holes {
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

  /** If nothing is known of a place, of something inside it or of something around it. */
  public touch(path: Path): boolean {
    return this.around.has(JSON.stringify(path)) || this.enclose(path);
  }

  /** If an entry right below a place is not known, or the place itself. */
  public leadTo(path: Path): boolean {
    return this.parents.has(JSON.stringify(path)) || this.enclose(path);
  }

  private enclose(path: Path): boolean {
    return [...path, ''].some((_, length) => this.exact.has(JSON.stringify(path.slice(0, length))));
  }
}

/** A copy without the values at some paths. An item of a list leaves its position, as the others must keep theirs. */
export function withoutPlaces(value: unknown, paths: readonly Path[]): unknown {
  if (paths.length === 0 || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return value.map((item, index) => {
      const rests = restsBelow(paths, index);
      return rests.some(({ length }) => length === 0) ? undefined : withoutPlaces(item, rests);
    });
  }
  const byKey = groupByKey(paths);
  const entries = Object.entries(value).flatMap(([key, entry]) => {
    const rests = byKey.get(key) ?? [];
    if (rests.some(({ length }) => length === 0)) return [];
    const kept = withoutPlaces(entry, rests);
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
