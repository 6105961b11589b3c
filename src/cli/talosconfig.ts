import { closeSync, fchmodSync, openSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { talosconfigMissing, talosconfigWritten, tofuFailed } from '../errors/cli';
import { CommandError, EXIT } from './command-error';
import { programPath, Tofu, type TofuResult } from './tofu';
import { sortTofuArguments } from './tofu-arguments';
import { findStackDirectory } from './stack-directory';
import { type Environment, tofuEnvironment } from './variables';

/** What the command is told. */
export interface TalosconfigOptions {
  /** Name of the cluster. */
  readonly cluster: string;
  /** Output directory of synth. */
  readonly output: string;
  /** Path or name of OpenTofu. */
  readonly tofu: string;
  /** File to write, from the working directory. */
  readonly file: string;
  /** What is passed on to OpenTofu: values of variables. */
  readonly passed: readonly string[];
  /** Environment of the process. */
  readonly environment: Environment;
}

/** Output of the stack that holds it. */
const OUTPUT = 'talos_config';

/** Whoever has the file may do everything with the machines. */
const OWNER_ONLY = 0o600;

/**
 * Writes the talosconfig of a cluster from its state into a file that only its owner can read.
 *
 * @returns exit code
 * @throws if the stack is not there, or its state has no talosconfig
 */
export async function talosconfigCommand(options: TalosconfigOptions): Promise<number> {
  const directory = findStackDirectory(resolve(options.output), options.cluster);
  const { values } = sortTofuArguments(options.passed);
  const environment = tofuEnvironment(directory, options.environment);
  const tofu = new Tofu({ program: programPath(options.tofu), directory: directory.path, environment });
  const run = (args: readonly string[]): Promise<TofuResult> => tofu.run({ args, output: 'kept' });
  const initialised = await run(['init', '-input=false', '-no-color', ...values]);
  if (initialised.exitCode !== 0) throw failed(initialised, tofuFailed('init', initialised.exitCode));
  const read = await run(['output', '-raw', '-no-color', ...values, OUTPUT]);
  if (read.exitCode !== 0) throw failed(read, talosconfigMissing(options.cluster));
  write(options.file, read.output);
  process.stderr.write(`${talosconfigWritten(options.file)}\n`);
  return EXIT.ok;
}

/** Passes on what OpenTofu says of its failure. */
function failed({ errors }: TofuResult, message: string): CommandError {
  process.stderr.write(errors);
  return new CommandError(message);
}

function write(file: string, content: string): void {
  const descriptor = openSync(resolve(file), 'w', OWNER_ONLY);
  try {
    // a file that was there keeps its mode: it changes before the secret is in it
    fchmodSync(descriptor, OWNER_ONLY);
    writeFileSync(descriptor, content);
  } finally {
    closeSync(descriptor);
  }
}
