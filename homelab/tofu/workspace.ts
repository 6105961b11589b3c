import { mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Toolchain } from '../../scripts/toolchain/provide';
import { startTofu } from '../../src/cli/tofu/process';
import type { Diagnostic } from '../../src/plan/read/diagnostic';
import { killGroup, waitFor } from '../processes';
import { initEnvironment, temporaryDirectory, tofuEnvironment, withoutSecrets } from './environment';
import { admitPrereleases } from './overrides';

/** Where OpenTofu runs, and with what. */
export interface WorkspaceOptions {
  readonly toolchain: Toolchain;
  /** Of the stack, which is a copy: the lock file and all else that OpenTofu writes stay there. */
  readonly directory: string;
  /** Directory in place of the user's own, made unless it is there. */
  readonly home: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
  /** Never shown in output and errors, beside the values above. */
  readonly secrets: readonly string[];
  /** Ends whatever runs when it resolves with an error: the homelab has died. */
  readonly gone?: Promise<Error | undefined>;
  /** Called with each line that OpenTofu prints, without secrets. */
  readonly onOutput?: (line: string) => void;
}

/** Settings of one run. */
export interface RunOptions {
  /** In place of or beside those of the workspace. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

/** The end of a run. */
export interface TofuResult {
  /** 1 also for a run that was killed. */
  readonly exitCode: number;
  /** That ended it. */
  readonly signal: NodeJS.Signals | null;
  /** Standard output and standard error, without secrets. */
  readonly output: string;
  /** Its errors, as it printed them; secrets may be in them. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A run that has not ended yet. */
export interface TofuRun {
  readonly pid: number;
  /** Rejects when it takes too long or the homelab dies. */
  readonly ended: Promise<TofuResult>;
  /** Ends OpenTofu and its providers at once, as a power cut does. */
  readonly kill: () => Promise<TofuResult>;
  /** Asks OpenTofu to stop, as Ctrl-C does. */
  readonly interrupt: () => Promise<TofuResult>;
}

/** A plan that is kept in a file. */
export interface Plan {
  /** If there is nothing to do, not even for outputs. */
  readonly isEmpty: boolean;
  /** Of managed resources, by address. */
  readonly changes: { address: string; type: string; actions: readonly string[] }[];
  /** As `tofu show -json` has it; it holds secrets. */
  readonly json: unknown;
  /** With the plan, for `apply`. */
  readonly file: string;
  readonly output: string;
}

/** A run of OpenTofu that failed; the message holds what it printed, without secrets. */
export class TofuError extends Error {
  constructor(
    command: string,
    /** How the run ended. */
    public readonly result: TofuResult,
  ) {
    const how = result.signal === null ? `with ${result.exitCode}` : `by ${result.signal}`;
    super(`tofu ${command} ended ${how}:\n${result.output.trimEnd()}`);
    this.name = 'TofuError';
  }
}

/** Longest run unless one says otherwise. */
const TIMEOUT_MS = 10 * 60_000;

/** How long OpenTofu may take to put its state in order before it is killed. */
const GRACE_MS = 30_000;

const COMMON = ['-no-color', '-input=false'];

/** A stack that the real OpenTofu runs on. One run at a time, unless a test wants to see two. */
export class Workspace {
  private readonly options: WorkspaceOptions;
  private readonly running: Set<TofuRun>;

  constructor(options: WorkspaceOptions) {
    mkdirSync(temporaryDirectory(options.home), { recursive: true, mode: 0o700 });
    this.options = options;
    this.running = new Set();
  }

  /** Directory of the stack. */
  get directory(): string {
    return this.options.directory;
  }

  async init(options?: RunOptions): Promise<TofuResult> {
    admitPrereleases(this.options.toolchain.prereleases, this.directory);
    return this.succeed(['init', ...COMMON], options);
  }

  async validate(options?: RunOptions): Promise<TofuResult> {
    return this.succeed(['validate', '-no-color'], options);
  }

  /**
   * Plans, and keeps the plan in a file.
   *
   * @param args further arguments, such as `-target=…`
   */
  async plan(options?: RunOptions, args: readonly string[] = []): Promise<Plan> {
    const file = 'plan.bin';
    const result = await this.run(['plan', ...COMMON, '-detailed-exitcode', `-out=${file}`, ...args], options);
    if (result.exitCode !== 0 && result.exitCode !== 2) throw new TofuError('plan', result);
    const json = (await this.json(['show', '-json', file], options)) as PlanJson;
    const changes = readChanges(json.resource_changes);
    return { isEmpty: result.exitCode === 0, changes, json, file, output: result.output };
  }

  /** @param args such as the file of a plan */
  async apply(options?: RunOptions, args: readonly string[] = []): Promise<TofuResult> {
    return this.succeed(['apply', ...COMMON, '-auto-approve', ...args], options);
  }

  async destroy(options?: RunOptions, args: readonly string[] = []): Promise<TofuResult> {
    return this.succeed(['destroy', ...COMMON, '-auto-approve', ...args], options);
  }

  /** The values of all outputs by name; there are secrets among them. */
  async outputs(options?: RunOptions): Promise<Record<string, any>> {
    const outputs = (await this.json(['output', '-json'], options)) as Record<string, { value: unknown }>;
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  }

  /** Addresses of everything in the state. */
  async stateList(options?: RunOptions): Promise<string[]> {
    const { output } = await this.succeed(['state', 'list'], options);
    return output.split('\n').filter((line) => line !== '');
  }

