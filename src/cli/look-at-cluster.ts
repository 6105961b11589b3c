import type { Command } from 'commander';
import { ClusterFilesError } from '../app/cluster-files';
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
export async function lookAtCluster<T>(command: Command, look: (stack: ClusterStack) => T): Promise<T> {
  const selection = readSelection(command);
  try {
    return await loadApp().checkProject(selection, ({ clusters }) => look(named(clusters, selection.names[0])));
  } catch (error) {
    throw error instanceof ClusterFilesError ? new CommandError(error.faults.join('\n'), EXIT.refused) : error;
  }
}

/** The cluster of a name; that of a file only if no cluster has the name. */
function named(clusters: SynthesizedProject['clusters'], name: string | undefined): ClusterStack {
  return clusters.find(({ model }) => model.name === name) ?? (clusters[0] as ClusterStack);
}
