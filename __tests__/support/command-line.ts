import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Homelab } from './homelab-run';
import { projectRoot } from './project';

/** How the published command ended. */
export interface CommandResult {
  readonly exitCode: number | null;
  readonly output: string;
  readonly errors: string;
}

/** The command that the package brings. */
function publishedCommand(): string {
  const { bin } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    readonly bin: Readonly<Record<string, string>>;
  };
  return join(projectRoot, bin['cdktf-proxmox-talos'] ?? '');
}

/** Longer than anything that is waited for. */
const TIMEOUT_MS = 200_000;

/**
 * Runs `cdktf-proxmox-talos`, as it is compiled, in the project of a homelab.
 *
 * @param tofu what is run in place of OpenTofu
 * @param environment variables in place of those of the homelab
 */
export function runCommandLine(
  homelab: Homelab,
  args: readonly string[],
  tofu?: string,
  environment?: Readonly<Record<string, string>>,
): Promise<CommandResult> {
  return runIn(homelab, process.execPath, [publishedCommand(), ...args], { tofu, environment });
}

/** Starts `cdktf-proxmox-talos` in the project of a homelab, to be sent a signal. */
export function startCommandLine(homelab: Homelab, args: readonly string[]): StartedCommand {
  return startIn(homelab, process.execPath, [publishedCommand(), ...args], {});
}

/** A command that runs. */
export interface StartedCommand {
  readonly child: ChildProcess;
  readonly ended: Promise<CommandResult>;
}

/**
 * Runs a command that was printed, as a person pastes it into the shell from which the command line was run.
 *
 * @param answer what is typed when it asks
 */
export function pasteCommand(homelab: Homelab, command: string, answer = ''): Promise<CommandResult> {
  return runIn(homelab, 'sh', ['-c', command], { answer });
}

interface RunOptions {
  readonly tofu?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly answer?: string;
}

function runIn(
  homelab: Homelab,
  program: string,
  args: readonly string[],
  options: RunOptions,
): Promise<CommandResult> {
  return startIn(homelab, program, args, options).ended;
}

function startIn(
  homelab: Homelab,
  program: string,
  args: readonly string[],
  { tofu, environment, answer = '' }: RunOptions,
): StartedCommand {
  const { program: builtTofu, env } = homelab.workspace.shell();
  const plain = withPlainNames(env, Object.keys(homelab.cluster.variables));
  const child = spawn(program, [...args], {
    cwd: join(homelab.directory, 'project'),
    env: { ...plain, TERRAFORM_BINARY_NAME: tofu ?? builtTofu, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: TIMEOUT_MS,
  });
  child.stdin.end(answer);
  const said = { output: '', errors: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.errors += text));
  const ended = new Promise<CommandResult>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ ...said, exitCode }));
  });
  return { child, ended };
}

/** Values of variables under the names that a person gives them: `PROXMOX_MAIN_API_TOKEN`. */
function withPlainNames(
  env: Readonly<Record<string, string | undefined>>,
  variables: readonly string[],
): Record<string, string | undefined> {
  const others = Object.entries(env).filter(([name]) => !name.startsWith('TF_VAR_'));
  const plain = variables.map((name) => [name.toUpperCase(), env[`TF_VAR_${name}`]] as const);
  return Object.fromEntries([...others, ...plain]);
}
