import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { appUsage, nothingWritten, placementWritten, stackRemoved, synthInterrupted } from '../errors/stacks';
import { surviveClosedPipes } from '../process/closed-pipes';
import { loadEnvFile } from '../process/env-file';
import { writing } from '../process/file-writing';
import { signalExitCode } from '../process/signals';
import { tableLines } from '../values/text-table';
import { type AppArguments, readAppArguments } from './app-arguments';
import { disableCreationStacks } from './creation-stacks';
import { InterruptedError, Interruption } from './interruption';
import { RESULT_FILE_VARIABLE } from './result-file';
import { isUnderFramework, type SynthOptions, synthProject } from './synth';
import { shownPath } from '../process/shown-path';
import { refusedReport, type ReportedStack, type SynthReport, writtenReport } from './synth-report';

/** Settings of an app. */
export type AppOptions = Pick<SynthOptions, 'addStacks' | 'clusterDirectory' | 'compiledDirectory'>;

/**
 * Runs the app, as the main program of a project: one stack for each cluster file, and whatever `addStacks` adds.
 *
 * It takes the names of clusters from the command line or from `CLUSTERS`, and the output directory from `CDKTF_OUTDIR`,
 * as `cdktf synth` does; prints what it wrote, warnings and faults; and sets the exit code: 1 if anything is wrong, and
 * nothing is written then. A signal ends it before it writes, or after it has written everything. With `--json` it prints
 * one JSON object, and it writes the same into the file that `CDKTF_PROXMOX_TALOS_RESULT` names. Constructs take no stack
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
export interface SynthRun extends AppOptions, Pick<AppArguments, 'names' | 'advice' | 'json'> {
  /** Full path of the output directory. */
  readonly directory: string;
}

/**
 * Synthesizes, and prints what was written, or everything that is wrong.
 *
 * @returns exit code
 */
export async function printSynth({ directory, names, advice, json, ...options }: SynthRun): Promise<number> {
  const interruption = new Interruption();
  try {
    const report = await synthReport({ ...options, names, outputDirectory: directory }, interruption);
    if (json) process.stdout.write(jsonText(report));
    else printReport(report, advice);
    const file = process.env[RESULT_FILE_VARIABLE] ?? '';
    if (file !== '') writing(file, () => writeFileSync(file, jsonText(report)));
    return report.written ? 0 : 1;
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
    process.stderr.write(`${synthInterrupted(error.signal, shownPath(directory))}\n`);
    return signalExitCode(error.signal);
  } finally {
    interruption.end();
  }
}

async function synthReport(
  options: SynthOptions & { readonly outputDirectory: string },
  interruption: Interruption,
): Promise<SynthReport> {
  const { outputDirectory } = options;
  try {
    const made = await synthProject({ ...options, beforeWriting: () => interruption.check() });
    return writtenReport(made, outputDirectory);
  } catch (error) {
    if (error instanceof InterruptedError) throw error;
    return refusedReport(error, outputDirectory);
  }
}

function jsonText(report: SynthReport): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function printReport(report: SynthReport, isAdvised: boolean): void {
  const { written, directory, stacks, removed, placementFiles, faults, warnings, advice, unchecked } = report;
  if (!written) {
    process.stderr.write(`${faults.join('\n')}\n${nothingWritten(faults.length, directory)}\n`);
    return;
  }
  if (unchecked !== undefined) process.stderr.write(`${unchecked}\n`);
  if (!isUnderFramework()) printLines('warning', warnings);
  if (isAdvised) printLines('advice', advice);
  process.stdout.write(summary(stacks));
  for (const file of placementFiles) process.stdout.write(`${placementWritten(file)}\n`);
  for (const stack of removed) process.stdout.write(`${stackRemoved(stack.directory, stack.remoteBackend)}\n`);
}

function printLines(kind: 'warning' | 'advice', lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${kind}: ${line}\n`);
}

function summary(stacks: readonly ReportedStack[]): string {
  const rows = stacks.map(({ name, machines, resources, directory, unchanged }) => [
    name,
    machines === undefined ? '' : `${machines} ${machines === 1 ? 'machine' : 'machines'}`,
    `${resources} resources`,
    unchanged ? `${directory} (unchanged)` : directory,
  ]);
  return tableLines(rows)
    .map((line) => `${line}\n`)
    .join('');
}
