import { existsSync, readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';

import { clusterDirectoryIsFile, clusterDirectoryMissing, noClusterFiles } from '../errors/stacks';
import { isPlacementFile } from './placement-files';

/** Endings of cluster files in YAML. */
export const YAML_EXTENSIONS: readonly string[] = ['.yaml', '.yml'];

const EXTENSIONS = [...YAML_EXTENSIONS, '.ts'];

/** Everything that is wrong with the selected cluster files. */
export class ClusterFilesError extends Error {
  /** A line for each fault. */
  public readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.name = 'ClusterFilesError';
    this.faults = faults;
  }
}

/** Where cluster files are looked for. */
interface ClusterDirectory {
  /** Full path of the project. */
  readonly projectDirectory: string;
  /** Directory below it. */
  readonly clusterDirectory: string;
}

/**
 * The cluster files of a project, from its directory, sorted.
 *
 * @throws {ClusterFilesError} if there is none
 */
export function findClusterFiles({ projectDirectory, clusterDirectory }: ClusterDirectory): readonly string[] {
  const directory = join(projectDirectory, clusterDirectory);
  if (!existsSync(directory))
    throw new ClusterFilesError([clusterDirectoryMissing(clusterDirectory, projectDirectory)]);
  if (!statSync(directory).isDirectory()) throw new ClusterFilesError([clusterDirectoryIsFile(clusterDirectory)]);
  const names = readdirSync(directory).filter(isClusterFile).sort();
  if (names.length === 0) throw new ClusterFilesError([noClusterFiles(clusterDirectory)]);
  return names.map((name) => `${clusterDirectory}/${name}`);
}

function isClusterFile(name: string): boolean {
  const isMeant = !name.startsWith('.') && !name.endsWith('.d.ts') && !isPlacementFile(name);
  return EXTENSIONS.includes(extname(name)) && isMeant;
}
