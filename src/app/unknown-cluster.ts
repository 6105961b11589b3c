import { statSync } from 'node:fs';
import { dirname, parse, relative, resolve } from 'node:path';
import { clusterFileElsewhere, clusterNamedByFile, unknownCluster } from '../errors/stacks';
import { nearestName } from '../values/nearest-name';
import { shellWord } from '../values/shell-word';

/** A cluster file that can be selected by the name of its cluster. */
export interface NamedFile {
  /** Path, from the project. */
  readonly file: string;
  /** Name of the cluster. */
  readonly name: string;
}

/**
 * Why nothing is selected by a name: mostly it is misspelt, or the path of a file.
 *
 * @param got what was written
 * @param known the files of the project
 */
export function unknownClusterFault(got: string, known: readonly NamedFile[], projectDirectory: string): string {
  const path = resolve(projectDirectory, got);
  const own = known.find(({ file }) => resolve(projectDirectory, file) === path);
  if (own !== undefined) return clusterNamedByFile(got, own.name);
  if (/\.(?:ya?ml|ts)$/.test(got) && statSync(path, { throwIfNoEntry: false })?.isFile() === true) {
    const directory = relative(projectDirectory, dirname(path));
    return clusterFileElsewhere(got, shellWord(directory === '' ? '.' : directory), shellWord(parse(got).name));
  }
  const names = known.map(({ name }) => name);
  return unknownCluster(got, names, nearestName(got, names));
}