  /** Any command, whatever becomes of it. */
  async run(args: readonly string[], options?: RunOptions): Promise<TofuResult> {
    return this.start(args, options).ended;
  }

  /** Starts a command and does not wait for it. */
  start(args: readonly string[], options?: RunOptions): TofuRun {
    const { onOutput = () => undefined } = this.options;
    const lines: string[] = [];
    const run = this.spawn(args, options, (line) => {
      const cleaned = this.cleaned(line);
      lines.push(cleaned);
      onOutput(cleaned);
    });
    const result = async (ended: Promise<Ended>) => ({
      ...(await ended),
      output: `${lines.join('\n')}\n`,
    });
    const started: TofuRun = {
      pid: run.pid,
      ended: result(run.ended),
      kill: () => result(run.kill()),
      interrupt: () => result(run.interrupt()),
    };
    this.running.add(started);
    const forget = () => this.running.delete(started);
    started.ended.then(forget, forget);
    return started;
  }

  /** The program and the whole environment with which a person runs OpenTofu on the stack by hand. */
  shell(): { program: string; env: Record<string, string | undefined> } {
    const { toolchain } = this.options;
    return { program: toolchain.tofu, env: tofuEnvironment(toolchain, this.options) };
  }

  /** Ends everything that still runs. */
  async close(): Promise<void> {
    await Promise.all([...this.running].map((run) => run.interrupt()));
  }

  private async succeed(args: readonly string[], options?: RunOptions): Promise<TofuResult> {
    const result = await this.run(args, options);
    if (result.exitCode !== 0) throw new TofuError(args[0] ?? '', result);
    return result;
  }

  private async json(args: readonly string[], options?: RunOptions): Promise<unknown> {
    const printed: string[] = [];
    const said: string[] = [];
    const run = this.spawn(args, options, (line, isError) => (isError ? said : printed).push(line));
    const ended = await run.ended;
    if (ended.exitCode !== 0) throw new TofuError(args[0] ?? '', { ...ended, output: this.cleaned(said.join('\n')) });
    return JSON.parse(printed.join('\n')) as unknown;
  }

  private cleaned(text: string): string {
    const { environment, variables, secrets } = this.options;
    const hidden = Object.entries(environment).filter(([name]) => /KEY|SECRET|PASSWORD|TOKEN/.test(name));
    return withoutSecrets(text, [...secrets, ...Object.values(variables), ...hidden.map(([, value]) => value)]);
  }

  private spawn(
    args: readonly string[],
    { variables = {}, timeoutMs = TIMEOUT_MS }: RunOptions | undefined = {},
    onLine: (line: string, isError: boolean) => void,
  ): Started {
    const { toolchain, directory, gone } = this.options;
    const settings = { ...this.options, variables: { ...this.options.variables, ...variables } };
    const env = args[0] === 'init' ? initEnvironment(toolchain, settings) : tofuEnvironment(toolchain, settings);
    // a group of its own: providers go with it
    const { child, ended } = startTofu({
      program: toolchain.tofu,
      directory,
      environment: env,
      args,
      isDetached: true,
    });
    if (child.stdout !== null) createInterface(child.stdout).on('line', (line) => onLine(line, false));
    if (child.stderr !== null) createInterface(child.stderr).on('line', (line) => onLine(line, true));
    const closed: Promise<Ended> = ended.then(
      ({ exitCode, signal, diagnostics }) => ({ exitCode, signal, diagnostics }),
      (error: unknown) => {
        throw new Error(`OpenTofu cannot be started: ${(error as Error).message}`);
      },
    );
    const pid = child.pid ?? 0;
    const kill = async () => {
      if (child.pid !== undefined) killGroup(child.pid, 'SIGKILL');
      return closed;
    };
    const interrupt = async () => {
      child.kill('SIGINT');
      return (await waitFor(closed, GRACE_MS)) ? closed : kill();
    };
    return { pid, kill, interrupt, ended: limited(closed, { command: args[0] ?? '', timeoutMs, gone, interrupt }) };
  }
}

type Ended = Omit<TofuResult, 'output'>;

interface Started {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  readonly kill: () => Promise<Ended>;
  readonly interrupt: () => Promise<Ended>;
}

/** The end of a run, or why it was ended. */
async function limited(
  closed: Promise<Ended>,
  {
    command,
    timeoutMs,
    gone,
    interrupt,
  }: { command: string; timeoutMs: number; gone?: Promise<Error | undefined>; interrupt: () => Promise<Ended> },
): Promise<Ended> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve: (error: Error) => void) => {
    timer = setTimeout(resolve, timeoutMs, new Error(`tofu ${command} was ended after ${timeoutMs / 1000} s`));
  });
  const died = (gone ?? new Promise(() => undefined)).then((error) => error ?? new Promise(() => undefined));
  try {
    const first = await Promise.race([closed, late, died]);
    if (!(first instanceof Error)) return first as Ended;
    await interrupt();
    throw first;
  } finally {
    clearTimeout(timer);
  }
}

/** The part of a plan that every run reads. */
interface PlanJson {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly mode: string;
    readonly type: string;
    readonly change: { readonly actions: readonly string[] };
  }[];
}

function readChanges(resources: PlanJson['resource_changes'] = []): Plan['changes'] {
  return resources
    .filter(({ mode, change }) => mode === 'managed' && !change.actions.includes('no-op'))
    .map(({ address, type, change }) => ({ address, type, actions: change.actions }))
    .sort((a, b) => (a.address < b.address ? -1 : 1));
}
