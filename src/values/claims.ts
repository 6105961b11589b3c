/** Something that wants a value for itself, and who had it first. */
export interface Claim<T> {
  /** Who claims the value. */
  readonly item: T;
  /** Who claimed the value before; nothing for the first one. */
  readonly first: T | undefined;
}

/** Finds out who was first with each value. Items without a value claim nothing. */
export function claims<T>(items: readonly T[], valueOf: (item: T) => string | undefined): readonly Claim<T>[] {
  const firsts = new Map<string, T>();
  return items.flatMap((item) => {
    const value = valueOf(item);
    if (value === undefined) return [];
    const first = firsts.get(value);
    if (first === undefined) firsts.set(value, item);
    return [{ item, first }];
  });
}
