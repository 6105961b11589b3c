import { join, resolve } from 'node:path';
import {
  applied,
  applying,
  destroyed,
  destroying,
  downloadingImages,
  keepingSecrets,
  keepingTriggers,
  machinesFound,
  nextStepsTold,
  planning,
  recoveryWritten,
  stackStale,
  triggersMissing,
} from '../../errors/cli';
import { foundMachines } from '../../plan/recovery/found-machines';
import type { ApplyCommand } from '../../plan/rules/guard-rule';
import { RESOURCE_TYPES } from '../../resource-types';
import { judgePlan } from '../../plan/judge-plan';
import { machineViews } from '../../plan/read/machine-views';
import { newImages } from '../../plan/read/new-images';
import { newSecrets } from '../../plan/read/new-secrets';
import { newTriggers } from '../../plan/recovery/new-triggers';
import { type PlanExtent, planExtent } from '../../plan/read/plan-extent';
import type { PlanPage } from '../../plan-page/plan-page';
import { type JoinQuestions, joinQuestions } from '../../plan/read/join-questions';
import { plannedAt } from '../../plan/read/planned-at';
import type { Verdict } from '../../plan/verdict/verdict';
import { versionQuestions } from '../../plan/read/version-questions';
import { preflight, silentEndpoints } from '../../preflight/preflight';
import { askVersions } from './ask-versions';
import { checkConfigurations } from '../configurations/check-configurations';
import { CommandError, EXIT } from '../command-error';
import { planningWithoutFlux, protectedFromDestroy } from '../destroy/destroy-texts';
import { type Destruction, destructionOf, type LetGo, wholePlan } from '../destroy/destruction';
import { protectedMachines } from '../destroy/protected-machines';
import { forgetCommands, whatStays } from '../destroy/what-stays';
import { stepFailed } from './failed-step';
import { nextSteps } from './next-steps';
import { StackRun } from './stack-run';
import { changedSinceSynth } from './stale-stack';
import { type ProgressSubject, progressSubjects } from '../progress/machine-steps';
import type { StackCall } from '../options/stack-options';
import { tell } from '../output';
import { RecoveryFile } from '../tofu/recovery-file';
import { shellWord } from '../../values/shell-word';
import { findStackDirectory, STACK_FILE, type StackDirectory } from '../tofu/stack-directory';
import { isInClearText, LocalState } from '../tofu/state-files';
import type { TofuResult } from '../tofu/process';
import { programPath, Tofu } from '../tofu/tofu';
import { sortTofuArguments, type TofuArguments } from '../tofu/arguments';
import { checkVariables, type Environment, shellAssignments, tofuEnvironment } from '../tofu/variables';

/** Settings of a plan that is judged. */
export interface GuardedPlanOptions extends StackCall {
  /** Names that a person accepts. */
  readonly accept: readonly string[];
  /** If everything is to be destroyed. */
  readonly destroy: boolean;
  /**
   * If that is what was asked for, and needs no name that accepts it.
   * @default false
   */
  readonly endIsMeant?: boolean;
  /**
   * How long the lock of the state is waited for, as OpenTofu takes it.
   * @default - as the cluster file says
   */
  readonly lockTimeout?: string;
  /** If the verdict is printed as JSON or in another form, and all else goes to standard error. */
  readonly json: boolean;
  /** If everything is shown that OpenTofu prints. */
  readonly verbose: boolean;
  /** Environment of the process. */
  readonly environment: Environment;
  /** How a person plans the cluster, such as `npx cdktf-proxmox-talos plan home`. */
  readonly planCommand: string;
  /** How a person applies the cluster, such as `npx cdktf-proxmox-talos apply home`. */
  readonly applyCommand: ApplyCommand;
  /** How a person gets the kubeconfig of the cluster, such as `npx cdktf-proxmox-talos kubeconfig home`. */
  readonly kubeconfigCommand: string;
  /** How a person gets the talosconfig of the cluster, such as `npx cdktf-proxmox-talos talosconfig home`. */
  readonly talosconfigCommand: string;
}

