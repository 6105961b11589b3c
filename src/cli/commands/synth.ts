import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  optionOfOwnProgram,
  projectFileUnreadable,
  projectNotInstalled,
  projectProgramFailed,
  projectProgramReportsNothing,
} from '../../errors/cli';
import { RESULT_FILE_VARIABLE } from '../../app/result-file';
import type { CommandDefinition } from '../command-definition';
import { CommandError, EXIT } from '../command-error';
import { loadApp } from '../load-app';
import { addClusters, readSelection } from '../options/project-options';
import { environmentValue } from '../options/stack-options';
import { print, tell } from '../output';

/** File with the settings of a project for the framework. */
const PROJECT_FILE = 'cdktf.json';

/** Set for the program of a project, so that one that is this command synthesizes by itself. */
const STARTED = 'CDKTF_PROXMOX_TALOS_SYNTH';

const HELP = `
A project with a program of its own ("app" in ${PROJECT_FILE}) is synthesized by it.
exit codes: 0 written; 1 there are faults, and nothing is written; 2 else`;

/** Options that only the package's own app has. */
const OWN_OPTIONS = ['advice', 'clusterDirectory', 'compiledDirectory'];

/** Writes the stacks of cluster files, by the program of the project if it has one. */
export const synth: CommandDefinition = {
  name: 'synth',
  description: 'write the stacks of all clusters, or of some, into cdktf.out',
  options: (command) =>
    addClusters(command)
      .option('--output <directory>', 'output directory', environmentValue('CDKTF_OUTDIR', 'cdktf.out'))
      .option('--advice', 'print advice on habits and style too')
      .option('--json', 'print the result as JSON')
      .addHelpText('after', HELP),
  run: async (command) => {
    const { advice = false, json = false, output } = command.opts<{ advice?: true; json?: true; output: string }>();
    const { names: given, ...places } = readSelection(command);
    const names = given.length > 0 ? given : listedNames();
    const program = ownProgram();
    if (program === undefined) {
      return loadApp().printSynth({ ...places, names, advice, json, directory: resolve(output) });
    }
    const foreign = OWN_OPTIONS.find((name) => command.getOptionValueSource(name) === 'cli');
    if (foreign !== undefined) throw new CommandError(optionOfOwnProgram(optionText(foreign), program));
    const variables = { CDKTF_OUTDIR: resolve(output), CLUSTERS: names.join(',') };
    const exitCode = json ? printResultOf(program, variables) : runProgramOf(program, variables);
    if (exitCode !== EXIT.ok && existsSync('package.json') && !existsSync('node_modules')) tell(projectNotInstalled());
    return exitCode;
  },
};

/** Names in `CLUSTERS`, as the app takes them. */
function listedNames(): readonly string[] {
  return (process.env.CLUSTERS ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** The command that synthesizes the project, unless it is that command that runs. */
function ownProgram(): string | undefined {
  // the framework's command line runs the program of the project by itself
  if (process.env[STARTED] !== undefined || process.env.CDKTF_CONTEXT_JSON !== undefined) return undefined;
  if (!existsSync(PROJECT_FILE)) return undefined;
  const { app } = readProject();
  return typeof app === 'string' && app.trim() !== '' ? app : undefined;
}

function readProject(): { readonly app?: unknown } {
  try {
    return (JSON.parse(readFileSync(PROJECT_FILE, 'utf8')) ?? {}) as { readonly app?: unknown };
  } catch {
    throw new CommandError(projectFileUnreadable(PROJECT_FILE));
  }
}

/** Prints the result of the program as JSON; what the program itself prints goes to standard error. */
function printResultOf(program: string, variables: Readonly<Record<string, string>>): number {
  const directory = mkdtempSync(join(tmpdir(), 'cdktf-proxmox-talos-'));
  try {
    const file = join(directory, 'result.json');
    const exitCode = runProgramOf(program, { ...variables, [RESULT_FILE_VARIABLE]: file }, process.stderr.fd);
    if (existsSync(file)) print(readFileSync(file, 'utf8').trimEnd());
    else if (exitCode === EXIT.ok) throw new CommandError(projectProgramReportsNothing(program));
    return exitCode;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function runProgramOf(
  program: string,
  variables: Readonly<Record<string, string>>,
  output: 'inherit' | number = 'inherit',
): number {
  const env = { ...process.env, ...variables, [STARTED]: '1' };
  const { error, status, signal } = spawnSync(program, { shell: true, stdio: ['inherit', output, 'inherit'], env });
  if (error !== undefined) throw new CommandError(projectProgramFailed(program, error.message));
  if (signal !== null) return 128 + constants.signals[signal];
  return status ?? EXIT.failed;
}

function optionText(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
