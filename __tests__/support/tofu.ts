import { provideNativeJudge } from '../../scripts/toolchain/judge';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provideJudge } from '../../scripts/toolchain/judge';
import { type Toolchain, ToolchainMissing, provideToolchain } from '../../scripts/toolchain/provide';
import { useLocalBackend } from '../../homelab/tofu/overrides';
import { runTofu, type TofuRun } from '../../homelab/tofu/run-tofu';
import { validateStack } from '../../homelab/tofu/validate-stack';
import type { Diagnostic } from '../../src/plan/read/diagnostic';

export type { Diagnostic, TofuRun };

/** OpenTofu, the providers and the environment to run them in; the first call of all takes minutes. */
export function toolchain(): Toolchain {
  return provideToolchain(tellBuilds);
}

/** Passes on what takes long. */
function tellBuilds(line: string): void {
  if (/: (building|built) /.test(line)) process.stderr.write(`${line}\n`);
}

/** The same for tests that ask Talos' judge, which is built where it is not there. */
export function describeWithJudge(name: string, tests: () => void): void {
  describeWithTofu(name, () => {
    beforeAll(() => provideJudge(tellBuilds), 600_000);
    tests();
  });
}

/**
 * A `describe` of tests that need the real OpenTofu. Where it cannot be had they are reported as skipped and the
 * reason is printed; in CI that is a failure.
 */
export function describeWithTofu(name: string, tests: () => void): void {
  (isToolchainThere() ? describe : describe.skip)(name, tests);
}

function isToolchainThere(): boolean {
  try {
    toolchain();
    return true;
  } catch (error) {
    if (!(error instanceof ToolchainMissing) || process.env.CI !== undefined) throw error;
    process.stderr.write(error.message);
    return false;
  }
}

/** Errors and warnings of `tofu init` and `tofu validate` for a stack; none when it is good. */
export function validateJson(stack: object | string): Promise<readonly Diagnostic[]> {
  return inDirectoryOf(stack, (directory, tools) => validateStack(tools, directory));
}

/** `tofu plan` of a stack from an empty state, after `tofu init`; `variables` are input variables. */
export function planJson(stack: object | string, variables: Readonly<Record<string, string>> = {}): Promise<TofuRun> {
  return inDirectoryOf(stack, async (directory, tools) => {
    useLocalBackend(directory);
    const init = await runTofu(tools, directory, ['init', '-no-color'], variables);
    return init.exitCode === 0 ? runTofu(tools, directory, ['plan', '-no-color'], variables) : init;
  });
}

/** `tofu apply` of a stack that needs no server, from an empty state. */
export function applyOnce(stack: object): Promise<TofuRun> {
  return inDirectoryOf(stack, async (directory, tools) => {
    const init = await runTofu(tools, directory, ['init', '-no-color']);
    return init.exitCode === 0 ? runTofu(tools, directory, ['apply', '-no-color', '-auto-approve']) : init;
  });
}

/** Outputs of a stack that needs no server, applied once from an empty state; `variables` are input variables. */
export function appliedOutputs(
  stack: object,
  variables: Readonly<Record<string, string>> = {},
): Promise<Readonly<Record<string, unknown>>> {
  return inDirectoryOf(stack, async (directory, tools) => {
    const run = async (...args: string[]): Promise<string> => {
      const { exitCode, output } = await runTofu(tools, directory, args, variables);
      if (exitCode !== 0) throw new Error(`tofu ${args.join(' ')}: ${output}`);
      return output;
    };
    await run('init', '-no-color');
    await run('apply', '-no-color', '-auto-approve');
    const outputs = JSON.parse(await run('output', '-json')) as Readonly<Record<string, { readonly value: unknown }>>;
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  });
}

/** A planned change of one resource, as `tofu show -json` has it. */
export interface PlannedActions {
  readonly address: string;
  readonly actions: readonly string[];
}

/**
 * Stacks that are applied one after the other over one state.
 *
 * @param stacks each needs no server
 * @returns for each what its plan changed
 */
