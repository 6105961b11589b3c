/**
 * The same data without what says nothing: `undefined`, empty maps and empty lists, from the inside out. Talos and its
 * provider take an empty block for a wish.
 */
export function withoutEmpty<T extends object>(value: T): Partial<T> {
  const entries = Object.entries(value).map(([key, entry]): [string, unknown] => [key, valueWithoutEmpty(entry)]);
  return Object.fromEntries(entries.filter(([, entry]) => !isEmpty(entry))) as Partial<T>;
}

function valueWithoutEmpty(value: unknown): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? withoutEmpty(value) : value;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
}
