import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { initialising, planNotReadable, tofuFailed } from '../../errors/cli';
import { CommandError } from '../command-error';
import { tell } from '../output';
import { paint } from '../paint';
import type { TofuArguments } from '../tofu/arguments';
import { printedWarnings } from '../tofu/printed-warnings';
import type { TofuResult } from '../tofu/process';
import { Progress, type ProgressOptions } from '../tofu/progress';
import type { StackDirectory } from '../tofu/stack-directory';
import type { LocalState } from '../tofu/state-files';
import type { Tofu } from '../tofu/tofu';
import { checkTofuVersion, hasDiagnosticsAsData } from '../tofu/version';

/** Everything that the steps of OpenTofu on a stack need. */
export interface StackRunOptions {
  /** Where they run. */
  readonly directory: StackDirectory;
  /** Runs them. */
  readonly tofu: Tofu;
  /** What is passed on to them. */
  readonly args: TofuArguments;
  /** Files of the state; nothing if it is kept elsewhere. */
  readonly localState: LocalState | undefined;
  /** If what OpenTofu prints goes to standard error. */
  readonly json: boolean;
  /** If everything is shown that OpenTofu prints. */
  readonly verbose: boolean;
}

/** Runs the steps of OpenTofu on a stack, and shows a person what is for a person. */
export class StackRun {
  private tofuVersion = '';

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

  /** Runs a step whose errors and warnings are for a person; everything else that it prints is shown only if that is asked. */
  public async show(
    step: string,
    args: readonly string[],
    extent: Pick<ProgressOptions, 'changes'> = {},
  ): Promise<TofuResult> {
    const { tofu, json, verbose } = this.options;
    const onErrors = (text: string): void => void process.stderr.write(text);
    const whole = { args: [step, ...this.colours(), ...args], asData: this.asData, onErrors };
    if (verbose) {
      const shown = json ? process.stderr : process.stdout;
      return tofu.run({ ...whole, onOutput: (text) => void shown.write(text) });
    }
    const progress = new Progress({ tell, ...extent });
    try {
      const result = await tofu.run({ ...whole, onOutput: (text) => progress.hear(text) });
      process.stderr.write(printedWarnings(result.output));
      return result;
    } finally {
      progress.end();
    }
  }

  /** Applies some resources, and shows what OpenTofu prints only if that fails. */
  public async applyTargets(addresses: readonly string[]): Promise<TofuResult> {
    const { tofu, args } = this.options;
    const targets = addresses.map((address) => `-target=${address}`);
    const all = ['apply', ...this.colours(), '-input=false', '-auto-approve', ...targets, ...args.apply];
    return this.shownIfFailed(await this.writing(() => tofu.run({ args: all, asData: this.asData })));
  }

  /** Takes resources out of the state, and shows what OpenTofu prints only if that fails. */
  public async forget(addresses: readonly string[]): Promise<TofuResult> {
    const { tofu, args } = this.options;
    return this.shownIfFailed(
      await this.writing(() => tofu.run({ args: ['state', 'rm', ...args.values, ...addresses] })),
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
    try {
      return JSON.parse(output) as unknown;
    } catch {
      // a message of the parser would quote the plan, and with it secrets
      throw new CommandError(planNotReadable());
    }
  }

  /** Lets a step write the state. */
  public writing(step: () => Promise<TofuResult>): Promise<TofuResult> {
    const { localState } = this.options;
    return localState === undefined ? step() : localState.keepPrivate(step);
  }

  private shownIfFailed(result: TofuResult): TofuResult {
    if (result.exitCode !== 0) process.stderr.write(result.output + result.errors);
    return result;
  }

  private colours(): readonly string[] {
    const isAsked = this.options.args.plan.some((argument) => /^--?no-color$/.test(argument));
    return paint.isColorSupported && !isAsked ? [] : ['-no-color'];
  }
}