export function changesInTurn(stacks: readonly object[]): Promise<PlannedActions[][]> {
  return inDirectoryOf({}, async (directory, tools) => {
    const run = async (...args: string[]): Promise<TofuRun> => {
      const result = await runTofu(tools, directory, args);
      if (result.exitCode !== 0) throw new Error(`tofu ${args.join(' ')}: ${result.output}`);
      return result;
    };
    await run('init', '-no-color');
    const changed: PlannedActions[][] = [];
    for (const stack of stacks) {
      writeFileSync(join(directory, 'cdk.tf.json'), JSON.stringify(stack));
      await run('plan', '-out=plan', '-no-color');
      const { resource_changes: changes = [] } = JSON.parse((await run('show', '-json', 'plan')).output) as {
        resource_changes?: { address: string; change: { actions: string[] } }[];
      };
      await run('apply', '-no-color', 'plan');
      changed.push(
        changes
          .map(({ address, change: { actions } }) => ({ address, actions }))
          .filter(({ actions }) => actions.join() !== 'no-op'),
      );
    }
    return changed;
  });
}

async function inDirectoryOf<T>(
  stack: object | string,
  work: (directory: string, tools: Toolchain) => Promise<T>,
): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'tofu-'));
  try {
    // pretty-printed, as errors quote the line
    writeFileSync(join(directory, 'cdk.tf.json'), typeof stack === 'string' ? stack : JSON.stringify(stack, null, 2));
    return await work(directory, toolchain());
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** One machine configuration to be made and checked by Talos' own library. */
export interface MachineConfigRequest {
  readonly name: string;
  readonly clusterName: string;
  readonly clusterEndpoint: string;
  /** Talos version to write for, such as `v1.13`. */
  readonly contract: string;
  readonly kubernetesVersion: string;
  readonly machineType: string;
  readonly configPatches: readonly string[];
  /** `cloud` for a machine that boots an installed disk, `metal` for one that Talos must be installed on. */
  readonly mode: 'cloud' | 'metal';
  /** If true, the text is wanted too. */
  readonly text?: boolean;
}

/** A machine configuration as a node gets it. */
export interface MachineConfigResult {
  readonly name: string;
  /** Objection of the provider, or else of the node. */
  readonly error?: string;
  readonly warnings?: readonly string[];
  /** With placeholders for secrets; absent when it could not be made. */
  readonly documents?: readonly Record<string, unknown>[];
  /** With what patches hold, also where that is secret. */
  readonly text?: string;
}

/**
 * Machine configurations made, patched and validated by Talos' own library, in the order of the requests: by the oldest one
 * of the judge that knows the contract.
 */
export function machineConfigs(requests: readonly MachineConfigRequest[]): MachineConfigResult[] {
  const complete = requests.map((request) => ({ ...request, documents: true }));
  const isNew = ({ contract }: MachineConfigRequest): boolean => contract === 'v1.14';
  const [older, newer] = [complete.filter((each) => !isNew(each)), complete.filter(isNew)];
  const byOld = older.length === 0 ? [] : ask<MachineConfigResult>(provideNativeJudge(), [], { requests: older });
  const byNew = newer.length === 0 ? [] : askSimulator<MachineConfigResult>('machine-config', { requests: newer });
  const answers = new Map([
    ...older.map((request, index) => [request, byOld[index]] as const),
    ...newer.map((request, index) => [request, byNew[index]] as const),
  ]);
  return complete.flatMap((request) => answers.get(request) ?? []);
}

/** Image Factory's answer to a schematic. */
export interface SchematicResult {
  readonly id?: string;
  /** The canonical text whose hash is the id. */
  readonly text?: string;
  readonly error?: string;
}

/** Ids of schematics given as YAML, computed with the library that Image Factory uses. */
export function schematicIds(schematics: readonly string[]): SchematicResult[] {
  return askSimulator<SchematicResult>('schematic-id', schematics);
}

function askSimulator<T>(command: string, question: unknown): T[] {
  const { simulator } = toolchain();
  if (simulator === undefined) throw new ToolchainMissing('the simulator must be built, and Go is not installed');
  return ask<T>(simulator, [command], question);
}

function ask<T>(program: string, args: readonly string[], question: unknown): T[] {
  const input = JSON.stringify(question);
  const { error, status, stdout, stderr } = spawnSync(program, args, {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(stderr);
  return (JSON.parse(stdout) as { results: T[] }).results;
}
