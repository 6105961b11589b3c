import type { LocatedFault } from '../cluster-file/cluster-spec-error';
import type { Path } from '../values/path';
import type { TextReference } from '../cluster-file/secret-texts';

/** A reference to a secret, wherever it stands. */
export interface FoundSecret {
  /** Name of the secret. */
  readonly name: string;
  /** Gives a fault its place. */
  readonly locate: (message: string) => LocatedFault;
}

/** References in a file that the cluster file names. */
export function referencesInFile(
  references: readonly TextReference[],
  text: string,
  file: string,
): readonly FoundSecret[] {
  return references.map(({ name, offset }) => {
    const before = text.slice(0, offset).split('\n');
    const place = { file, line: before.length, column: (before.at(-1) ?? '').length + 1 };
    return { name, locate: (message) => ({ path: [], message, ...place }) };
  });
}

/** If a place in a patch is that of the secret of the cluster, which the stack makes: `cluster.secret`. */
export function isSecretOfTheStack(path: Path): boolean {
  return path.length === 1 && path[0] === 'cluster';
}
