import { closeSync, fchmodSync, fstatSync, openSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { credentialsMissing, credentialsWritten, tofuFailed } from '../errors/cli';
import { writing } from '../process/file-writing';
import { OUTPUT_NAMES } from '../values/output-value';
import { CommandError, EXIT } from './command-error';
import type { StackCall } from './options/stack-options';
import { describeCredentials } from './credentials-facts';
import { printJson, tell } from './output';
import { findStackDirectory } from './tofu/stack-directory';
import { LocalState } from './tofu/state-files';
import type { TofuResult } from './tofu/process';
import { programPath, Tofu } from './tofu/tofu';
import { sortTofuArguments } from './tofu/arguments';
import { checkTofuVersion } from './tofu/version';
import { type Environment, tofuEnvironment } from './tofu/variables';

/** Credentials that the state of a cluster has. */
export interface Credentials {
  /** Output of the stack that holds them. */
  readonly output: string;
  /** Whatever they give full access to. */
  readonly opens: 'machines' | 'cluster';
}

/** Credentials of the Kubernetes API. */
export const KUBECONFIG: Credentials = { output: OUTPUT_NAMES.kubeConfig, opens: 'cluster' };

/** Credentials of the Talos API. */
export const TALOSCONFIG: Credentials = { output: OUTPUT_NAMES.talosConfig, opens: 'machines' };

/** Where credentials come from, and where they are written. */
export interface CredentialsOptions extends StackCall {
  /** File to write, from the working directory. */
  readonly file: string;
  /** If the result is printed as JSON. */
  readonly json: boolean;
  /** Environment of the process. */
  readonly environment: Environment;
}

/** Whoever has the file may do everything. */
const OWNER_ONLY = 0o600;

/**
 * Writes credentials of a cluster from its state into a file that only its owner can read.
 *
 * @returns exit code
 * @throws if the stack is not there, or its state does not have them
 */
export async function writeCredentials(what: Credentials, options: CredentialsOptions): Promise<number> {
  const directory = findStackDirectory(resolve(options.output), options.cluster);
  const { values } = sortTofuArguments(options.passed);
  const environment = tofuEnvironment(directory, options.environment);
  const tofu = new Tofu({ program: programPath(options.tofu), directory: directory.path, environment });
  await checkTofuVersion(options.tofu, tofu);
  LocalState.of(directory)?.checkWhole();
  const initialised = await tofu.run({ args: ['init', '-input=false', '-no-color', ...values] });
  if (initialised.exitCode !== 0) throw failed(initialised, tofuFailed('init', initialised.exitCode));
  const read = await tofu.run({ args: ['output', '-raw', '-no-color', ...values, what.output] });
  if (read.exitCode !== 0) throw failed(read, credentialsMissing(options.cluster, what.output));
  const facts = options.json ? describeCredentials(what.opens, read.output) : undefined;
  write(options.file, read.output);
  tell(credentialsWritten(options.file, what.opens));
  if (facts !== undefined) printJson({ cluster: options.cluster, file: resolve(options.file), ...facts });
  return EXIT.ok;
}

/** Passes on what OpenTofu says of its failure. */
function failed({ errors }: TofuResult, message: string): CommandError {
  process.stderr.write(errors);
  return new CommandError(message);
}

function write(file: string, content: string): void {
  const path = resolve(file);
  writing(path, () => {
    const descriptor = openSync(path, 'w', OWNER_ONLY);
    try {
      // a file that was there keeps its mode: it changes before the secret is in it
      if (fstatSync(descriptor).isFile()) fchmodSync(descriptor, OWNER_ONLY);
      writeFileSync(descriptor, content);
    } finally {
      closeSync(descriptor);
    }
  });
}
