import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  applied,
  applying,
  downloadingImages,
  initialising,
  keepingSecrets,
  keepingTriggers,
  machinesFound,
  nextStepsTold,
  planning,
  planNotReadable,
  recoveryWritten,
  tofuFailed,
  triggersMissing,
} from '../../errors/cli';
import { foundMachines } from '../../plan/recovery/found-machines';
import type { ApplyCommand } from '../../plan/rules/guard-rule';
import { judgePlan } from '../../plan/judge-plan';
import { newImages } from '../../plan/read/new-images';
import { newSecrets } from '../../plan/read/new-secrets';
import { newTriggers } from '../../plan/recovery/new-triggers';
import { type PlanExtent, planExtent } from '../../plan/read/plan-extent';
import { renderVerdict, type VerdictPaint } from '../../plan/verdict/render-verdict';
import { printedWarnings } from '../tofu/printed-warnings';
import type { Verdict } from '../../plan/verdict/verdict';
import { versionQuestions } from '../../plan/read/version-questions';
import { preflight, silentEndpoints } from '../../preflight/preflight';
import { askVersions } from './ask-versions';
import { checkConfigurations } from '../configurations/check-configurations';
import { CommandError } from '../command-error';
import { stepFailed } from './failed-step';
import { nextSteps } from './next-steps';
import type { StackCall } from '../options/stack-options';
import { tell } from '../output';
import { paint } from '../paint';
import { Progress, type ProgressOptions } from '../tofu/progress';
import { RecoveryFile } from '../tofu/recovery-file';
import { shellWord } from '../../values/shell-word';
import { findStackDirectory, STACK_FILE, type StackDirectory } from '../tofu/stack-directory';
import { isInClearText, LocalState } from '../tofu/state-files';
import type { TofuResult } from '../tofu/process';
import { programPath, Tofu } from '../tofu/tofu';
import { sortTofuArguments, type TofuArguments } from '../tofu/arguments';
import { checkTofuVersion, hasDiagnosticsAsData } from '../tofu/version';
import { checkVariables, type Environment, shellAssignments, tofuEnvironment } from '../tofu/variables';

/** Settings of a plan that is judged. */
export interface GuardedPlanOptions extends StackCall {
  /** Names that a person accepts. */
  readonly accept: readonly string[];
  /** If everything is to be destroyed. */
  readonly destroy: boolean;
  /** If the verdict is printed as JSON, and all else goes to standard error. */
  readonly json: boolean;
  /** If everything is shown that OpenTofu prints. */
  readonly verbose: boolean;
  /** Environment of the process. */
  readonly environment: Environment;
  /** How a person applies the cluster, such as `npx cdktf-proxmox-talos apply home`. */
  readonly applyCommand: ApplyCommand;
  /** How a person gets the kubeconfig of the cluster, such as `npx cdktf-proxmox-talos kubeconfig home`. */
  readonly kubeconfigCommand: string;
  /** How a person gets the talosconfig of the cluster, such as `npx cdktf-proxmox-talos talosconfig home`. */
  readonly talosconfigCommand: string;
}

/** A plan in a file that was judged. */
export interface JudgedPlan {
  /** The verdict of the guard. */
  readonly verdict: Verdict;
  /** Resources that are applied before the rest. */
  readonly first: FirstSteps;
  /** How much it does. */
  readonly extent: PlanExtent;
}

/** Resources that are applied before the rest of a plan, by address. */
export interface FirstSteps {
  /** Secrets that have to be in the state before anything uses them. */
  readonly secrets: readonly string[];
  /** Image files that have to be on their hosts before anything is removed. */
  readonly images: readonly string[];
}

const PAINT: VerdictPaint = { strong: paint.bold, good: paint.green, careful: paint.yellow, bad: paint.red };

/** A stack whose plans are judged before anything is applied. */
export class GuardedStack {
  private readonly directory: StackDirectory;
  private readonly args: TofuArguments;
  private readonly environment: Environment;
  private readonly tofu: Tofu;
  private readonly recovery: RecoveryFile;
  private readonly localState: LocalState | undefined;
  private tofuVersion = '';

  /** @throws if the stack is not there, or an option of OpenTofu cannot be passed on */
  constructor(private readonly options: GuardedPlanOptions) {
    this.directory = findStackDirectory(resolve(options.output), options.cluster);
    this.args = sortTofuArguments(options.passed);
    this.environment = tofuEnvironment(this.directory, options.environment);
    this.tofu = new Tofu({
      program: programPath(options.tofu),
      directory: this.directory.path,
      environment: this.environment,
    });
    this.recovery = new RecoveryFile(this.directory.path);
    this.localState = LocalState.of(this.directory);
  }

