import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { findJudge } from '../../app/talos-judge';
import { differenceNeedsJudge, nothingToCompare } from '../../errors/difference';
import { shownPath } from '../../process/shown-path';
import { TalosContract } from '../../values/talos-contract';
import type { CommandDefinition } from '../command-definition';
import { CommandError, EXIT } from '../command-error';
import { differenceLines } from '../difference/render-difference';
import { type DifferenceSide, stackDifference } from '../difference/stack-difference';
import { lookAtProject, namedCluster } from '../look-at-cluster';
import { addCluster, readSelection } from '../options/project-options';
import { environmentValue } from '../options/stack-options';
import { print, printJson } from '../output';
import { STACK_FILE } from '../tofu/stack-directory';

const HELP = `
Without --contract the cluster file as it is now is compared with the stack of
the last synth. Configurations are made and read by the code of Talos itself;
values that may be secrets are never shown, only that they differ.

  diff home                    what an edit of the cluster file would change
  diff home --contract v1.14   what raising the contract would change`;

interface DiffOptions {
  readonly contract?: string;
  readonly output: string;
  readonly json?: true;
}

/** A cluster as it was synthesized now. */
interface Synthesized extends DifferenceSide {
  readonly cluster: string;
}

/** Shows how the machine configurations of a cluster change, document by document. */
export const diff: CommandDefinition = {
  name: 'diff',
  description: 'show how an edit or another contract changes machines',
  options: (command) =>
    addCluster(command)
      .option('--contract <version>', 'compare with the same file for another contract, such as v1.14')
      .option('--output <directory>', 'output directory of synth', environmentValue('CDKTF_OUTDIR', 'cdktf.out'))
      .option('--json', 'print the difference as JSON')
      .addHelpText('after', HELP),
  run: async (command) => {
    const { contract, output, json = false } = command.opts<DiffOptions>();
    const { ask, talosVersion = '', unchecked } = findJudge(process.cwd());
    if (ask === undefined) throw new CommandError(differenceNeedsJudge(unchecked ?? ''));
    const other = contract === undefined ? undefined : TalosContract.of(contract).tag;
    const now = await synthesized(command);
    const sides =
      other === undefined
        ? ([lastSynth(output, now.cluster), now] as const)
        : ([now, await synthesized(command, other)] as const);
    const difference = stackDifference(now.cluster, sides, ask, talosVersion);
    if (json) printJson(difference);
    else print(...differenceLines(difference));
    return EXIT.ok;
  },
};

/** The stack of the cluster file, which is written nowhere in the project. */
function synthesized(command: Command, contract?: string): Promise<Synthesized> {
  const selection = readSelection(command);
  return lookAtProject({ ...selection, contract }, ({ clusters }, directory) => {
    const cluster = namedCluster(clusters, selection.names[0]).model.name;
    const source = contract === undefined ? 'the cluster file' : `the cluster file with contract ${contract}`;
    return { cluster, source, stack: readStack(join(directory, 'stacks', cluster, STACK_FILE)) };
  });
}

function lastSynth(output: string, cluster: string): DifferenceSide {
  const file = join(output, 'stacks', cluster, STACK_FILE);
  if (!existsSync(file)) throw new CommandError(nothingToCompare(shownPath(output), cluster));
  return { source: shownPath(join(output, 'stacks', cluster)), stack: readStack(file) };
}

function readStack(file: string): object {
  return JSON.parse(readFileSync(file, 'utf8')) as object;
}
