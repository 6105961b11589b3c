import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { ClusterFilesError } from '../../app/cluster-files';
import type { CommandDefinition } from '../command-definition';
import { CommandError, EXIT } from '../command-error';
import { loadHomelab } from '../homelab/homelab-module';
import { loadApp } from '../load-app';
import { lookAtCluster } from '../look-at-cluster';
import { addCluster, readSelection } from '../options/project-options';
import { print, printJson, tell } from '../output';

const HELP = `
The cluster file is planned, applied, changed and destroyed as it is, in a
simulated homelab on 127.0.0.0/8 (Linux only), with throw-away secrets. Nothing
of the project is touched: not cdktf.out, no state, no lock file.
exit codes: 0 tried; 1 the file has faults, or the guard refuses it; 2 else`;

/** Makes a cluster in a simulated homelab, with a change and a refusal, and destroys it. */
export const tryCommand: CommandDefinition = {
  name: 'try',
  description: 'make, change and destroy a cluster in a simulated homelab',
  options: (command, { homelabTools }) => {
    const options = addCluster(command)
      .option('--keep', 'keep the homelab up before the destroy, with commands to look around, until Ctrl-C')
      .option('--json', 'print what came of it as JSON');
    if (homelabTools === undefined) {
      options.option(
        '--homelab <path>',
        'ready homelab: the archive of a release, or its directory; needed once',
        process.env.CDKTF_PROXMOX_TALOS_HOMELAB,
      );
    }
    return options.addHelpText('after', HELP);
  },
  run: async (command, host) => {
    const { keep = false, json = false, homelab: given } = command.opts<TryCommandOptions>();
    const homelab = loadHomelab();
    homelab.requireHomelab();
    const { names, ...places } = readSelection(command);
    const { file, spec } = foundFile(places, names[0] ?? '');
    const directory = process.cwd();
    const { values, doubles } = homelab.madeUpEnvironment(spec, { directory, environment: process.env });
    Object.assign(process.env, values);
    const proxmox = await lookAtCluster(command, ({ model }) => model.endpoints.length > 0);
    const tools =
      host.homelabTools === undefined
        ? homelab.readyTools(given === '' ? undefined : given)
        : host.homelabTools({ proxmox });
    const { exitCode, result } = await homelab.tryCluster(
      { spec, file, ...textOf(file), directory, doubles },
      { tools, keep, print: json ? tell : print },
    );
    if (json && result !== undefined) printJson(result);
    return exitCode;
  },
};

interface TryCommandOptions {
  readonly keep?: true;
  readonly json?: true;
  readonly homelab?: string;
}

function foundFile(places: Omit<ReturnType<typeof readSelection>, 'names'>, name: string) {
  try {
    return loadApp().findClusterFile(places, name);
  } catch (error) {
    throw error instanceof ClusterFilesError ? new CommandError(error.message, EXIT.refused) : error;
  }
}

/** A file in YAML is shown as it is edited. */
function textOf(file: string): { readonly text?: string } {
  return extname(file) === '.ts' ? {} : { text: readFileSync(file, 'utf8') };
}
