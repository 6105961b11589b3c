import { schemaFile } from '../../data/schema-file';
import { schemaUnknown } from '../../errors/cli';
import { nearestName } from '../../values/nearest-name';
import type { CommandDefinition } from '../command-definition';
import { CommandError, EXIT } from '../command-error';
import { printJson } from '../output';

/** The published JSON Schema of cluster files, below `schemas/`. */
export const CLUSTER_SCHEMA = 'cluster.schema.json';

/** File with the form of what a command prints with `--json`, below `schemas/command-line/`. */
const SCHEMAS = {
  init: 'init',
  validate: 'validate',
  try: 'try',
  synth: 'synth',
  diff: 'diff',
  plan: 'plan',
  apply: 'plan',
  destroy: 'destroy',
  kubeconfig: 'credentials',
  talosconfig: 'credentials',
  doctor: 'doctor',
  access: 'access',
  schematic: 'schematic',
  images: 'images',
  diagram: 'diagram',
  placement: 'placement',
  explain: 'explain',
  example: 'example',
  schema: 'schema',
  completion: 'completion',
} as const;

/** Commands whose `--json` has a published schema: all of them. */
export const COMMANDS_WITH_SCHEMA = Object.keys(SCHEMAS) as readonly (keyof typeof SCHEMAS)[];

/** The published schema of what a command prints with `--json`, below `schemas/`. */
export function outputSchemaFile(name: keyof typeof SCHEMAS): string {
  return `command-line/${SCHEMAS[name]}.schema.json`;
}

const HELP = `
The same files lie in lib/schemas of the package. Editors find the schema of a
cluster file by its first line, which init writes:
  # yaml-language-server: $schema=<path>/lib/schemas/${CLUSTER_SCHEMA}`;

/** Prints the JSON Schema of cluster files, or of what a command prints with `--json`. */
export const schema: CommandDefinition = {
  name: 'schema',
  description: 'print the JSON Schema of cluster files, or of --json output',
  options: (command) =>
    command
      .argument('[command]', 'name of a command; without it, cluster files')
      .option('--json', 'print JSON, as it always does')
      .addHelpText('after', HELP),
  run: (command) => {
    const [name] = command.processedArgs as [string | undefined];
    printJson(schemaFile(name === undefined ? CLUSTER_SCHEMA : outputSchemaOf(name)));
    return Promise.resolve(EXIT.ok);
  },
};

function outputSchemaOf(name: string): string {
  const known = COMMANDS_WITH_SCHEMA.find((each) => each === name);
  if (known !== undefined) return outputSchemaFile(known);
  throw new CommandError(schemaUnknown(name, COMMANDS_WITH_SCHEMA, nearestName(name, COMMANDS_WITH_SCHEMA)));
}