/** A plan in a file that was judged. */
export interface JudgedPlan {
  /** Content of its page beside the verdict: its machines, and when it was planned. */
  readonly shown: () => Pick<PlanPage, 'machines' | 'plannedAt'>;
  /** The verdict of the guard. */
  readonly verdict: Verdict;
  /** Resources that are applied before the rest. */
  readonly first: FirstSteps;
  /** How much it does. */
  readonly extent: PlanExtent;
  /** Machines, and the cluster, with the steps that are shown while it is applied. */
  readonly subjects: readonly ProgressSubject[];
  /** Whom to ask meanwhile which machines have joined; nothing if none does, or nobody can be asked. */
  readonly joins: JoinQuestions | undefined;
  /** Resources that it leaves alone, if it destroys. */
  readonly destruction: Destruction;
}

/** Resources that are applied before the rest of a plan, by address. */
export interface FirstSteps {
  /** Secrets that have to be in the state before anything uses them. */
  readonly secrets: readonly string[];
  /** Image files that have to be on their hosts before anything is removed. */
  readonly images: readonly string[];
}

/** A stack whose plans are judged before anything is applied. */
export class GuardedStack {
  private readonly directory: StackDirectory;
  private readonly args: TofuArguments;
  private readonly environment: Environment;
  private readonly tofu: Tofu;
  private readonly steps: StackRun;
  private readonly recovery: RecoveryFile;
  private readonly localState: LocalState | undefined;
  /** Resources of Flux that a destroy could not read. */
  private silentFlux: readonly string[] = [];

  /** @throws if the stack is not there, or an option of OpenTofu cannot be passed on */
  constructor(private readonly options: GuardedPlanOptions) {
    this.directory = findStackDirectory(resolve(options.output), options.cluster);
    this.args = sortTofuArguments([...lockOptions(options, this.directory), ...options.passed]);
    this.environment = {
      // what is destroyed need not be healthy
      ...(options.destroy && { TF_VAR_health_check: 'false' }),
      ...tofuEnvironment(this.directory, options.environment),
    };
    this.tofu = new Tofu({
      program: programPath(options.tofu),
      directory: this.directory.path,
      environment: this.environment,
    });
    this.recovery = new RecoveryFile(this.directory.path);
    this.localState = LocalState.of(this.directory);
    const { directory, tofu, args, environment, localState } = this;
    this.steps = new StackRun({
      directory,
      tofu,
      args,
      environment,
      localState,
      json: options.json,
      verbose: options.verbose,
    });
  }

  /** The file into which the next apply would be the first to write the secrets of the cluster in clear text, if so. */
  public get newClearTextState(): string | undefined {
    const { localState } = this;
    if (!localState?.isMissing) return undefined;
    return isInClearText(this.directory, this.options.environment) ? localState.shown : undefined;
  }

  /** Commands that remove the files of the cluster, once it is gone. */
  public get forgetCommands(): readonly string[] {
    return forgetCommands(this.directory);
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
    await this.steps.checkVersion(this.options.tofu);
    checkVariables(this.directory, this.environment, this.args);
    this.localState?.checkWhole();
    const { destroy, environment } = this.options;
    // what is destroyed needs no configuration
    if (destroy) return;
    const changed = changedSinceSynth(this.directory);
    if (changed.length > 0) tell(stackStale(changed));
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
    await this.steps.initialise();
    const planned = await this.planWithImports(file, purpose);
    const destruction = this.options.destroy
      ? destructionOf(planned, this.directory, this.silentFlux)
      : wholePlan(planned);
    const json = destruction.planJson;
    const { cluster: clusterName, accept, destroy, endIsMeant, talosconfigCommand } = this.options;
    const maxUnavailableWorkers = this.directory.stack['//']?.maxUnavailableWorkers;
    const questions = versionQuestions(json);
    const running = questions && (await askVersions(questions));
    const hosts = await preflight(json, this.environment);
    const joins = destroy ? undefined : joinQuestions(json);
    return {
      verdict: judgePlan(json, {
        clusterName,
        accept,
        endIsMeant,
        running,
        hosts,
        talosconfigCommand,
        maxUnavailableWorkers,
        tofuCommand: this.tofuCommand,
        applyCommand: this.options.applyCommand,
      }),
      first: { secrets: newSecrets(json), images: newImages(json) },
      extent: planExtent(json),
      shown: () => ({ machines: machineViews(json), plannedAt: plannedAt(json) }),
      subjects: progressSubjects(
        json,
        clusterName,
        joins?.machines.map(({ name }) => name),
      ),
      joins,
      destruction,
    };
  }

