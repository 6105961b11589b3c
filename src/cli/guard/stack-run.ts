import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { initialising, logWritten, planNotReadable, tofuFailed } from '../../errors/cli';
import type { JoinQuestions } from '../../plan/read/join-questions';
import { accessInState, type KubernetesAccess } from '../../plan/read/kubernetes-credentials';
import { sensitiveValues } from '../../plan/read/secret-texts';
import { CommandError } from '../command-error';
import { tell } from '../output';
import { paint } from '../paint';
import { RunLog, secretTexts, withoutSecrets } from '../progress/run-log';
import { ShownApply, type ShownApplyOptions } from '../progress/shown-apply';
import { liveTerminal } from '../progress/terminal';
import type { ApplyEvent } from '../tofu/apply-event';
import type { TofuArguments } from '../tofu/arguments';
import { printedWarnings } from '../tofu/printed-warnings';
import { startTofu, type TofuResult } from '../tofu/process';
import { Progress } from '../tofu/progress';
import type { StackDirectory } from '../tofu/stack-directory';
import type { LocalState } from '../tofu/state-files';
import type { Tofu } from '../tofu/tofu';
import { machinesNotReady } from './machine-watch-texts';
import { MachineWatch, type MachineWatchOptions } from './machine-watch';
import { type Environment, secretValues } from '../tofu/variables';
import { checkTofuVersion, hasDiagnosticsAsData } from '../tofu/version';

/** Everything that the steps of OpenTofu on a stack need. */
export interface StackRunOptions {
  /** Where they run. */
  readonly directory: StackDirectory;
  /** Runs them. */
  readonly tofu: Tofu;
  /** Arguments that are passed on to them. */
  readonly args: TofuArguments;
  /** Environment of OpenTofu. */
  readonly environment: Environment;
  /** Files of the state; nothing if it is kept elsewhere. */
  readonly localState: LocalState | undefined;
  /** If what OpenTofu prints goes to standard error. */
  readonly json: boolean;
  /** If everything is shown that OpenTofu prints. */
  readonly verbose: boolean;
}

/** Changes of an apply, to be shown while it runs. */
export type ShownChanges = Pick<ShownApplyOptions, 'subjects' | 'changes'> & {
  /** Whom to ask which machines have joined; nothing if none does, or nobody can be asked. */
  readonly joins: JoinQuestions | undefined;
};

/** Runs the steps of OpenTofu on a stack, and shows a person what is for a person. */
export class StackRun {
  private tofuVersion = '';
  /** Secrets among the variables of the plan that was read last. */
  private plannedSecrets: readonly string[] = [];

  constructor(private readonly options: StackRunOptions) {}

  private get asData(): boolean {
    return hasDiagnosticsAsData(this.tofuVersion);
  }

  /**
   * Checks that the program is OpenTofu, and new enough.
   *
   * @param program as a person gave it
   * @throws if it is not
   */
  public async checkVersion(program: string): Promise<void> {
    this.tofuVersion = await checkTofuVersion(program, this.options.tofu);
  }

  /**
   * Fetches providers and opens the state. OpenTofu knows by itself what is there already, and is done at once then.
   *
   * @throws if OpenTofu fails
   */
  public async initialise(): Promise<void> {
    const { directory, tofu, args } = this.options;
    if (!existsSync(join(directory.path, '.terraform'))) tell(initialising(directory.shown));
    const { exitCode, output, errors } = await tofu.run({
      args: ['init', '-input=false', ...this.colours(), ...args.values],
    });
    if (exitCode === 0) return;
    process.stderr.write(output + errors);
    throw new CommandError(tofuFailed('init', exitCode));
  }

  /** Plans, and shows what is for a person: errors and warnings, and now and then how far it is. */
  public async plan(args: readonly string[]): Promise<TofuResult> {
    const { tofu, verbose } = this.options;
    const onErrors = (text: string): void => void process.stderr.write(this.masked(text));
    const whole = { args: ['plan', ...this.colours(), ...args], asData: this.asData, onErrors };
    if (verbose) return tofu.run({ ...whole, onOutput: (text) => this.showWhole(text) });
    const progress = new Progress({ tell });
    try {
      return this.withWarnings(await tofu.run({ ...whole, onOutput: (text) => progress.hear(text) }));
    } finally {
      progress.end();
    }
  }

  /** Applies what was planned, shows how far each machine is, and keeps all that OpenTofu prints in a file. */
  public async apply(args: readonly string[], { joins, ...shown }: ShownChanges): Promise<TofuResult> {
    const { tofu, verbose } = this.options;
    const whole = { args: ['apply', ...this.colours(), ...args], asData: this.asData };
    const log = this.newLog();
    const watch =
      verbose || joins === undefined ? undefined : this.watchOf(joins, (...seen) => progress?.observe(...seen));
    await watch?.begin();
    const heard = (event: ApplyEvent): void => watch?.hear(event);
    const progress = verbose ? undefined : new ShownApply({ ...shown, tell, heard, terminal: liveTerminal() });
    try {
      const result = await this.writing(() =>
        tofu.run({
          ...whole,
          onOutput: (text) => {
            log.hear('output', text);
            if (progress === undefined) this.showWhole(text);
            else progress.hear(text);
          },
          onErrors: (text) => {
            log.hear('errors', text);
            if (progress === undefined) process.stderr.write(this.masked(text));
            else progress.show(this.masked(text));
          },
          ...(progress !== undefined && { onData: (text: string) => progress.hearData(text) }),
        }),
      );
      const found = result.exitCode === 0 ? await watch?.end() : undefined;
      progress?.end();
      if (result.exitCode !== 0) tell(logWritten(log.shown));
      if (found !== undefined && found.notReady.length > 0) tell(machinesNotReady(found));
      return verbose ? result : this.withWarnings(result);
    } finally {
      watch?.stop();
      progress?.end();
      log.end();
    }
  }

