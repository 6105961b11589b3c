import type { Command } from 'commander';
import { ClusterFilesError, type ReadClustersOptions } from '../app/cluster-files';
import type { SynthesizedProject } from '../app/synth';
import type { ClusterStack } from '../stack/cluster-stack';
import { CommandError, EXIT } from './command-error';
import { loadApp } from './load-app';
import { readSelection } from './options/project-options';

/**
 * Synthesizes the cluster that a command was given, without writing anything into the project.
 *
 * @throws {CommandError} with a line for each fault of its file
 */
export function lookAtCluster<T>(command: Command, look: (stack: ClusterStack) => T): Promise<T> {
  const selection = readSelection(command);
  return lookAtProject(selection, ({ clusters }) => look(namedCluster(clusters, selection.names[0])));
}

/**
 * Synthesizes clusters of a project without writing anything into it.
 *
 * @param look gets the clusters, and the directory of their stacks, which is there meanwhile
 * @throws {CommandError} with a line for each fault of the files
 */
export async function lookAtProject<T>(
  selection: ReadClustersOptions,
  look: (project: SynthesizedProject, outputDirectory: string) => T | Promise<T>,
): Promise<T> {
  try {
    return await loadApp().checkProject(selection, look);
  } catch (error) {
    throw error instanceof ClusterFilesError ? new CommandError(error.faults.join('\n'), EXIT.refused) : error;
  }
}

/** The cluster of a name; that of a file only if no cluster has the name. */
export function namedCluster(clusters: SynthesizedProject['clusters'], name: string | undefined): ClusterStack {
  return clusters.find(({ model }) => model.name === name) ?? (clusters[0] as ClusterStack);
}
