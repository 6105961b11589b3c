import { parseArgs } from 'node:util';

import { appUsage, unknownAppOption } from '../errors/stacks';

/** Arguments of the app. */
export interface AppArguments {
  /** Names of clusters or cluster files; none means all. */
  readonly names: readonly string[];
  /** If advice on habits and style is printed too. */
  readonly advice: boolean;
  /** If the result is printed as JSON. */
  readonly json: boolean;
  /** If only the usage is printed. */
  readonly help: boolean;
}

/** An argument that the app does not know. */
export class AppArgumentsError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'AppArgumentsError';
  }
}

/** The options of the app, for `parseArgs`. */
const OPTIONS = {
  advice: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/**
 * Reads the command line of the app.
 *
 * @param args without those of Node
 * @param listed value of `CLUSTERS`: names for when the command line has none, with commas between them
 * @throws {AppArgumentsError} if an option is unknown
 */
export function readAppArguments(args: readonly string[], listed = ''): AppArguments {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options: OPTIONS,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const unknown = tokens.find(
    (token) => token.kind === 'option' && !(Object.hasOwn(OPTIONS, token.name) && token.value === undefined),
  );
  if (unknown?.kind === 'option') throw new AppArgumentsError(`${unknownAppOption(unknown.rawName)}\n${appUsage()}`);
  const names = positionals.length > 0 ? positionals : listed.split(',').map((name) => name.trim());
  return {
    names: names.filter((name) => name !== ''),
    advice: values.advice === true,
    json: values.json === true,
    help: values.help === true,
  };
}
