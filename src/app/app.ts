import { join, relative, resolve } from 'node:path';

import { TerraformResource, type TerraformStack } from 'cdktf';

import { appUsage, nothingWritten, stackRemoved, synthInterrupted } from '../errors/stacks';
import { surviveClosedPipes } from '../process/closed-pipes';
import { signalExitCode } from '../process/signals';
import { ClusterStack } from '../stack/cluster-stack';
import { tableLines } from '../values/text-table';
import { type AppArguments, AppArgumentsError, readAppArguments } from './app-arguments';
import { ClusterFilesError } from './cluster-files';
import { disableCreationStacks } from './creation-stacks';
import { InterruptedError, Interruption } from './interruption';
import { isUnderFramework, type SynthesizedProject, type SynthOptions, synthProject } from './synth';
import { SynthOutputError } from './synth-output';

/** Settings of an app. */
export type AppOptions = Pick<SynthOptions, 'addStacks' | 'clusterDirectory' | 'compiledDirectory'>;

/**
 * Runs the app, as the main program of a project: one stack for each cluster file, and whatever `addStacks` adds.
 *
 * It takes the names of clusters from the command line or from `CLUSTERS`, and the output directory from `CDKTF_OUTDIR`,
 * as `cdktf synth` does; prints what it wrote, warnings and faults; and sets the exit code: 1 if anything is wrong, and
 * nothing is written then. A signal ends it before it writes, or after it has written everything. Constructs take no stack
 * traces of their creation.
 */
export async function runApp(options: AppOptions = {}): Promise<void> {
  surviveClosedPipes();
  disableCreationStacks();
  const directory = resolve(process.env.CDKTF_OUTDIR ?? 'cdktf.out');
  const interruption = new Interruption();
  try {
    const asked = readAppArguments(process.argv.slice(2), process.env.CLUSTERS);
    if (asked.help) process.stdout.write(`${appUsage()}\n`);
    else await synthesize(asked, { ...options, outputDirectory: directory }, interruption);
  } catch (error) {
    process.exitCode = printFailure(error, directory);
  } finally {
    interruption.end();
  }
}

async function synthesize(
  { names, advice }: AppArguments,
  options: AppOptions & { readonly outputDirectory: string },
  interruption: Interruption,
): Promise<void> {
  const { outputDirectory } = options;
  const made = await synthProject({ ...options, names, beforeWriting: () => interruption.check() });
  if (made.unchecked !== undefined) process.stderr.write(`${made.unchecked}\n`);
  if (!isUnderFramework()) printLines('warning', made.warnings);
  if (advice) {
    for (const { model } of made.clusters) {
      printLines(
        'advice',
        model.advice.map((line) => `${model.name}: ${line}`),
      );
    }
  }
  const shownStack = (name: string): string => shown(join(outputDirectory, 'stacks', name));
  process.stdout.write(summary(made, shownStack));
  for (const { name, remoteBackend } of made.removed) {
    process.stdout.write(`${stackRemoved(shownStack(name), remoteBackend)}\n`);
  }
}

function printLines(kind: 'warning' | 'advice', lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${kind}: ${line}\n`);
}

/**
 * Prints why nothing was written.
 *
 * @returns exit code
 */
function printFailure(error: unknown, directory: string): number {
  if (error instanceof InterruptedError) {
    process.stderr.write(`${synthInterrupted(error.signal, shown(directory))}\n`);
    return signalExitCode(error.signal);
  }
  if (error instanceof AppArgumentsError) {
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
  const faults = faultsOf(error);
  process.stderr.write(`${faults.join('\n')}\n${nothingWritten(faults.length, shown(directory))}\n`);
  return 1;
}

/** A path from the working directory. */
function shown(path: string): string {
  return relative(process.cwd(), path) || '.';
}

/** A line for each fault; a fault of the program itself comes with its stack. */
function faultsOf(error: unknown): readonly string[] {
  if (error instanceof ClusterFilesError || error instanceof SynthOutputError) return error.faults;
  if (!(error instanceof Error)) return [String(error)];
  return [error.name === 'Error' ? error.message : (error.stack ?? error.message)];
}

function summary({ stacks, unchanged }: SynthesizedProject, path: (name: string) => string): string {
  const rows = stacks.map((stack) => {
    const name = stack.node.id;
    const resources = stack.node.findAll().filter((construct) => TerraformResource.isTerraformResource(construct));
    return [
      name,
      machinesOf(stack),
      `${resources.length} resources`,
      unchanged.includes(name) ? `${path(name)} (unchanged)` : path(name),
    ];
  });
  return tableLines(rows)
    .map((line) => `${line}\n`)
    .join('');
}

function machinesOf(stack: TerraformStack): string {
  if (!(stack instanceof ClusterStack)) return '';
  return `${stack.nodes.length} ${stack.nodes.length === 1 ? 'machine' : 'machines'}`;
}
