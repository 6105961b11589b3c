import type { Command } from 'commander';
import type { ReadClustersOptions } from '../../app/cluster-files';

/** Options that say where the cluster files of a project are. */
export type ProjectPlaces = Required<Pick<ReadClustersOptions, 'clusterDirectory'>> &
  Pick<ReadClustersOptions, 'compiledDirectory'>;

/** Adds the options that say where the cluster files of the project are. */
export function addProjectOptions(command: Command): Command {
  return command
    .option('--cluster-directory <directory>', 'where cluster files lie', 'stacks/clusters')
    .option('--compiled-directory <directory>', 'where cluster files in TypeScript were compiled to before');
}

/** Adds the names of clusters as arguments, none of which means all, and where their files are. */
export function addClusters(command: Command): Command {
  return addProjectOptions(
    command.argument('[cluster...]', 'names of clusters, or of their files without extension; without any, all'),
  );
}

/** Adds the name of one cluster as argument, and where its file is. */
export function addCluster(command: Command): Command {
  return addProjectOptions(command.argument('<cluster>', 'name of the cluster, or of its file without extension'));
}

/** Where the cluster files of the project are. */
export function readPlaces(command: Command): ProjectPlaces {
  const { clusterDirectory, compiledDirectory } = command.opts<ProjectPlaces>();
  return { clusterDirectory, compiledDirectory };
}

/** The clusters that a command was given, with the place of their files. */
export function readSelection(command: Command): ProjectPlaces & { readonly names: readonly string[] } {
  const [given] = command.processedArgs as [readonly string[] | string];
  return { ...readPlaces(command), names: typeof given === 'string' ? [given] : given };
}
