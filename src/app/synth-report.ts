import { join } from 'node:path';

import { TerraformResource, type TerraformStack } from 'cdktf';

import { shownPath } from '../process/shown-path';
import { ClusterStack } from '../stack/cluster-stack';
import { ClusterFilesError } from './cluster-files';
import type { SynthesizedProject } from './synth';
import { type RemovedStack, SynthOutputError } from './synth-output';

/** The result of a synthesis, for people and for programs. Directories are given from the working directory. */
export interface SynthReport {
  /** If the stacks are written; nothing is if anything is wrong. */
  readonly written: boolean;
  /** Output directory. */
  readonly directory: string;
  /** Stacks, those of the clusters first; none if anything is wrong. */
  readonly stacks: readonly ReportedStack[];
  /** Stacks whose directory was removed, as nobody describes them any more. */
  readonly removed: readonly (RemovedStack & Pick<ReportedStack, 'directory'>)[];
  /** Files that were written to remember where machines of pools are. */
  readonly placementFiles: readonly string[];
  /** A line for each fault, with its place. */
  readonly faults: readonly string[];
  /** A line for each warning. */
  readonly warnings: readonly string[];
  /** A line for each piece of advice, after the name of its cluster. */
  readonly advice: readonly string[];
  /** Why machine configurations were not checked by Talos' own library. */
  readonly unchecked?: string;
}

/** A stack that was synthesized. */
export interface ReportedStack {
  /** Its name: that of the cluster, for the stack of one. */
  readonly name: string;
  /** Number of machines of the cluster; nothing for a stack of another kind. */
  readonly machines?: number;
  /** Number of its resources. */
  readonly resources: number;
  /** Where OpenTofu runs. */
  readonly directory: string;
  /** If its file was already so. */
  readonly unchanged: boolean;
}

/** Reports what was written. */
export function writtenReport(made: SynthesizedProject, outputDirectory: string): SynthReport {
  const { clusters, stacks, unchanged, removed, placementFiles, warnings, unchecked } = made;
  const directoryOf = (name: string): string => shownPath(join(outputDirectory, 'stacks', name));
  return {
    written: true,
    directory: shownPath(outputDirectory),
    stacks: stacks.map((stack) => reportedStack(stack, directoryOf, unchanged)),
    removed: removed.map((stack) => ({ ...stack, directory: directoryOf(stack.name) })),
    placementFiles,
    faults: [],
    warnings,
    advice: clusters.flatMap(({ model }) => model.advice.map((line) => `${model.name}: ${line}`)),
    ...(unchecked !== undefined && { unchecked }),
  };
}

/** Reports why nothing was written. */
export function refusedReport(error: unknown, outputDirectory: string): SynthReport {
  return {
    written: false,
    directory: shownPath(outputDirectory),
    stacks: [],
    removed: [],
    placementFiles: [],
    faults: faultsOf(error),
    warnings: [],
    advice: [],
  };
}

function reportedStack(
  stack: TerraformStack,
  directoryOf: (name: string) => string,
  unchanged: readonly string[],
): ReportedStack {
  const name = stack.node.id;
  const resources = stack.node.findAll().filter((construct) => TerraformResource.isTerraformResource(construct));
  return {
    name,
    ...(stack instanceof ClusterStack && { machines: stack.nodes.length }),
    resources: resources.length,
    directory: directoryOf(name),
    unchanged: unchanged.includes(name),
  };
}

/** A line for each fault; a fault of the program itself comes with its stack. */
function faultsOf(error: unknown): readonly string[] {
  if (error instanceof ClusterFilesError || error instanceof SynthOutputError) return error.faults;
  if (!(error instanceof Error)) return [String(error)];
  return [error.name === 'Error' ? error.message : (error.stack ?? error.message)];
}
