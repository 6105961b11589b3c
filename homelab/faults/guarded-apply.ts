import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Homelab } from '../homelab';
import { killGroup } from '../processes';
import { projectRoot } from '../project-root';
import { withoutSecrets } from '../tofu/environment';

/** An apply through the plan guard that has been started. */
export interface GuardedApply {
  readonly ended: Promise<GuardedApplyResult>;
  /** Ends the command, OpenTofu and its providers at once, as a power cut does. */
  readonly kill: () => void;
}

export interface GuardedApplyResult {
  readonly isDone: boolean;
  /** Standard output and standard error, without secrets. */
  readonly output: string;
}

/** The published command line, as it is compiled. */
const COMMAND_LINE = join(projectRoot, 'lib', 'src', 'cli', 'main.js');

/** Longer than anything in the apply waits. */
const TIMEOUT_MS = 5 * 60_000;

/** Applies the cluster of a homelab as its user does: `cdktf-proxmox-talos apply <cluster> --yes`. */
export function startGuardedApply({ cluster, workspace, simulator }: Homelab): GuardedApply {
  const { program, env } = workspace.shell();
  const output = join(workspace.directory, '..', '..');
  const args = [COMMAND_LINE, 'apply', cluster.model.name, '--yes'];
  const child = spawn(process.execPath, args, {
    cwd: workspace.directory,
    detached: true,
    env: { ...env, CDKTF_OUTDIR: output, TERRAFORM_BINARY_NAME: program },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = () => {
    if (child.pid !== undefined) killGroup(child.pid, 'SIGKILL');
  };
  const parts: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => parts.push(part));
  const timer = setTimeout(kill, TIMEOUT_MS);
  const ended = new Promise<GuardedApplyResult>((resolve, reject) => {
    child.once('error', reject);
    // nothing that is printed then is worth a look
    void simulator.gone.then((reason) => {
      if (reason === undefined) return;
      kill();
      reject(reason);
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ isDone: code === 0, output: withoutSecrets(parts.join(''), Object.values(cluster.variables)) });
    });
  });
  return { ended, kill };
}
