import type { Values } from './plan-json';

/** A text of a resource; nothing for what is unset, unknown or something else. */
export function textOf(values: Values | undefined, key: string): string | undefined {
  const value = values?.[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A number of a resource; nothing for what is unset, unknown or something else. */
export function numberOf(values: Values | undefined, key: string): number | undefined {
  const value = values?.[key];
  return typeof value === 'number' ? value : undefined;
}

/** The texts of a list. */
export function textsOf(values: Values | undefined, key: string): readonly string[] {
  const value = values?.[key];
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

/** Nested blocks: a list of objects, or one object. */
export function blocksOf(values: Values | undefined, key: string): readonly Values[] {
  const value = values?.[key];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((each): each is Values => typeof each === 'object' && each !== null);
}

/** True if two values are the same to the provider, which treats an unset value like its zero. */
export function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(withoutZeros(a)) === JSON.stringify(withoutZeros(b));
}

function withoutZeros(value: unknown): unknown {
  if (value === '' || value === 0 || value === false || value === null) return undefined;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((each) => withoutZeros(each) ?? null);
  if (typeof value !== 'object') return value;
  const entries = Object.entries(value as Values)
    .map(([key, each]) => [key, withoutZeros(each)] as const)
    .filter(([, each]) => each !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
