import { join, relative, resolve } from 'node:path';

import { App, TerraformResource } from 'cdktf';

import { appUsage, hclUnsupported, nothingWritten, stackRemoved, synthInterrupted } from '../errors/stacks';
import { surviveClosedPipes } from '../process/closed-pipes';
import { signalExitCode } from '../process/signals';
import { type AppArguments, AppArgumentsError, readAppArguments } from './app-arguments';
import { ClusterFilesError, describeClusters } from './cluster-files';
import { ClusterStack } from '../stack/cluster-stack';
import { InterruptedError, Interruption } from './interruption';
import { replaceSynthOutput, SynthOutputError } from './synth-output';
import { findJudge } from './talos-judge';

/** The app: one stack for each cluster file of the project that it is started in. */
export async function runApp(): Promise<void> {
  surviveClosedPipes();
  const directory = resolve(process.env.CDKTF_OUTDIR ?? 'cdktf.out');
  const interruption = new Interruption();
  try {
    const asked = readAppArguments(process.argv.slice(2), process.env.CLUSTERS);
    if (asked.help) process.stdout.write(`${appUsage()}\n`);
    else await synthesize(asked, directory, interruption);
  } catch (error) {
    process.exitCode = tellFailure(error, directory);
  } finally {
    interruption.end();
  }
}

async function synthesize(
  { names, advice }: AppArguments,
  directory: string,
  interruption: Interruption,
): Promise<void> {
  if (process.env.SYNTH_HCL_OUTPUT === 'true') throw new ClusterFilesError([hclUnsupported()]);
  const projectDirectory = process.cwd();
  // the framework's command line tells the warnings of the manifest itself, and removes directories by itself
  const isUnderFramework = process.env.CDKTF_CONTEXT_JSON !== undefined;
  const judge = findJudge(projectDirectory);
  const clusters = describeClusters({ projectDirectory, names, judge: judge.ask });
  const missing = judge.faultInCi(process.env);
  if (missing !== undefined) throw new ClusterFilesError([missing]);
  if (judge.unchecked !== undefined) process.stderr.write(`${judge.unchecked}\n`);
  const stacks: ClusterStack[] = [];
  const outcome = await replaceSynthOutput({
    directory,
    projectDirectory,
    complete: names.length === 0,
    keepsEmptyDirectories: isUnderFramework,
    beforeWriting: () => interruption.check(),
    synthesize: (fresh) => {
      const app = new App({ outdir: fresh, stackTraces: false });
      const projectPath = relative(join(directory, 'stacks', 'any'), projectDirectory);
      for (const { model } of clusters) stacks.push(new ClusterStack(app, model.name, { model, projectPath }));
      app.synth();
    },
  });
  if (!isUnderFramework) tellLines('warning', outcome.warnings);
  if (advice) {
    for (const { model } of clusters) {
      tellLines(
        'advice',
        model.advice.map((line) => `${model.name}: ${line}`),
      );
    }
  }
  process.stdout.write(summary(stacks, outcome.unchanged, (name) => shown(join(directory, 'stacks', name))));
  for (const { name, remoteBackend } of outcome.removed) {
    process.stdout.write(`${stackRemoved(shown(join(directory, 'stacks', name)), remoteBackend)}\n`);
  }
}

function tellLines(kind: 'warning' | 'advice', lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${kind}: ${line}\n`);
}

/**
 * Tells why nothing was written.
 *
 * @returns exit code
 */
function tellFailure(error: unknown, directory: string): number {
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

function summary(
  stacks: readonly ClusterStack[],
  unchanged: readonly string[],
  path: (name: string) => string,
): string {
  const rows = stacks.map((stack) => {
    const name = stack.node.id;
    const resources = stack.node.findAll().filter((construct) => TerraformResource.isTerraformResource(construct));
    return [
      name,
      `${stack.nodes.length} ${stack.nodes.length === 1 ? 'machine' : 'machines'}`,
      `${resources.length} resources`,
      unchanged.includes(name) ? `${path(name)} (unchanged)` : path(name),
    ];
  });
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}\n`).join('');
}