  /** The file into which the next apply would be the first to write the secrets of the cluster in clear text, if so. */
  public get newClearTextState(): string | undefined {
    const { localState } = this;
    if (!localState?.isMissing) return undefined;
    return isInClearText(this.directory, this.options.environment) ? localState.shown : undefined;
  }

  /** How a person runs OpenTofu on the stack, from the working directory. */
  private get tofuCommand(): string {
    const { tofu, environment } = this.options;
    const program = shellWord(tofu);
    return [
      ...shellAssignments(this.directory, environment),
      program,
      `-chdir=${shellWord(this.directory.shown)}`,
    ].join(' ');
  }

  private get asData(): boolean {
    return hasDiagnosticsAsData(this.tofuVersion);
  }

  /** If OpenTofu is running. */
  public get isBusy(): boolean {
    return this.tofu.isBusy;
  }

  /**
   * Checks everything that a plan needs, before anything is planned.
   *
   * @throws if OpenTofu is something else or too old, a variable has no value, the local state is damaged, or Talos refuses a
   * machine configuration
   */
  public async check(): Promise<void> {
    this.tofuVersion = await checkTofuVersion(this.options.tofu, this.tofu);
    checkVariables(this.directory, this.environment, this.args);
    this.localState?.checkWhole();
    const { destroy, environment } = this.options;
    // what is destroyed needs no configuration
    if (destroy) return;
    const { shown, stack } = this.directory;
    const projectDirectory = process.cwd();
    checkConfigurations([{ shown: join(shown, STACK_FILE), stack }], { projectDirectory, environment, tell });
  }

  /**
   * Plans into a file, and judges what is in it. Machines that exist and would be made again are imported instead. A plan that
   * changes versions is judged by what runs in the cluster, which is asked for it.
   *
   * @param file an empty file
   * @param purpose a plan that is only looked at changes nothing; before an apply, triggers that imported machines would be
   * replaced by are made first
   * @throws if OpenTofu fails
   */
  public async plan(file: string, purpose: 'look' | 'apply'): Promise<JudgedPlan> {
    await this.initialise();
    const json = await this.planWithImports(file, purpose);
    const { cluster: clusterName, accept, talosconfigCommand } = this.options;
    const maxUnavailableWorkers = this.directory.stack['//']?.maxUnavailableWorkers;
    const questions = versionQuestions(json);
    const running = questions && (await askVersions(questions));
    const hosts = await preflight(json, this.environment);
    return {
      verdict: judgePlan(json, {
        clusterName,
        accept,
        running,
        hosts,
        talosconfigCommand,
        maxUnavailableWorkers,
        tofuCommand: this.tofuCommand,
        applyCommand: this.options.applyCommand,
      }),
      first: { secrets: newSecrets(json), images: newImages(json) },
      extent: planExtent(json),
    };
  }

  /**
   * Applies a part of a plan before the rest of it: secrets, so that the state has them, and images, so that nothing is
   * removed for one that cannot be had.
   *
   * @throws if OpenTofu fails
   */
  public async applyFirst({ secrets, images }: FirstSteps): Promise<void> {
    if (secrets.length > 0) await this.applyTargets(secrets, keepingSecrets(secrets));
    if (images.length > 0) await this.applyTargets(images, downloadingImages(images));
  }

  /** Prints a verdict where the result of the command belongs. */
  public tell(verdict: Verdict): void {
    const text = this.options.json
      ? `${JSON.stringify(verdict, undefined, 2)}\n`
      : `\n${renderVerdict(verdict, PAINT)}`;
    process.stdout.write(text);
  }

  /**
   * Applies exactly what is in the file.
   *
   * @param plan what was said of it
   * @returns what was removed because everything is in the state now; nothing if there was nothing
   * @throws if OpenTofu fails
   */
  public async apply(
    file: string,
    { verdict: { machines }, extent: { changes } }: JudgedPlan,
  ): Promise<string | undefined> {
    const { cluster } = this.options;
    const start = Date.now();
    tell(applying(cluster, changes));
    const result = await this.writing(() =>
      this.show('apply', ['-input=false', ...this.args.apply, file], { changes }),
    );
    const restarting = machines.filter(({ outcome }) => outcome === 'restarted').map(({ name }) => name);
    this.require('apply', result, restarting);
    tell(applied(cluster, Math.round((Date.now() - start) / 1000)));
    return this.recovery.remove() ? this.recovery.name : undefined;
  }

