import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandDefinition } from '../command-definition';
import { destroyCluster } from '../destroy/destroy-cluster';
import { destroyingAsSynthesized } from '../destroy/destroy-texts';
import { addGuardOptions, readPlanOptions } from '../options/plan-options';
import { tell } from '../output';
import type { PreparedStack, ProgramHost } from '../program-host';
import { STACK_FILE } from '../tofu/stack-directory';

const HELP = `
It needs Proxmox VE, and no machine that answers. Files, states and physical
machines stay; what stays is listed.
exit codes: 0 destroyed; 1 the guard refuses it; 2 anything else`;

/** Plans the end of a cluster, judges it, asks for the name of the cluster, and applies exactly that plan. */
export const destroy: CommandDefinition = {
  name: 'destroy',
  description: 'show what would be lost and what stays, ask for the name of the cluster, and destroy exactly that',
  options: (command, host) =>
    addGuardOptions(command, host)
      .option('-y, --yes', 'destroy what the guard allows without asking')
      .option('--json', 'print the verdict, with what stays, as JSON')
      .addHelpText('after', HELP),
  run: (command, host) => destroyCluster(readDestroyOptions(command, { ...host, prepare: lenient(host.prepare) })),
};

/** Settings of a destroy, from the arguments and options of a command. Who names the cluster accepts its end. */
function readDestroyOptions(command: Command, host: ProgramHost) {
  const options = readPlanOptions(command, host);
  const { yes = false } = command.opts<{ yes?: true }>();
  return { ...options, yes, endIsMeant: true };
}

/** A cluster whose file is faulty, or gone, can be destroyed as it was synthesized last. */
function lenient(prepare: ProgramHost['prepare']): ProgramHost['prepare'] {
  if (prepare === undefined) return undefined;
  return (stack: PreparedStack) => {
    try {
      prepare(stack);
    } catch (error) {
      const directory = join(stack.output, 'stacks', stack.cluster);
      if (!existsSync(join(directory, STACK_FILE))) throw error;
      tell(destroyingAsSynthesized(directory, (error as Error).message));
    }
  };
}
