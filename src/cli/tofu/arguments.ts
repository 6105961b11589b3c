import { tofuArgumentNotAnOption, tofuOptionTaken } from '../../errors/cli';
import { CommandError } from '../command-error';

/** Arguments passed on to OpenTofu, by the step that takes them. */
export interface TofuArguments {
  /** For `tofu plan`: everything. */
  readonly plan: readonly string[];
  /** For each step that reads the stack: values of input variables. */
  readonly values: readonly string[];
  /** For `tofu apply` of a saved plan: values, and how it works. */
  readonly apply: readonly string[];
  /** For a step that changes the state alone: values, and how it is locked. */
  readonly state: readonly string[];
  /** Input variables that have a value. */
  readonly variables: readonly string[];
  /** If values come from a file. */
  readonly hasVariableFile: boolean;
}

/** Options whose value may stand in the next argument. */
const WITH_VALUE = new Set([
  'exclude',
  'exclude-file',
  'lock-timeout',
  'parallelism',
  'replace',
  'target',
  'target-file',
  'var',
  'var-file',
]);

/** Options that give values to input variables. */
const VALUES = ['var', 'var-file'];

/** Options of the lock of the state. */
const LOCK = ['lock', 'lock-timeout'];

/** Options that a saved plan takes beside values. */
const APPLY = [...LOCK, 'parallelism', 'compact-warnings'];

/** Options that would take the plan out of the guard's hands, and what to do instead. */
const TAKEN: Readonly<Record<string, string>> = {
  'auto-approve': 'write --yes before --',
  chdir: 'the stack is found by the name of the cluster',
  destroy: 'write --destroy before --',
  'detailed-exitcode': 'the exit codes are those of this command',
  'generate-config-out': 'the stack is written by synth',
  input: 'values of variables come from the environment or from -var',
  json: 'write --json before --',
  'json-into': 'write --json before --',
  out: 'the plan is kept in a private file and removed',
  'refresh-only': 'it plans nothing that could be judged; run tofu itself',
};

/**
 * Sorts what is passed on to OpenTofu.
 *
 * @throws if something is no option, or an option that this command needs itself
 */
export function sortTofuArguments(passed: readonly string[]): TofuArguments {
  const options = [...optionsOf(passed)];
  const of = (names: readonly string[]): readonly string[] =>
    options.filter(({ name }) => names.includes(name)).map(({ text }) => text);
  for (const { name } of options) {
    const instead = Object.hasOwn(TAKEN, name) ? TAKEN[name] : undefined;
    if (instead !== undefined) throw new CommandError(tofuOptionTaken(`-${name}`, instead));
  }
  return {
    plan: options.map(({ text }) => text),
    values: of(VALUES),
    apply: of([...VALUES, ...APPLY]),
    state: of([...VALUES, ...LOCK]),
    variables: options.filter(({ name }) => name === 'var').map(({ value }) => value.split('=', 1)[0] ?? ''),
    hasVariableFile: options.some(({ name }) => name === 'var-file'),
  };
}

/**
 * Finds an option of tofu among those of this command, where `-target=x` would be read as `-t` with the value `arget=x`.
 *
 * @param args arguments up to `--`
 */
export function findTofuOption(args: readonly string[]): string | undefined {
  const known = new Set([...WITH_VALUE, ...VALUES, ...APPLY, 'refresh']);
  return args.find((argument) => known.has(/^-([a-z][a-z-]+)(?:=.*)?$/s.exec(argument)?.[1] ?? ''));
}

interface Option {
  readonly name: string;
  readonly value: string;
  /** As one argument. */
  readonly text: string;
}

function* optionsOf(passed: readonly string[]): Generator<Option> {
  for (let index = 0; index < passed.length; index += 1) {
    const argument = passed[index] ?? '';
    const [, name, given] = /^--?([a-z][a-z-]*)(?:=(.*))?$/s.exec(argument) ?? [];
    if (name === undefined) throw new CommandError(tofuArgumentNotAnOption(argument));
    if (given !== undefined || !WITH_VALUE.has(name)) {
      yield { name, value: given ?? '', text: argument };
      continue;
    }
    index += 1;
    const value = passed[index] ?? '';
    yield { name, value, text: `-${name}=${value}` };
  }
}
