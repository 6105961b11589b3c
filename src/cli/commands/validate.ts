import { ClusterFilesError } from '../../app/cluster-files';
import type { SynthesizedProject } from '../../app/synth';
import { clusterOverview } from '../../diagram/cluster-overview';
import { clustersRefused } from '../../errors/cli';
import type { Capacity, Room } from '../../model/placement/host-load';
import { tableLines } from '../../values/text-table';
import type { CommandDefinition } from '../command-definition';
import { EXIT } from '../command-error';
import { loadApp } from '../load-app';
import { addClusters, readSelection } from '../options/project-options';
import { print, printJson, tell } from '../output';
import { paint } from '../paint';

const HELP = `
exit codes: 0 nothing is wrong; 1 a cluster file has faults; 2 anything else`;

/** Verdict on cluster files, as it is printed with `--json`. */
interface Validation {
  /** If nothing is wrong. */
  readonly valid: boolean;
  /** Clusters that were read; none if a file has faults. */
  readonly clusters: readonly {
    readonly name: string;
    readonly machines: number;
    /** Hosts that have machines, with the cores and memory of these together, and the room that they may take. */
    readonly hosts: readonly (Room & { readonly host: string; readonly capacity: Capacity })[];
  }[];
  /** A line for each fault, with its place. */
  readonly faults: readonly string[];
  /** A line for each warning, with its place. */
  readonly warnings: readonly string[];
  /** A line for each piece of advice, with its place. */
  readonly advice: readonly string[];
  /** Why machine configurations were not checked by Talos' own library. */
  readonly unchecked?: string;
}

/** Reads and checks cluster files, has Talos' judge look at every machine, and writes nothing into the project. */
export const validate: CommandDefinition = {
  name: 'validate',
  description: 'check cluster files by all rules and by the code of Talos itself; write nothing',
  options: (command) =>
    addClusters(command)
      .option('--advice', 'print advice on habits and style too')
      .option('--json', 'print the result as JSON')
      .addHelpText('after', HELP),
  run: async (command) => {
    const { advice = false, json = false } = command.opts<{ advice?: true; json?: true }>();
    const found = await validation(() => loadApp().checkProject(readSelection(command), validated));
    if (json) printJson(found);
    else show(found, advice);
    return found.valid ? EXIT.ok : EXIT.refused;
  },
};

function validated({ clusters, warnings, unchecked }: SynthesizedProject): Validation {
  return {
    valid: true,
    clusters: clusters.map(({ model, nodes }) => ({
      name: model.name,
      machines: nodes.length,
      hosts: clusterOverview(model).endpoints.flatMap(({ name, hosts }) =>
        hosts
          .filter(({ machines }) => machines.length > 0)
          .map((host) => ({ host: `${name}/${host.name}`, ...host.taken, capacity: host.capacity })),
      ),
    })),
    faults: [],
    warnings,
    advice: clusters.flatMap(({ model }) => model.advice),
    ...(unchecked !== undefined && { unchecked }),
  };
}

async function validation(check: () => Promise<Validation>): Promise<Validation> {
  try {
    return await check();
  } catch (error) {
    if (!(error instanceof ClusterFilesError)) throw error;
    return { valid: false, clusters: [], faults: error.faults, warnings: [], advice: [] };
  }
}

function show({ clusters, faults, warnings, advice, unchecked }: Validation, isAdvised: boolean): void {
  if (faults.length > 0) tell([...faults, clustersRefused(faults.length)].join('\n'));
  if (unchecked !== undefined) tell(unchecked);
  for (const warning of warnings) tell(`warning: ${warning}`);
  if (isAdvised) for (const line of advice) tell(`advice: ${line}`);
  const rows = clusters.map(({ name, machines }) => [
    name,
    `${machines} ${machines === 1 ? 'machine' : 'machines'}`,
    paint.green('valid'),
  ]);
  print(...tableLines(rows));
}
