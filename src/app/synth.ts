import { join, relative, resolve } from 'node:path';

import { App, TerraformStack } from 'cdktf';

import { hclUnsupported } from '../errors/stacks';
import { ClusterStack } from '../stack/cluster-stack';
import { ClusterFilesError, judgedClusters, type ReadClustersOptions } from './cluster-files';
import { replaceSynthOutput, type SynthOutcome } from './synth-output';
import { placementFault, placementText } from './placement-files';
import type { RememberedPlacement } from '../model/placement/placement-memory';
import { findJudge, isCi } from './talos-judge';

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
  /**
   * If the files that remember where machines of pools are stay as they are, or are not written.
   * @default false
   * @internal
   */
  readonly keepsPlacement?: boolean;
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
  /** Files that were written to remember where machines of pools are, below the project. */
  readonly placementFiles: readonly string[];
  /**
   * Hosts of machines of pools that have to be remembered, a file each.
   * @internal
   */
  readonly placements: readonly RememberedPlacement[];
}

/**
 * Reads the cluster files of a project and writes a stack for each into its output directory: all of them, or none if
 * anything is wrong with one.
 *
 * Only the file of a stack, the manifest and the files that remember where machines of pools are, are replaced, and a stack
 * that is as it was is not touched. When no cluster is selected by name, the stack of a removed file is removed too, unless
 * somebody has worked in its directory or its local state exists. Nothing is printed.
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
  const placements = described.flatMap(({ placement }) => placement ?? []);
  const missing = judge.faultInCi(process.env);
  // whoever rebuilds a placement does it because CI would refuse the project
  const isHeldTo = isCi(process.env.CI) && options.placementState === undefined;
  const uncommitted = isHeldTo ? placements.flatMap((each) => placementFault(each) ?? []) : [];
  const faultsInCi = [...(missing === undefined || !isHeldTo ? [] : [missing]), ...uncommitted];
  if (faultsInCi.length > 0) throw new ClusterFilesError(faultsInCi);
  const changed =
    options.keepsPlacement === true ? [] : placements.filter(({ difference }) => difference !== undefined);
  const made: { clusters: readonly ClusterStack[]; stacks: readonly TerraformStack[] } = { clusters: [], stacks: [] };
  const outcome = await replaceSynthOutput({
    directory,
    projectDirectory,
    complete: names.length === 0,
    keepsEmptyDirectories: isUnderFramework(),
    beforeWriting,
    files: new Map(
      changed.map((each) => {
        const path = join(projectDirectory, each.file);
        return [path, placementText(path, each)];
      }),
    ),
    synthesize: (fresh) => {
      const app = new App({ outdir: fresh, stackTraces: false });
      const projectPath = relative(join(directory, 'stacks', 'any'), projectDirectory);
      made.clusters = described.map(({ model }) => new ClusterStack(app, model.name, { model, projectPath }));
      addStacks?.(app, made.clusters);
      made.stacks = app.node.children.filter((child) => TerraformStack.isStack(child));
      app.synth();
    },
  });
  return {
    ...outcome,
    ...made,
    unchecked: judge.unchecked,
    placementFiles: changed.map(({ file }) => file),
    placements,
  };
}

/** If the framework's command line started the app: it prints the warnings of the manifest, and removes directories. */
export function isUnderFramework(): boolean {
  return process.env.CDKTF_CONTEXT_JSON !== undefined;
}
