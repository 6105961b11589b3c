import { distance } from 'fastest-levenshtein';

/**
 * The known name that a misspelt one was probably meant to be.
 *
 * @returns nothing if no known name is near
 */
export function nearestName(got: string, known: readonly string[]): string | undefined {
  const written = got.toLowerCase();
  const [nearest] = known
    .map((name) => ({ name, changes: distance(written, name.toLowerCase()) }))
    .filter(({ name, changes }) => changes <= allowedChanges(name) || isBeginning(written, name.toLowerCase()))
    .sort((a, b) => a.changes - b.changes);
  return nearest?.name;
}

function allowedChanges(name: string): number {
  return Math.max(1, Math.floor((name.length + 1) / 4));
}

function isBeginning(written: string, name: string): boolean {
  return written.length > 2 && name.startsWith(written);
}
