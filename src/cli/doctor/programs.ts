import { spawnSync } from 'node:child_process';
import { satisfies } from 'semver';
import { bashMissing, nodeTooOld } from '../../errors/cli';
import { ENV_FILE, envFileState } from '../../process/env-file';
import { envFileOpen } from '../../process/faults';
import { CommandError } from '../command-error';
import { supportedNode } from '../../process/package-file';
import { programPath, Tofu } from '../tofu/tofu';
import type { Environment } from '../tofu/variables';
import { checkTofuVersion } from '../tofu/version';
import type { Finding } from './finding';

/** The version of Node that runs this. */
export function nodeFinding(version: string): Finding {
  const range = supportedNode();
  if (satisfies(version, range)) return { level: 'ok', subject: 'node', message: version };
  return { level: 'error', subject: 'node', message: nodeTooOld(version, range) };
}

/** OpenTofu: if it can be started, and is new enough. */
export async function tofuFinding(program: string, environment: Environment): Promise<Finding> {
  try {
    const tofu = new Tofu({ program: programPath(program), directory: process.cwd(), environment });
    return { level: 'ok', subject: 'tofu', message: `OpenTofu ${await checkTofuVersion(program, tofu)}` };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { level: 'error', subject: 'tofu', message: error.message };
  }
}

/** Bash, in which a stack waits for the Kubernetes API. */
export function bashFinding(environment: Environment): Finding {
  const { status, stdout } = spawnSync('bash', ['--version'], { encoding: 'utf8', env: { ...environment } });
  if (status !== 0) return { level: 'error', subject: 'bash', message: bashMissing() };
  return { level: 'ok', subject: 'bash', message: /version (\S+)/.exec(stdout)?.[1] ?? 'found' };
}

/** The file with variables of the project. */
export function envFileFinding(directory: string): Finding {
  const state = envFileState(directory);
  if (state === 'open') return { level: 'warning', subject: ENV_FILE, message: envFileOpen(ENV_FILE) };
  const message = state === 'missing' ? 'none: variables come from the environment' : 'only you can read it';
  return { level: 'ok', subject: ENV_FILE, message };
}
