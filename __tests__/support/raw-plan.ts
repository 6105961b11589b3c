import { execFile } from 'node:child_process';
import type { Homelab } from './homelab-run';

/** All that OpenTofu itself prints of a plan: a homelab hides secrets in what it hands on, this hides nothing. */
export function rawPlan({ workspace }: Homelab): Promise<string> {
  const { program, env } = workspace.shell();
  return new Promise((resolve, reject) => {
    const settings = { cwd: workspace.directory, env, maxBuffer: 64 * 1024 * 1024 };
    execFile(program, ['plan', '-no-color', '-input=false'], settings, (error, stdout, stderr) => {
      if (error === null) resolve(`${stdout}\n${stderr}`);
      else reject(new Error(`tofu plan ended with ${String(error.code)}`));
    });
  });
}
