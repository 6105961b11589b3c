import {
  clearTextQuestion,
  clearTextWarning,
  confirmQuestion,
  nobodyToConfirm,
  notConfirmed,
  recoveryRemoved,
} from '../../errors/cli';
import type { CommandDefinition } from '../command-definition';
import { CommandError, EXIT } from '../command-error';
import { confirm } from '../confirm';
import { destroyCluster } from '../destroy/destroy-cluster';
import { type FirstSteps, GuardedStack, type JudgedPlan } from '../guard/guarded-stack';
import { ToldVerdict } from '../guard/told-verdict';
import { addPlanOptions, readPlanOptions } from '../options/plan-options';
import { tell } from '../output';
import { withPlanFile } from '../tofu/plan-file';

/**
 * Plans, judges, asks, and applies exactly the plan that was judged. A plan without changes is applied unasked: it writes
 * the state, encrypted if that is new. New secrets are made and saved first, new images are downloaded before anything is
 * removed, and then it is planned and judged again.
 */
export const apply: CommandDefinition = {
  name: 'apply',
  description: 'plan and judge the same way, ask, and apply exactly that plan',
  options: (command, host) =>
    addPlanOptions(command, host).option('-y, --yes', 'apply what the guard allows without asking'),
  run: async (command, host) => {
    const { yes = false } = command.opts<{ yes?: true }>();
    const options = readPlanOptions(command, host);
    // the end of a cluster is accepted by its name there too
    if (options.destroy) return destroyCluster({ ...options, yes });
    if (!yes && !process.stdin.isTTY) throw new CommandError(nobodyToConfirm());
    const stack = new GuardedStack(options);
    await stack.check();
    return withPlanFile(
      () => stack.isBusy,
      (file) => applyFrom(file, stack, { ...options, yes }),
    );
  },
};

/** Settings of an apply, as far as it asks and tells. */
interface Consent {
  readonly cluster: string;
  /** If nobody is asked. */
  readonly yes: boolean;
  /** If the result is a document for programs. */
  readonly json: boolean;
}

async function applyFrom(file: string, stack: GuardedStack, consent: Consent): Promise<number> {
  const plan = await stack.plan(file, 'apply');
  const told = new ToldVerdict({ json: consent.json, isAsked: !consent.yes });
  const judged = await told.during(() => judgedLast(file, stack, plan, { ...consent, told }));
  if (!judged.verdict.allowed) return EXIT.refused;
  const removed = await stack.apply(file, judged);
  if (removed !== undefined) tell(recoveryRemoved(removed));
  if (plan.verdict.hasChanges) stack.tellNextSteps(judged);
  return EXIT.ok;
}

/**
 * Asks, applies the first steps and plans the rest. Consent holds for that plan too, if the guard has nothing new against it.
 *
 * @returns the plan that is applied if it is allowed
 */
async function judgedLast(
  file: string,
  stack: GuardedStack,
  plan: JudgedPlan,
  { cluster, yes, told }: Consent & { readonly told: ToldVerdict },
): Promise<JudgedPlan> {
  const { verdict, first } = plan;
  told.tell(verdict);
  if (!verdict.allowed) return plan;
  if (verdict.hasChanges) await checkClearText(stack, yes);
  if (verdict.hasChanges && !yes && !(await confirm(confirmQuestion(cluster)))) {
    throw new CommandError(notConfirmed());
  }
  if (isEmpty(first)) return plan;
  await stack.applyFirst(first);
  const rest = await stack.plan(file, 'apply');
  if (!rest.verdict.allowed) told.tell(rest.verdict);
  return rest;
}

/** Asks before the first secrets are written to a file in clear text; with `--yes` it is only said. */
async function checkClearText({ newClearTextState: file }: GuardedStack, yes: boolean): Promise<void> {
  if (file === undefined) return;
  if (yes) tell(clearTextWarning(file));
  else if (!(await confirm(clearTextQuestion(file)))) throw new CommandError(notConfirmed());
}

function isEmpty({ secrets, images }: FirstSteps): boolean {
  return secrets.length + images.length === 0;
}