  /** Applies some resources, and shows what OpenTofu prints only if that fails. */
  public async applyTargets(addresses: readonly string[]): Promise<TofuResult> {
    const { tofu, args } = this.options;
    const targets = addresses.map((address) => `-target=${address}`);
    const all = ['apply', ...this.colours(), '-input=false', '-auto-approve', ...targets, ...args.apply];
    const log = this.newLog();
    const result = await this.writing(() =>
      tofu.run({ args: all, asData: this.asData, onOutput: (text) => log.hear('output', text) }),
    );
    log.end();
    return this.shownIfFailed(result);
  }

  /** Takes resources out of the state, and shows what OpenTofu prints only if that fails. */
  public async forget(addresses: readonly string[]): Promise<TofuResult> {
    const { tofu, args } = this.options;
    return this.shownIfFailed(
      await this.writing(() => tofu.run({ args: ['state', 'rm', ...args.state, ...addresses] })),
    );
  }

  /** Addresses in the state; none if it cannot be read. */
  public async addresses(): Promise<readonly string[]> {
    const { tofu, args } = this.options;
    const { exitCode, output } = await tofu.run({ args: ['state', 'list', ...args.values] });
    return exitCode === 0 ? output.split('\n').filter((line) => line !== '') : [];
  }

  /**
   * Reads a saved plan.
   *
   * @returns the plan, parsed
   * @throws if OpenTofu fails, or prints something else
   */
  public async read(file: string): Promise<unknown> {
    const { tofu, args } = this.options;
    const { exitCode, output, errors } = await tofu.run({ args: ['show', '-json', ...args.values, file] });
    if (exitCode !== 0) {
      process.stderr.write(errors);
      throw new CommandError(tofuFailed('show', exitCode));
    }
    const plan = parsedPlan(output);
    this.plannedSecrets = sensitiveValues(plan);
    return plan;
  }

  private watchOf(questions: JoinQuestions, seen: MachineWatchOptions['seen']): MachineWatch {
    return new MachineWatch({ questions, seen, readAccess: () => this.readAccess() });
  }

  /** Reads the way to the Kubernetes API from the state, while OpenTofu works on it: reading takes no lock. */
  private async readAccess(): Promise<KubernetesAccess | undefined> {
    const { directory, args, environment } = this.options;
    const { program } = this.options.tofu;
    const command = { program, directory: directory.path, environment };
    const { exitCode, output } = await startTofu({ ...command, args: ['state', 'pull', ...args.values] }).ended.catch(
      () => ({ exitCode: 1, output: '' }),
    );
    try {
      return exitCode === 0 ? accessInState(JSON.parse(output)) : undefined;
    } catch {
      // half a state is read again
      return undefined;
    }
  }

  /** Lets a step write the state. */
  private writing(step: () => Promise<TofuResult>): Promise<TofuResult> {
    const { localState } = this.options;
    return localState === undefined ? step() : localState.keepPrivate(step);
  }

  private showWhole(text: string): void {
    (this.options.json ? process.stderr : process.stdout).write(this.masked(text));
  }

  /** Shows the warnings of a step, which OpenTofu prints for people. */
  private withWarnings(result: TofuResult): TofuResult {
    process.stderr.write(this.masked(printedWarnings(result.output)));
    return result;
  }

  /** Output of OpenTofu without secrets: a program that it has started may print any of them. */
  private masked(text: string): string {
    return withoutSecrets(text, this.secrets());
  }

  /** Values of sensitive variables, as far as they are known. */
  private secrets(): readonly string[] {
    const { directory, environment, args } = this.options;
    return secretTexts([...secretValues(directory, environment, args), ...this.plannedSecrets]);
  }

  private newLog(): RunLog {
    const { directory } = this.options;
    return new RunLog(dirname(dirname(directory.path)), directory.cluster, this.secrets());
  }

  private shownIfFailed(result: TofuResult): TofuResult {
    if (result.exitCode !== 0) process.stderr.write(this.masked(result.output + result.errors));
    return result;
  }

  private colours(): readonly string[] {
    const isAsked = this.options.args.plan.some((argument) => /^--?no-color$/.test(argument));
    return paint.isColorSupported && !isAsked ? [] : ['-no-color'];
  }
}

function parsedPlan(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // a message of the parser would quote the plan, and with it secrets
    throw new CommandError(planNotReadable());
  }
}
