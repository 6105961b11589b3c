import { recoveryRemoved } from '../../errors/cli';
import { CommandError, EXIT } from '../command-error';
import { confirm } from '../confirm';
import { type GuardedPlanOptions, GuardedStack, type JudgedPlan } from '../guard/guarded-stack';
import { tell } from '../output';
import { ToldVerdict } from '../guard/told-verdict';
import { paint } from '../paint';
import { withPlanFile } from '../tofu/plan-file';
import {
  afterDestroy,
  destroyGoesOn,
  destroyNotConfirmed,
  destroyQuestion,
  nobodyToNameCluster,
  nothingLeft,
  staysHeading,
} from './destroy-texts';

/** Settings of a destroy, beside those of its plan. */
export interface DestroyOptions extends GuardedPlanOptions {
  /** If nobody is asked. */
  readonly yes: boolean;
  /** How a person destroys the cluster, such as `npx cdktf-proxmox-talos destroy home`. */
  readonly destroyCommand: string;
}

/**
 * Plans the end of a cluster, judges it, shows what goes and what stays, asks for the name, and applies exactly that plan. It
 * removes nothing in the project, and needs no machine that answers.
 *
 * @returns exit code
 * @throws if nobody can be asked, the name is not given, or OpenTofu fails: with the command that goes on
 */
export async function destroyCluster(options: DestroyOptions): Promise<number> {
  if (!options.yes && !process.stdin.isTTY) throw new CommandError(nobodyToNameCluster());
  const stack = new GuardedStack({ ...options, destroy: true });
  await stack.check();
  return withPlanFile(
    () => stack.isBusy,
    (file) => destroyFrom(file, stack, options),
  );
}

async function destroyFrom(
  file: string,
  stack: GuardedStack,
  { cluster, yes, json, applyCommand, destroyCommand }: DestroyOptions,
): Promise<number> {
  const plan = await stack.plan(file, 'apply');
  const stays = await stack.whatStays(plan);
  const told = new ToldVerdict({ json, isAsked: !yes });
  const judge = (): Promise<JudgedPlan> => judgedLast(file, stack, plan, { cluster, yes, destroyCommand, stays, told });
  const judged = await told.during(judge, { stays });
  if (!judged.verdict.allowed) return EXIT.refused;
  const removed = await goingOn(destroyCommand, () => stack.apply(file, judged));
  if (removed !== undefined) tell(recoveryRemoved(removed));
  if (!plan.destruction.isWhole) return EXIT.ok;
  tell(nothingLeft(cluster));
  tell(afterDestroy(applyCommand([]), stack.forgetCommands));
  return EXIT.ok;
}

/** Settings of a destroy, as far as it asks and tells. */
interface Consent extends Pick<DestroyOptions, 'cluster' | 'yes' | 'destroyCommand'> {
  /** Sentences about everything that the destroy leaves behind. */
  readonly stays: readonly string[];
  readonly told: ToldVerdict;
}

/**
 * Asks, leaves alone what is left alone, and plans again if anything is.
 *
 * @returns the plan that is applied if it is allowed
 */
async function judgedLast(
  file: string,
  stack: GuardedStack,
  plan: JudgedPlan,
  { cluster, yes, destroyCommand, stays, told }: Consent,
): Promise<JudgedPlan> {
  told.tell(plan.verdict, staysText(stays));
  if (!plan.verdict.allowed) return plan;
  if (plan.verdict.hasChanges && !yes && !(await confirm(destroyQuestion(cluster), cluster))) {
    throw new CommandError(destroyNotConfirmed());
  }
  const { letGo: all } = plan.destruction;
  if (all.length === 0) return plan;
  return goingOn(destroyCommand, async () => {
    for (const letGo of all) await stack.letGo(letGo);
    const rest = await stack.plan(file, 'apply');
    if (!rest.verdict.allowed) told.tell(rest.verdict);
    return rest;
  });
}

/** A destroy that was stopped goes on with the same command. */
async function goingOn<T>(command: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(`${error.message}\n${destroyGoesOn(command)}`, error.exitCode);
  }
}

function staysText(stays: readonly string[]): string {
  return stays.length === 0 ? '' : ['', paint.bold(staysHeading()), ...stays.map((line) => `  ${line}`), ''].join('\n');
}
