import type { CommandDefinition } from '../command-definition';
import { EXIT } from '../command-error';
import { GuardedStack } from '../guard/guarded-stack';
import { addPlanOptions, readPlanOptions } from '../options/plan-options';
import { withPlanFile } from '../tofu/plan-file';

/** Plans, judges and prints the verdict; nothing is changed. */
export const plan: CommandDefinition = {
  name: 'plan',
  description: 'plan a cluster, and explain what would happen to its machines, disks and quorum',
  options: addPlanOptions,
  run: async (command, host) => {
    const stack = new GuardedStack(readPlanOptions(command, host));
    await stack.check();
    const { verdict } = await withPlanFile(
      () => stack.isBusy,
      (file) => stack.plan(file, 'look'),
    );
    stack.tell(verdict);
    return verdict.allowed ? EXIT.ok : EXIT.refused;
  },
};
