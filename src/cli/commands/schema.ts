import { schemaFile } from '../../data/schema-file';
import { schemaUnknown } from '../../errors/cli';
import { nearestName } from '../../values/nearest-name';
import type { CommandDefinition } from '../command-definition';
import { CommandError, EXIT } from '../command-error';
import { printJson } from '../output';

/** The published JSON Schema of cluster files, below `schemas/`. */
export const CLUSTER_SCHEMA = 'cluster.schema.json';

/** Commands whose `--json` has a published schema. */
export const COMMANDS_WITH_SCHEMA = [
  'validate',
  'try',
  'plan',
  'destroy',
  'doctor',
  'access',
  'schematic',
  'images',
  'diagram',
  'explain',
] as const;

const HELP = `
The same files lie in the package. The first line of a cluster file in YAML names its schema for editors:
  # yaml-language-server: $schema=../../node_modules/cdktf-proxmox-talos/lib/schemas/${CLUSTER_SCHEMA}`;

/** Prints the JSON Schema of cluster files, or of what a command prints with `--json`. */
export const schema: CommandDefinition = {
  name: 'schema',
  description: 'print the JSON Schema of cluster files, or of --json output',
  options: (command) =>
    command
      .argument('[command]', `${COMMANDS_WITH_SCHEMA.join(', ')}; without it, cluster files`)
      .addHelpText('after', HELP),
  run: (command) => {
    const [name] = command.processedArgs as [string | undefined];
    printJson(schemaFile(name === undefined ? CLUSTER_SCHEMA : outputSchemaOf(name)));
    return Promise.resolve(EXIT.ok);
  },
};

function outputSchemaOf(name: string): string {
  const known: readonly string[] = COMMANDS_WITH_SCHEMA;
  if (!known.includes(name)) throw new CommandError(schemaUnknown(name, known, nearestName(name, known)));
  return `command-line/${name}.schema.json`;
}
