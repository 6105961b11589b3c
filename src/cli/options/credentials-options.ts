import type { Command } from 'commander';
import { type Credentials, writeCredentials } from '../credentials';
import type { ProgramHost } from '../program-host';
import { addStackOptions, readStackCall } from './stack-options';

/**
 * Adds the arguments and options of a command that writes credentials.
 *
 * @param file that it writes unless another one is named
 */
export function addCredentialsOptions(command: Command, host: ProgramHost, file: string): Command {
  return addStackOptions(command, host, 'values of variables, such as -var name=value')
    .option('--file <path>', 'file to write', file)
    .option('--json', 'print file, contexts and until when they are valid as JSON; no secret is printed');
}

/**
 * Runs a command that writes credentials.
 *
 * @returns exit code
 */
export function runCredentials(credentials: Credentials, command: Command, host: ProgramHost): Promise<number> {
  const call = readStackCall(command, host);
  const { file, json = false } = command.opts<{ file: string; json?: true }>();
  return writeCredentials(credentials, { ...call, file, json, environment: process.env });
}
