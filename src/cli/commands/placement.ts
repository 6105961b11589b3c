import { resolve } from 'node:path';
import { clusterOverview } from '../../diagram/cluster-overview';
import { roomWords } from '../../diagram/room-words';
import { tableLines } from '../../values/text-table';
import type { CommandDefinition } from '../command-definition';
import { EXIT } from '../command-error';
import { lookAtCluster } from '../look-at-cluster';
import { addCluster, readSelection } from '../options/project-options';
import { environmentValue } from '../options/stack-options';
import { print, printJson, tell } from '../output';
import { rebuildPlacement } from '../placement/rebuild-placement';
import { placementRebuiltFrom } from '../placement/placement-texts';
import { programPath } from '../tofu/tofu';

const HELP = `
Without --rebuild it reads the cluster file alone. --rebuild reads the state,
which takes OpenTofu and the variables of the state, writes
<cluster>.placement.yaml, and changes nothing else; what the file says already
stays.`;

/** A host with its machines, as it is printed with `--json`. */
interface PlacedHost {
  /** The host, as `<endpoint>/<host>`. */
  readonly host: string;
  /** Its machines. */
  readonly machines: readonly string[];
  /** Cores of its machines together. */
  readonly cpuCores: number;
  /** Memory of its machines together. */
  readonly memoryMiB: number;
  /** Room that the cluster may take there; what is missing has no limit. */
  readonly capacity: { readonly cpuCores?: number; readonly memoryMiB?: number };
}

/** Prints where machines are and what room they take, and writes a lost file that remembers it. */
export const placement: CommandDefinition = {
  name: 'placement',
  description: 'print the hosts of the machines, and rebuild a lost placement file from the state',
  options: (command) =>
    addCluster(command)
      .option('--rebuild', 'write the file that remembers hosts from the state')
      .option('--tofu <program>', 'path or name of OpenTofu', environmentValue('TERRAFORM_BINARY_NAME', 'tofu'))
      .option('--json', 'print the hosts as JSON')
      .addHelpText('after', HELP),
  run: async (command) => {
    const { rebuild = false, tofu, json = false } = command.opts<{ rebuild?: true; tofu: string; json?: true }>();
    const rebuilt = rebuild
      ? await rebuildPlacement({
          selection: { ...readSelection(command), projectDirectory: resolve('.') },
          tofu: programPath(tofu),
          environment: process.env,
        })
      : undefined;
    const found = await lookAtCluster(command, ({ model }) => ({
      cluster: model.name,
      hosts: clusterOverview(model).endpoints.flatMap(({ name: endpoint, hosts }) =>
        hosts.map(({ name, machines, taken, capacity }): PlacedHost & { readonly words: string } => ({
          host: `${endpoint}/${name}`,
          machines: machines.map((machine) => machine.name),
          ...taken,
          capacity,
          words: roomWords(taken, capacity),
        })),
      ),
      advice: model.advice.filter((line) => line.includes('.placement.yaml')),
    }));
    const { advice } = found;
    const hosts = found.hosts.map(({ words: _ofTheTable, ...host }) => host);
    if (json) printJson({ cluster: found.cluster, hosts, advice, ...(rebuilt && { rebuilt }) });
    else {
      print(...tableLines(found.hosts.map(({ host, words, machines }) => [host, words, machines.join(', ')])));
      for (const line of advice) tell(`advice: ${line}`);
    }
    if (rebuilt !== undefined) tell(placementRebuiltFrom(rebuilt));
    return EXIT.ok;
  },
};
