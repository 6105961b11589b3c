import { explainKey, type ExplainedKey } from '../../cluster-file/explain-key';
import type { JsonSchema } from '../../cluster-file/schema-words';
import { schemaFile } from '../../data/schema-file';
import { keyUnknown } from '../../errors/cli';
import type { CommandDefinition } from '../command-definition';
import { CommandError, EXIT } from '../command-error';
import { print, printJson } from '../output';
import { paint } from '../paint';
import { CLUSTER_SCHEMA } from './schema';

const HELP = `
examples:
  explain nodes.cp-1.disks        any name will do for <name> in nodes.<name>
  explain kubernetes.cni.cilium
  explain                         the keys of the whole file`;

/** Explains a key of the cluster file, from the published JSON Schema. */
export const explain: CommandDefinition = {
  name: 'explain',
  description: 'explain a key of the cluster file: its meaning, form, default, and how it is written',
  options: (command) =>
    command
      .argument('[key]', 'path of the key, such as nodes.cp-1.disks', '')
      .option('--json', 'print it as JSON')
      .addHelpText('after', HELP),
  run: (command) => {
    const [text = ''] = command.processedArgs as [string | undefined];
    const found = explainKey(schemaFile(CLUSTER_SCHEMA) as JsonSchema, text);
    if ('meant' in found) throw new CommandError(keyUnknown(text, found));
    if (command.opts<{ json?: true }>().json === true) printJson(found);
    else print(...lines(found));
    return Promise.resolve(EXIT.ok);
  },
};

function lines({ key, description, form, required, keys, alsoAt, example, ...rest }: ExplainedKey): readonly string[] {
  const rows: readonly (readonly [title: string, text: string])[] = [
    ['form', form],
    ...(key === '' ? [] : [['default', required ? 'none: it must be written' : (rest.default ?? 'none')] as const]),
    ...(keys.length > 0 ? [['keys', keys.join(', ')] as const] : []),
    ...(alsoAt.length > 0 ? [['also at', alsoAt.join(', ')] as const] : []),
  ];
  return [
    ...(key === '' ? [] : [paint.bold(key)]),
    description,
    '',
    ...rows.map(([title, text]) => `${title.padEnd(9)}${text.replaceAll('`', '')}`),
    '',
    'in the file:',
    ...example.split('\n').map((line) => `  ${line}`),
  ];
}
