import type { Toolchain } from '../../scripts/toolchain/provide';
import { startTofu } from '../../src/cli/tofu/process';
import { admitPrereleases } from './overrides';

/** The end of a run. */
export interface TofuRun {
  readonly exitCode: number;
  /** Standard output and, after it, standard error. */
  readonly output: string;
}

/**
 * Runs OpenTofu in a directory, which must be a copy.
 *
 * @param variables values of input variables
 */
export async function runTofu(
  { tofu, env, prereleases }: Toolchain,
  directory: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<TofuRun> {
  if (args[0] === 'init') admitPrereleases(prereleases, directory);
  const inputs = Object.entries(variables).map(([name, value]) => [`TF_VAR_${name}`, value]);
  const environment = { ...env, ...(Object.fromEntries(inputs) as Record<string, string>) };
  const { exitCode, output, errors } = await startTofu({
    program: tofu,
    directory,
    environment,
    args,
    isDetached: true,
  }).ended;
  return { exitCode, output: output + errors };
}
