import { createRequire } from 'node:module';
import { QUESTIONS } from '../../scaffold/questions';
import type { CommandDefinition } from '../command-definition';

const HELP = `
questions without an option get their defaults with --yes or without a terminal;
with PROXMOX_MAIN_API_TOKEN set, real hosts, datastores and bridges are offered`;

/** Writes a project of one's own with a cluster. */
export const init: CommandDefinition = {
  name: 'init',
  description: 'write a new project with a cluster file, tests and CI',
  options: (command) => {
    command
      .argument('[directory]', 'directory of the project', '.')
      .option('--yes', 'ask nothing')
      .option('--json', 'ask nothing, print what was written as JSON')
      .option('--from <path>', 'files of another tool, such as talconfig.yaml');
    for (const { option, text, only } of QUESTIONS) {
      const known = only === undefined ? '' : `: ${only.map(({ value }) => value).join(', ')}`;
      command.option(option, `${text}${known}`);
    }
    return command.addHelpText('after', HELP);
  },
  run: (command) => {
    // the rules of cluster files are large, and no other command needs them
    const { runInit } = createRequire(__filename)('../prompts/run-init') as typeof import('../prompts/run-init');
    return runInit(command);
  },
};
