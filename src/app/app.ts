import { join, relative, resolve } from 'node:path';

import { TerraformResource, type TerraformStack } from 'cdktf';

import { appUsage, nothingWritten, placementWritten, stackRemoved, synthInterrupted } from '../errors/stacks';
import { surviveClosedPipes } from '../process/closed-pipes';
import { loadEnvFile } from '../process/env-file';
import { signalExitCode } from '../process/signals';
import { ClusterStack } from '../stack/cluster-stack';
import { tableLines } from '../values/text-table';
import { type AppArguments, readAppArguments } from './app-arguments';
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
  const exitCode = await runWithArguments(options);
  if (exitCode !== 0) process.exitCode = exitCode;
}

/** @returns exit code */
async function runWithArguments(options: AppOptions): Promise<number> {
  try {
    // whoever plans is warned of a file that others can read
    loadEnvFile(process.cwd(), process.env);
    const asked = readAppArguments(process.argv.slice(2), process.env.CLUSTERS);
    const directory = resolve(process.env.CDKTF_OUTDIR ?? 'cdktf.out');
    if (!asked.help) return await printSynth({ ...options, ...asked, directory });
    process.stdout.write(`${appUsage()}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

/** One run of the app: whose stacks are written, and where. */
export interface SynthRun extends AppOptions, Pick<AppArguments, 'names' | 'advice'> {
  /** Full path of the output directory. */
  readonly directory: string;
}

/**
 * Synthesizes, and prints what was written, or everything that is wrong.
 *
 * @returns exit code
 */
export async function printSynth({ directory, names, advice, ...options }: SynthRun): Promise<number> {
  const interruption = new Interruption();
  try {
    await synthesize({ names, advice }, { ...options, outputDirectory: directory }, interruption);
    return 0;
  } catch (error) {
    return printFailure(error, directory);
  } finally {
    interruption.end();
  }
}

async function synthesize(
  { names, advice }: Pick<AppArguments, 'names' | 'advice'>,
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
  for (const file of made.placementFiles) process.stdout.write(`${placementWritten(file)}\n`);
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
