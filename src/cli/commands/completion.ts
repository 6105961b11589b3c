import { Argument } from 'commander';
import type { JsonSchema } from '../../cluster-file/schema-words';
import { schemaFile } from '../../data/schema-file';
import type { CommandDefinition } from '../command-definition';
import { EXIT } from '../command-error';
import { completionScript, type Shell, SHELLS } from '../completion/completion-script';
import { completionTable } from '../completion/completion-table';
import { printJson } from '../output';
import { CLUSTER_SCHEMA, COMMANDS_WITH_SCHEMA } from './schema';

/** Commands after which a shell loads the script where it starts. */
const LOADING: Readonly<Record<Shell, string>> = {
  bash: "echo 'source <(npx cdktf-proxmox-talos completion bash)' >> ~/.bashrc",
  zsh: "echo 'source <(npx cdktf-proxmox-talos completion zsh)' >> ~/.zshrc",
  fish: 'npx cdktf-proxmox-talos completion fish > ~/.config/fish/conf.d/cdktf-proxmox-talos.fish',
};

const HELP = `
load it where the shell starts; zsh after compinit:
${SHELLS.map((shell) => `  ${LOADING[shell].replace(' > ', ' \\\n    > ')}`).join('\n')}
It completes commands, options, their values, clusters and keys of explain
behind cdktf-proxmox-talos, npx cdktf-proxmox-talos and npm run <command> --.`;

/** Prints a script that completes the command line in a shell. */
export const completion: CommandDefinition = {
  name: 'completion',
  description: 'print a script that completes commands, options, clusters and keys in a shell',
  options: (command) =>
    command
      .addArgument(new Argument('<shell>', 'whose script it is').choices(SHELLS))
      .option('--json', 'print the script as JSON, with the command that loads it')
      .addHelpText('after', HELP),
  run: (command) => {
    const [shell] = command.processedArgs as [Shell];
    const { parent } = command;
    if (parent === null) throw new TypeError('completion is a command of a program');
    const table = completionTable(parent, schemaFile(CLUSTER_SCHEMA) as JsonSchema, {
      'schema command': COMMANDS_WITH_SCHEMA,
    });
    const script = completionScript(shell, table);
    if (command.opts<{ json?: true }>().json === true) printJson({ shell, load: LOADING[shell], script });
    else process.stdout.write(script);
    return Promise.resolve(EXIT.ok);
  },
};
