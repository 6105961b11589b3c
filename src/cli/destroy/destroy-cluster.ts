import { recoveryRemoved } from '../../errors/cli';
import { renderVerdict } from '../../plan/verdict/render-verdict';
import { CommandError, EXIT } from '../command-error';
import { confirm } from '../confirm';
import { type GuardedPlanOptions, GuardedStack, type JudgedPlan } from '../guard/guarded-stack';
import { VERDICT_PAINT } from '../verdict-paint';
import { print, printJson, tell } from '../output';
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
  tellPlan(plan, await stack.whatStays(plan), json);
  if (!plan.verdict.allowed) return EXIT.refused;
  if (plan.verdict.hasChanges && !yes && !(await confirm(destroyQuestion(cluster), cluster))) {
    throw new CommandError(destroyNotConfirmed());
  }
  const code = await goingOn(destroyCommand, () => destroyJudged(file, stack, plan));
  if (code !== EXIT.ok || !plan.destruction.isWhole) return code;
  tell(nothingLeft(cluster));
  tell(afterDestroy(applyCommand([]), stack.forgetCommands));
  return EXIT.ok;
}

/** Leaves alone what is left alone, plans and judges again if anything is, and applies. */
async function destroyJudged(file: string, stack: GuardedStack, plan: JudgedPlan): Promise<number> {
  for (const letGo of plan.destruction.letGo) await stack.letGo(letGo);
  const judged = plan.destruction.letGo.length > 0 ? await stack.plan(file, 'apply') : plan;
  if (!judged.verdict.allowed) {
    stack.tell(judged.verdict);
    return EXIT.refused;
  }
  const removed = await stack.apply(file, judged);
  if (removed !== undefined) tell(recoveryRemoved(removed));
  return EXIT.ok;
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

/** Prints the verdict with what stays where the result of the command belongs. */
function tellPlan({ verdict }: JudgedPlan, stays: readonly string[], json: boolean): void {
  if (json) {
    printJson({ ...verdict, stays });
    return;
  }
  print('', renderVerdict(verdict, VERDICT_PAINT).trimEnd());
  if (stays.length > 0) print('', paint.bold(staysHeading()), ...stays.map((line) => `  ${line}`));
}
