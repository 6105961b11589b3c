/** Values that stand in a list more than once, each once. */
export function repeated<T>(values: readonly T[]): readonly T[] {
  const seen = new Set<T>();
  const again = new Set<T>();
  for (const value of values) (seen.has(value) ? again : seen).add(value);
  return [...again];
}
