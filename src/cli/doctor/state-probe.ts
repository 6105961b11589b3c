import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Diagnostic } from '../../plan/read/diagnostic';
import { startTofu, type TofuResult } from '../tofu/process';
import { STACK_FILE } from '../tofu/stack-directory';
import type { Environment } from '../tofu/variables';

/** Result of having OpenTofu read a state: its text, the errors, or no answer in time. */
export type ProbedState =
  | { readonly kind: 'read'; readonly text: string }
  | { readonly kind: 'failed'; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: 'late' };

/** How OpenTofu is asked. */
export interface ProbeOptions {
  /** OpenTofu: its path, or its name on the PATH. */
  readonly program: string;
  /** Its environment. */
  readonly environment: Environment;
}

/** Longest time for a step: a store that is there answers in a few seconds. */
export const STEP_SECONDS = 25;

/**
 * Has OpenTofu read a state, in a directory of its own that is removed afterwards. Nothing is locked and nothing is written
 * where the state is kept.
 *
 * @param settings of a stack that has a backend and nothing that needs a provider
 */
export async function probeState(settings: object, { program, environment }: ProbeOptions): Promise<ProbedState> {
  const directory = mkdtempSync(join(tmpdir(), 'cdktf-proxmox-talos-state-'));
  const step = (args: readonly string[]) => inTime({ program, directory, environment, args });
  try {
    writeFileSync(join(directory, STACK_FILE), JSON.stringify(settings), { mode: 0o600 });
    const ready = await step(['init', '-input=false', '-no-color']);
    if (ready?.exitCode !== 0) return failure(ready);
    const pulled = await step(['state', 'pull', '-no-color']);
    return pulled?.exitCode === 0 ? { kind: 'read', text: pulled.output } : failure(pulled);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function failure(result: TofuResult | undefined): ProbedState {
  if (result === undefined) return { kind: 'late' };
  return { kind: 'failed', diagnostics: result.diagnostics.filter(({ severity }) => severity === 'error') };
}

/** @returns nothing if it did not end in time */
async function inTime(command: Parameters<typeof startTofu>[0]): Promise<TofuResult | undefined> {
  const { child, ended } = startTofu(command);
  const state = { isLate: false };
  const timer = setTimeout(() => {
    state.isLate = true;
    child.kill('SIGKILL');
  }, STEP_SECONDS * 1000);
  try {
    const result = await ended;
    return state.isLate ? undefined : result;
  } finally {
    clearTimeout(timer);
  }
}
