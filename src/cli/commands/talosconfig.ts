import type { CommandDefinition } from '../command-definition';
import { TALOSCONFIG } from '../credentials';
import { addCredentialsOptions, runCredentials } from '../options/credentials-options';

/** Writes the talosconfig of a cluster into a file. */
export const talosconfig: CommandDefinition = {
  name: 'talosconfig',
  description: 'write the talosconfig of a cluster the same way',
  options: (command, host) => addCredentialsOptions(command, host, 'talosconfig'),
  run: (command, host) => runCredentials(TALOSCONFIG, command, host),
};
