import { isPlainObject } from '../values/plain-object';

/** Plain data with keys. */
export type Fields = Readonly<Record<string, unknown>>;

/** If a value is a map. A value that only OpenTofu knows is none: nothing is looked for inside of it. */
export function isFields(value: unknown): value is Fields {
  return isPlainObject(value);
}

/** Value at a place; nothing if there is no such place. */
export function fieldAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inner, key) => (isFields(inner) ? inner[key] : undefined), value);
}

/**
 * Both maps in one, the second over the first; maps inside are joined too. A key keeps its place, and `undefined` in the
 * second says nothing.
 */
export function joinFields(first: Fields, second: Fields): Fields {
  const said = Object.entries(second).filter(([, value]) => value !== undefined);
  if (said.length === 0) return first;
  const joined = said.map(([key, value]): [string, unknown] => {
    const known = first[key];
    return [key, isFields(known) && isFields(value) ? joinFields(known, value) : value];
  });
  return { ...first, ...Object.fromEntries(joined) };
}

/**
 * The same data without what says nothing: `undefined`, empty maps and empty lists, from the inside out. Talos and its
 * provider take an empty block for a wish.
 *
 * @param verbatim places of data in which something empty does say something, each as keys with dots between them
 */
export function withoutEmpty<T extends object>(value: T, verbatim: readonly string[] = [], place = ''): Partial<T> {
  const kept: [string, unknown][] = [];
  for (const [key, entry] of Object.entries(value)) {
    const inner: unknown =
      isFields(entry) && !verbatim.includes(place + key) ? withoutEmpty(entry, verbatim, `${place}${key}.`) : entry;
    if (!isEmpty(inner)) kept.push([key, inner]);
  }
  return Object.fromEntries(kept) as Partial<T>;
}

function isEmpty(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value === undefined;
  return (Array.isArray(value) || isFields(value)) && Object.keys(value).length === 0;
}
