import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadClustersOptions } from '../../app/cluster-files';
import type { StateMemory } from '../../model/placement/placement-memory';
import { writing } from '../../process/file-writing';
import { CommandError, EXIT } from '../command-error';
import { readState } from '../doctor/state';
import { loadApp } from '../load-app';
import { lookAtProject } from '../look-at-cluster';
import { findStackDirectory } from '../tofu/stack-directory';
import { type Environment, tofuEnvironment } from '../tofu/variables';
import type { RebuiltPlacement } from './rebuilt-placement';
import { nothingToRemember, stateWithoutMachines } from './placement-texts';

/** Which placement is rebuilt, and with what. */
export interface RebuildOptions {
  /** The cluster: its project, and its name or that of its file. */
  readonly selection: ReadClustersOptions & { readonly projectDirectory: string; readonly names: readonly string[] };
  /** OpenTofu: its path, or its name on the PATH. */
  readonly tofu: string;
  /** Environment of the process. */
  readonly environment: Environment;
}

/**
 * Writes the file that remembers the hosts of machines of pools from the state, wherever that is kept. What the file says
 * already stays, and machines that the state does not have are placed beside the others.
 *
 * @throws {CommandError} if there is nothing to remember, or the state cannot be read
 */
export async function rebuildPlacement(options: RebuildOptions): Promise<RebuiltPlacement> {
  const { selection } = options;
  const { text, where, file, cluster } = await pulledState(options);
  const { hostsInState, placementText } = loadApp();
  const hosts = hostsInState(text);
  if (hosts.size === 0) throw new CommandError(stateWithoutMachines(cluster, where, file), EXIT.refused);
  return lookAtProject({ ...selection, placementState: { kind: 'read', where, hosts } }, ({ placements }) => {
    const [placement] = placements;
    if (placement === undefined) throw new CommandError(nothingToRemember(cluster), EXIT.refused);
    const { difference, machines, known } = placement;
    const written = difference !== undefined;
    const path = join(selection.projectDirectory, placement.file);
    const lines = placementText(path, placement);
    if (written) writing(path, () => writeFileSync(path, lines));
    const unknown = Object.keys(machines).filter((name) => !known.includes(name));
    return {
      file: placement.file,
      where,
      written,
      found: unknown.filter((name) => hosts.has(name)),
      placed: unknown.filter((name) => !hosts.has(name)),
    };
  });
}

/** The state of a cluster. To know where it is kept, the cluster is read as if its machines could be anywhere. */
async function pulledState({ selection, tofu, environment }: RebuildOptions): Promise<{
  readonly text: string;
  readonly where: string;
  readonly file: string;
  readonly cluster: string;
}> {
  const anywhere: StateMemory = { kind: 'none' };
  return lookAtProject({ ...selection, placementState: anywhere }, async ({ clusters, placements }, output) => {
    const cluster = clusters[0]?.model.name ?? '';
    const [placement] = placements;
    if (placement === undefined) throw new CommandError(nothingToRemember(cluster), EXIT.refused);
    const directory = findStackDirectory(output, cluster);
    const state = await readState(directory, tofu, tofuEnvironment(directory, environment));
    const { errors, unknown } = state.found;
    if (errors.length + unknown.length > 0) throw new CommandError([...errors, ...unknown].join('\n'), EXIT.refused);
    return { text: state.text ?? '', where: `the state at ${state.place}`, file: placement.file, cluster };
  });
}
