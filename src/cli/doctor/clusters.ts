import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ClusterFilesError, type ReadClustersOptions } from '../../app/cluster-files';
import type { SynthesizedProject } from '../../app/synth';
import { clusterHealthy } from '../../errors/cli';
import { preflightStack } from '../../preflight/preflight';
import { CommandError } from '../command-error';
import { loadApp } from '../load-app';
import { sortTofuArguments } from '../tofu/arguments';
import { findStackDirectory, type StackDirectory } from '../tofu/stack-directory';
import { checkVariables, type Environment, tofuEnvironment } from '../tofu/variables';
import { type Finding, findingsOf } from './finding';
import { bashFinding } from './programs';

/** Which clusters are looked at, and with which variables. */
export interface ClustersOptions extends ReadClustersOptions {
  /** Full path of the output directory of synth: files of values may lie beside the stacks in it. */
  readonly output: string;
  /** Environment of the process. */
  readonly environment: Environment;
}

/** Looks at cluster files, and at everything outside that their stacks need. Nothing is changed. */
export async function clusterFindings(options: ClustersOptions): Promise<readonly Finding[]> {
  const { output, environment, ...selection } = options;
  try {
    return await loadApp().checkProject(selection, async (project, directory) => {
      const stacks = project.clusters.map(({ model, nodes }) => ({
        machines: nodes.length,
        directory: findStackDirectory(directory, model.name),
      }));
      const found = await Promise.all(stacks.map((stack) => stackFindings(stack, output, environment)));
      const usesBash = stacks.some((stack) => JSON.stringify(stack.directory.stack).includes('"interpreter":["bash"'));
      return [...(usesBash ? [bashFinding(environment)] : []), ...projectFindings(project), ...found.flat()];
    });
  } catch (error) {
    if (!(error instanceof ClusterFilesError)) throw error;
    return findingsOf('cluster files', { errors: error.faults });
  }
}

function projectFindings({ warnings, unchecked }: SynthesizedProject): readonly Finding[] {
  return [
    ...findingsOf('cluster files', { warnings }),
    ...findingsOf("Talos' judge", { warnings: unchecked === undefined ? [] : [unchecked] }),
  ];
}

async function stackFindings(
  { machines, directory }: { readonly machines: number; readonly directory: StackDirectory },
  output: string,
  environment: Environment,
): Promise<readonly Finding[]> {
  const { cluster, stack } = directory;
  const ofTofu = tofuEnvironment(directory, environment);
  const { refusals, notes } = await preflightStack(stack, ofTofu);
  const errors = [...missingVariables(directory, output, ofTofu), ...refusals.map(({ message }) => message)];
  const found = findingsOf(cluster, { errors, warnings: notes });
  return found.length > 0 ? found : [{ level: 'ok', subject: cluster, message: clusterHealthy(machines) }];
}

/** Variables without a value; files of values lie beside the stack as it was synthesized, if it was. */
function missingVariables(directory: StackDirectory, output: string, environment: Environment): readonly string[] {
  const synthesized = join(output, 'stacks', directory.cluster);
  const path = existsSync(synthesized) ? synthesized : directory.path;
  try {
    checkVariables({ ...directory, path }, environment, sortTofuArguments([]));
    return [];
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return [error.message];
  }
}
