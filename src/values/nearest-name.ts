import { distance } from 'fastest-levenshtein';

/**
 * The known name that a misspelt one was probably meant to be.
 *
 * @returns nothing if no known name is near
 */
export function nearestName(got: string, known: readonly string[]): string | undefined {
  const [nearest] = known
    .map((name) => ({ name, changes: distance(got.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, changes }) => changes <= Math.max(2, Math.ceil(name.length / 3)))
    .sort((a, b) => a.changes - b.changes);
  return nearest?.name;
}