  /** Tells how a person goes on after an apply, as far as this cluster has what that needs. */
  public tellNextSteps({ extent: { outputs } }: JudgedPlan): void {
    const { directory } = this;
    const commands = nextSteps({ directory, outputs, kubeconfigCommand: this.options.kubeconfigCommand });
    if (commands.length > 0) tell(nextStepsTold(commands));
  }

  private async planWithImports(file: string, purpose: 'look' | 'apply'): Promise<unknown> {
    const json = await this.planInto(file);
    const found = foundMachines(json);
    const addresses = found.map(({ to }) => to);
    const triggers = newTriggers(json, this.directory.stack, found);
    if (triggers.length > 0) {
      if (purpose === 'look') {
        // an import block that is written now would replace the machine at the next apply without this command
        tell(triggersMissing(addresses, triggers));
        return json;
      }
      await this.applyTargets(triggers, keepingTriggers(triggers));
    }
    if (found.length > 0) {
      this.recovery.add(found);
      tell(`${machinesFound(addresses)}\n${recoveryWritten(this.recovery.name)}`);
    }
    return triggers.length + found.length > 0 ? this.planInto(file) : json;
  }

  private async applyTargets(addresses: readonly string[], why: string): Promise<void> {
    tell(why);
    const targets = addresses.map((address) => `-target=${address}`);
    const args = ['apply', ...this.colours(), '-input=false', '-auto-approve', ...targets, ...this.args.apply];
    const result = await this.writing(() => this.tofu.run({ args, asData: this.asData }));
    if (result.exitCode !== 0) process.stderr.write(result.output + result.errors);
    this.require('apply', result);
  }

  /** @returns the plan, parsed */
  private async planInto(file: string): Promise<unknown> {
    const destroy = this.options.destroy ? ['-destroy'] : [];
    tell(planning(this.options.cluster));
    const planned = await this.show('plan', ['-input=false', `-out=${file}`, ...destroy, ...this.args.plan]);
    if (planned.exitCode !== 0) await this.tellSilentEndpoints();
    this.require('plan', planned);
    return this.read(file);
  }

  /** A provider says of an endpoint that does not answer what the system says, and not what to do. */
  private async tellSilentEndpoints(): Promise<void> {
    const silent = await silentEndpoints(this.directory.stack, this.environment);
    for (const message of silent) process.stderr.write(`${message}\n`);
  }

  /** OpenTofu knows by itself what is there already, and is done at once then. */
  private async initialise(): Promise<void> {
    if (!existsSync(join(this.directory.path, '.terraform'))) tell(initialising(this.directory.shown));
    const { exitCode, output, errors } = await this.tofu.run({
      args: ['init', '-input=false', ...this.colours(), ...this.args.values],
    });
    if (exitCode === 0) return;
    process.stderr.write(output + errors);
    throw new CommandError(tofuFailed('init', exitCode));
  }

  /** Lets a step write the state. */
  private writing(step: () => Promise<TofuResult>): Promise<TofuResult> {
    return this.localState === undefined ? step() : this.localState.keepPrivate(step);
  }

  /** Runs a step whose errors and warnings are for a person; everything else that it prints is shown only if that is asked. */
  private async show(
    step: string,
    args: readonly string[],
    extent: Pick<ProgressOptions, 'changes'> = {},
  ): Promise<TofuResult> {
    const { json, verbose } = this.options;
    const onErrors = (text: string): void => void process.stderr.write(text);
    const whole = { args: [step, ...this.colours(), ...args], asData: this.asData, onErrors };
    if (verbose) {
      const shown = json ? process.stderr : process.stdout;
      return this.tofu.run({ ...whole, onOutput: (text) => void shown.write(text) });
    }
    const progress = new Progress({ tell, ...extent });
    try {
      const result = await this.tofu.run({ ...whole, onOutput: (text) => progress.hear(text) });
      process.stderr.write(printedWarnings(result.output));
      return result;
    } finally {
      progress.end();
    }
  }

  private async read(file: string): Promise<unknown> {
    const args = ['show', '-json', ...this.args.values, file];
    const { exitCode, output, errors } = await this.tofu.run({ args });
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

  /** @throws what to do about a step that failed */
  private require(step: string, result: TofuResult, restarting: readonly string[] = []): void {
    if (result.exitCode === 0) return;
    const { directory, recovery, tofuCommand } = this;
    const applyCommand = this.options.applyCommand([]);
    throw stepFailed({ step, result, stack: directory.stack, recovery, applyCommand, tofuCommand, restarting });
  }

  private colours(): readonly string[] {
    const isAsked = this.args.plan.some((argument) => /^--?no-color$/.test(argument));
    return paint.isColorSupported && !isAsked ? [] : ['-no-color'];
  }
}