  /** Sentences about everything that a planned destroy leaves behind. */
  public async whatStays({ destruction: { planJson, stays } }: JudgedPlan): Promise<readonly string[]> {
    return [...stays, ...(await whatStays(planJson, this.directory, this.environment))];
  }

  /**
   * Takes resources out of the state, so that nothing happens to them.
   *
   * @throws if OpenTofu fails
   */
  public async letGo({ addresses, told }: LetGo): Promise<void> {
    tell(told);
    this.require('state rm', await this.steps.forget(addresses));
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

  /**
   * Applies exactly what is in the file.
   *
   * @param plan what was said of it
   * @returns what was removed because everything is in the state now; nothing if there was nothing
   * @throws if OpenTofu fails
   */
  public async apply(
    file: string,
    { verdict: { machines }, extent: { changes }, subjects, joins }: JudgedPlan,
  ): Promise<string | undefined> {
    const { cluster, destroy } = this.options;
    const start = Date.now();
    tell(destroy ? destroying(cluster, changes) : applying(cluster, changes));
    const result = await this.steps.apply(['-input=false', ...this.args.apply, file], { changes, subjects, joins });
    const restarting = machines.filter(({ outcome }) => outcome === 'restarted').map(({ name }) => name);
    this.require('apply', result, restarting);
    const seconds = Math.round((Date.now() - start) / 1000);
    tell(destroy ? destroyed(cluster, seconds) : applied(cluster, seconds));
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
    this.require('apply', await this.steps.applyTargets(addresses));
  }

  /** @returns the plan, parsed */
  private async planInto(file: string): Promise<unknown> {
    const destroy = this.options.destroy ? ['-destroy'] : [];
    tell(planning(this.options.cluster));
    const args = ['-input=false', `-out=${file}`, ...destroy, ...this.args.plan];
    const first = await this.steps.plan(args);
    const planned = this.options.destroy && first.exitCode !== 0 ? await this.planDestroyAgain(first, args) : first;
    if (planned.exitCode !== 0) await this.tellSilentEndpoints();
    this.require('plan', planned);
    return this.steps.read(file);
  }

  /**
   * Plans a destroy without asking the cluster, if it failed because Flux was asked for through it.
   *
   * @throws if a machine is protected
   */
  private async planDestroyAgain(failed: TofuResult, args: readonly string[]): Promise<TofuResult> {
    const kept = protectedMachines(failed.diagnostics, this.directory.stack);
    if (kept.length > 0) throw new CommandError(protectedFromDestroy(kept), EXIT.refused);
    const all = await this.steps.addresses();
    const flux = all.filter((address) => address.split('.').includes(RESOURCE_TYPES.fluxBootstrapGit));
    if (!failed.diagnostics.some(({ address }) => address !== undefined && flux.includes(address))) return failed;
    tell(planningWithoutFlux(flux));
    this.silentFlux = flux;
    return this.steps.plan([...args, '-refresh=false']);
  }

  /** A provider says of an endpoint that does not answer what the system says, and not what to do. */
  private async tellSilentEndpoints(): Promise<void> {
    const silent = await silentEndpoints(this.directory.stack, this.environment);
    for (const message of silent) process.stderr.write(`${message}\n`);
  }

  /** @throws what to do about a step that failed */
  private require(step: string, result: TofuResult, restarting: readonly string[] = []): void {
    if (result.exitCode === 0) return;
    const { directory, recovery, tofuCommand } = this;
    const applyCommand = this.options.applyCommand([]);
    throw stepFailed({ step, result, stack: directory.stack, recovery, applyCommand, tofuCommand, restarting });
  }
}

/** How long the lock of the state is waited for; what a person passes on behind it comes before it. */
function lockOptions({ lockTimeout }: GuardedPlanOptions, { stack }: StackDirectory): readonly string[] {
  const seconds = stack['//']?.lockTimeoutSeconds;
  const time = lockTimeout ?? (seconds === undefined ? undefined : `${seconds}s`);
  return time === undefined ? [] : [`-lock-timeout=${time}`];
}
