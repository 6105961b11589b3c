import type { CommandDefinition } from '../command-definition';
import { KUBECONFIG } from '../credentials';
import { addCredentialsOptions, runCredentials } from '../options/credentials-options';

/** Writes the kubeconfig of a cluster into a file. */
export const kubeconfig: CommandDefinition = {
  name: 'kubeconfig',
  description: 'write the kubeconfig of a cluster into a file that only you can read',
  options: (command, host) => addCredentialsOptions(command, host, 'kubeconfig'),
  run: (command, host) => runCredentials(KUBECONFIG, command, host),
};
