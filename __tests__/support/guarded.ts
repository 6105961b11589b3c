import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import type { Homelab } from './homelab-run';
import { projectRoot } from './project';

/** How a guarded command ended. */
export interface GuardedResult {
  readonly exitCode: number | null;
  /** Standard output: the verdict. */
  readonly output: string;
}

/** Runs the command line with the plan guard on the cluster of a homelab, such as `plan` or `apply --yes`. */
export function runGuarded(homelab: Homelab, command: 'plan' | 'apply', ...args: string[]): Promise<GuardedResult> {
  const { workspace, cluster } = homelab;
  const { program, env } = workspace.shell();
  const outdir = dirname(dirname(workspace.directory));
  const main = join(projectRoot, 'lib', 'src', 'cli', 'main.js');
  const child = spawn(
    process.execPath,
    [main, command, cluster.model.name, '--output', outdir, '--tofu', program, ...args],
    { env, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, output }));
  });
}
