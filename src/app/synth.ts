import { join, relative, resolve } from 'node:path';

import { App, TerraformStack } from 'cdktf';

import { hclUnsupported } from '../errors/stacks';
import { ClusterStack } from '../stack/cluster-stack';
import { ClusterFilesError, judgedClusters, type ReadClustersOptions } from './cluster-files';
import { replaceSynthOutput, type SynthOutcome } from './synth-output';
import { findJudge } from './talos-judge';

/** Which project is synthesized, and how. */
export interface SynthOptions extends ReadClustersOptions {
  /**
   * Output directory, from the working directory. Other programs may have stacks in it too.
   * @default 'cdktf.out'
   */
  readonly outputDirectory?: string;
  /**
   * Adds stacks of the project's own beside those of the clusters.
   *
   * @param app the app, which has the clusters already
   * @param clusters stacks of the clusters that were read, in the order of their files
   * @default - none
   */
  readonly addStacks?: (app: App, clusters: readonly ClusterStack[]) => void;
  /**
   * Called when everything is synthesized and nothing is written yet. Nothing is written if it rejects.
   * @default - everything is written
   */
  readonly beforeWriting?: () => Promise<void>;
}

/** A project that was synthesized. */
export interface SynthesizedProject extends SynthOutcome {
  /** Stacks of the clusters, in the order of their files. */
  readonly clusters: readonly ClusterStack[];
  /** All stacks, those of the clusters first. */
  readonly stacks: readonly TerraformStack[];
  /**
   * Why machine configurations were not checked by Talos' own library, in a line.
   * @default - they were checked
   */
  readonly unchecked?: string;
}

/**
 * Reads the cluster files of a project and writes a stack for each into its output directory: all of them, or none if
 * anything is wrong with one.
 *
 * Only the file of a stack and the manifest are replaced, and a stack that is as it was is not touched. When no cluster is
 * selected by name, the stack of a removed file is removed too, unless somebody has worked in its directory or its local
 * state exists. Nothing is printed.
 *
 * @throws {ClusterFilesError} with every fault of every selected file; in CI also if Talos' own library is not there
 * @throws {SynthOutputError} if something else stands in a place of the output directory
 */
export async function synthProject(options: SynthOptions = {}): Promise<SynthesizedProject> {
  if (process.env.SYNTH_HCL_OUTPUT === 'true') throw new ClusterFilesError([hclUnsupported()]);
  const { names = [], addStacks, beforeWriting } = options;
  const projectDirectory = resolve(options.projectDirectory ?? '.');
  const directory = resolve(options.outputDirectory ?? 'cdktf.out');
  const judge = findJudge(projectDirectory);
  const described = judgedClusters({ ...options, projectDirectory }, judge.ask);
  const missing = judge.faultInCi(process.env);
  if (missing !== undefined) throw new ClusterFilesError([missing]);
  const made: { clusters: readonly ClusterStack[]; stacks: readonly TerraformStack[] } = { clusters: [], stacks: [] };
  const outcome = await replaceSynthOutput({
    directory,
    projectDirectory,
    complete: names.length === 0,
    keepsEmptyDirectories: isUnderFramework(),
    beforeWriting,
    synthesize: (fresh) => {
      const app = new App({ outdir: fresh, stackTraces: false });
      const projectPath = relative(join(directory, 'stacks', 'any'), projectDirectory);
      made.clusters = described.map(({ model }) => new ClusterStack(app, model.name, { model, projectPath }));
      addStacks?.(app, made.clusters);
      made.stacks = app.node.children.filter((child) => TerraformStack.isStack(child));
      app.synth();
    },
  });
  return { ...outcome, ...made, unchecked: judge.unchecked };
}

/** If the framework's command line started the app: it prints the warnings of the manifest, and removes directories. */
export function isUnderFramework(): boolean {
  return process.env.CDKTF_CONTEXT_JSON !== undefined;
}
