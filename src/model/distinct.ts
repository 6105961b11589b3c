/** The first item with each key. */
export function distinct<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  const firsts = new Map<string, T>();
  for (const item of items) {
    const key = keyOf(item);
    if (!firsts.has(key)) firsts.set(key, item);
  }
  return [...firsts.values()];
}
