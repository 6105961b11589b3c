import { outputDirectoryTaken } from '../errors/stacks';
import type { ClusterModel } from '../model/cluster-model';

/** Clusters that write their files into a directory that another one writes into, a line for each. */
export function outputFaults(
  clusters: readonly { readonly file: string; readonly model: ClusterModel }[],
): readonly string[] {
  return clusters.flatMap(({ file, model }, index) => {
    const { directory } = model.outputs;
    const earlier = clusters.slice(0, index).find((other) => other.model.outputs.directory === directory);
    if (directory === undefined || earlier === undefined) return [];
    return [outputDirectoryTaken(file, directory, earlier.file)];
  });
}
