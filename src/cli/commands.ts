import {
  clearTextQuestion,
  clearTextWarning,
  confirmQuestion,
  nobodyToConfirm,
  notConfirmed,
  recoveryRemoved,
} from '../errors/cli';
import { CommandError, EXIT } from './command-error';
import { confirm } from './confirm';
import { type FirstSteps, GuardedStack, type GuardedPlanOptions, type JudgedPlan } from './guarded-plan';
import { withPlanFile } from './plan-file';

/** What `apply` is told beside. */
export interface GuardedApplyOptions extends GuardedPlanOptions {
  /** Whether nobody is asked. */
  readonly yes: boolean;
}

/**
 * Plans, judges and tells; nothing is changed.
 *
 * @returns exit code
 */
export async function planCommand(options: GuardedPlanOptions): Promise<number> {
  const stack = new GuardedStack(options);
  await stack.check();
  const { verdict } = await withPlanFile(
    () => stack.isBusy,
    (file) => stack.plan(file, 'look'),
  );
  stack.tell(verdict);
  return verdict.allowed ? EXIT.ok : EXIT.refused;
}

/**
 * Plans, judges, asks, and applies exactly the plan that was judged. A plan without changes is applied unasked: it writes
 * the state, encrypted if that is new. New secrets are made and saved first, new images are downloaded before anything is
 * removed, and then it is planned and judged again.
 *
 * @returns exit code
 * @throws if nobody can be asked, or the answer is no
 */
export async function applyCommand(options: GuardedApplyOptions): Promise<number> {
  const { cluster, destroy, yes } = options;
  if (!yes && !process.stdin.isTTY) throw new CommandError(nobodyToConfirm());
  const stack = new GuardedStack(options);
  await stack.check();
  return withPlanFile(
    () => stack.isBusy,
    async (file) => {
      const plan = await stack.plan(file, 'apply');
      const { verdict, first } = plan;
      stack.tell(verdict);
      if (!verdict.allowed) return EXIT.refused;
      if (verdict.hasChanges) await checkClearText(stack, yes);
      if (verdict.hasChanges && !yes && !(await confirm(confirmQuestion(cluster)))) {
        throw new CommandError(notConfirmed());
      }
      const judged = isEmpty(first) ? plan : await planTheRest(stack, first, file);
      if (!judged.verdict.allowed) return EXIT.refused;
      const removed = await stack.apply(file, judged);
      if (removed !== undefined) process.stderr.write(`${recoveryRemoved(removed)}\n`);
      if (!destroy && verdict.hasChanges) stack.tellNextSteps(judged);
      return EXIT.ok;
    },
  );
}

/** Before the first secrets are written to a file in clear text a person is asked; where nobody is asked, it is said. */
async function checkClearText({ newClearTextState: file }: GuardedStack, yes: boolean): Promise<void> {
  if (file === undefined) return;
  if (yes) process.stderr.write(`${clearTextWarning(file)}\n`);
  else if (!(await confirm(clearTextQuestion(file)))) throw new CommandError(notConfirmed());
}

function isEmpty({ secrets, images }: FirstSteps): boolean {
  return secrets.length + images.length === 0;
}

/** Applies what comes first and plans the rest. What was agreed to stays agreed to, if the guard has nothing new against it. */
async function planTheRest(stack: GuardedStack, first: FirstSteps, file: string): Promise<JudgedPlan> {
  await stack.applyFirst(first);
  const plan = await stack.plan(file, 'apply');
  if (!plan.verdict.allowed) stack.tell(plan.verdict);
  return plan;
}
