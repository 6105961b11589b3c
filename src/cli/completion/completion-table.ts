import type { Argument, Command, Option } from 'commander';
import { ANY_ENTRY, ANY_NAME, type SchemaKey, schemaKeys } from '../../cluster-file/schema-keys';
import type { JsonSchema } from '../../cluster-file/schema-words';
import { QUESTIONS } from '../../scaffold/questions';

/** Table for completing a shell's command line: a line for each entry, its cells between `|`. */
export type CompletionTable = readonly string[];

/** Words that may stand for the argument of a name, unless it has choices. */
export type ArgumentWords = Readonly<Record<string, readonly string[]>>;

/** Arguments and values of options that are paths, by their names. */
const PATHS = /director|file|path|program/;

/**
 * Commands, their options and arguments, and keys of the cluster file, for completion.
 *
 * `command||name||words`, `option|command|--name|values|words`, `argument|command|position|values`, and
 * `keys|pattern of a place|keys`. Values are `files`, `clusters`, `keys`, `any` or `words:a,b`.
 *
 * @param schema the JSON Schema of cluster files
 * @param words for arguments without choices of their own, by `<command> <argument>`
 */
export function completionTable(program: Command, schema: JsonSchema, words: ArgumentWords): CompletionTable {
  const { commands } = program;
  return [
    ...commands.map((command) => row('command', '', command.name(), '', command.description())),
    row('option', '', '--help', '', 'display help'),
    ...program.options.map((option) => optionRow('', option, undefined)),
    ...commands.flatMap((command) => commandRows(command, words)),
    ...keyRows(schemaKeys(schema)),
  ];
}

function commandRows(command: Command, words: ArgumentWords): CompletionTable {
  const name = command.name();
  return [
    row('option', name, '--help', '', 'display help'),
    ...command.options.map((option) => optionRow(name, option, choicesOf(name, option))),
    ...command.registeredArguments.map((argument, position) =>
      row(
        'argument',
        name,
        argument.variadic ? '*' : String(position),
        argumentValues(argument, words[`${name} ${argument.name()}`]),
      ),
    ),
  ];
}

function optionRow(command: string, option: Option, choices: readonly string[] | undefined): string {
  return row('option', command, option.long ?? option.short ?? '', optionValues(option, choices), option.description);
}

/** Choices of an option; the questions of `init` have sentences of their own for what is none. */
function choicesOf(command: string, option: Option): readonly string[] | undefined {
  if (option.argChoices !== undefined || command !== 'init') return option.argChoices;
  const question = QUESTIONS.find((each) => each.option.split(' ')[0] === option.long);
  return question?.only?.map(({ value }) => value);
}

function optionValues(option: Option, choices: readonly string[] | undefined): string {
  if (!option.required && !option.optional) return '';
  if (choices !== undefined) return wordsOf(choices);
  return PATHS.test(option.flags) ? 'files' : 'any';
}

function argumentValues(argument: Argument, words: readonly string[] | undefined): string {
  const choices = argument.argChoices ?? words;
  if (choices !== undefined) return wordsOf(choices);
  if (argument.name() === 'cluster') return 'clusters';
  if (argument.name() === 'key') return 'keys';
  return PATHS.test(argument.name()) ? 'files' : 'any';
}

function wordsOf(words: readonly string[]): string {
  return `words:${words.join(',')}`;
}

/** Keys below each place; names that a person chooses, and entries of lists, are not offered. */
function keyRows(all: readonly SchemaKey[]): CompletionTable {
  const below = new Map<string, Set<string>>();
  for (const { path } of all) {
    const steps = path.filter((step) => step !== ANY_ENTRY);
    const key = path.at(-1);
    if (key === undefined || key === ANY_ENTRY || key === ANY_NAME) continue;
    const place = `^${steps
      .slice(0, -1)
      .map((step) => (step === ANY_NAME ? '[^.]+' : step))
      .join('[.]')}$`;
    const keys = below.get(place) ?? new Set();
    below.set(place, keys.add(key));
  }
  return [...below].map(([place, keys]) => ['keys', place, [...keys].join(',')].join('|'));
}

/** A line of the table: neither a separator nor a quote can stand in a cell. */
function row(...cells: readonly string[]): string {
  return cells
    .map((cell) => cell.replaceAll(/\s+/g, ' ').replaceAll('|', '/').replaceAll("'", '’').replaceAll('\\', ''))
    .join('|');
}
