import { Command, Option } from 'commander';
import { completionTable } from '../../../src/cli/completion/completion-table';

const SCHEMA = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    nodes: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        properties: {
          cpuCores: { type: 'number' },
          disks: { type: 'array', items: { type: 'object', properties: { slot: {} } } },
        },
      },
    },
  },
};

test('has commands, options with their values, arguments, and keys', () => {
  const program = new Command('program').option('-V, --version', 'print the version');
  program
    .command('draw')
    .description("draw it | or don't\nat all")
    .argument('<cluster>')
    .argument('[rest...]')
    .option('-y, --yes', 'ask nothing')
    .option('--output <directory>', 'where')
    .option('--width <pixels>', 'how wide')
    .addOption(new Option('--format <format>', 'form').choices(['svg', 'text']));
  program.command('show').argument('[thing]').argument('<key>');
  expect(completionTable(program, SCHEMA, { 'show thing': ['this', 'that'] })).toEqual([
    'command||draw||draw it / or don’t at all',
    'command||show||',
    'option||--help||display help',
    'option||--version||print the version',
    'option|draw|--help||display help',
    'option|draw|--yes||ask nothing',
    'option|draw|--output|files|where',
    'option|draw|--width|any|how wide',
    'option|draw|--format|words:svg,text|form',
    'argument|draw|0|clusters',
    'argument|draw|*|any',
    'option|show|--help||display help',
    'argument|show|0|words:this,that',
    'argument|show|1|keys',
    'keys|^$|name,nodes',
    'keys|^nodes[.][^.]+$|cpuCores,disks',
    'keys|^nodes[.][^.]+[.]disks$|slot',
  ]);
});
