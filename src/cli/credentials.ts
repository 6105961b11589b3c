import { closeSync, fchmodSync, fstatSync, openSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { credentialsMissing, credentialsWritten, tofuFailed } from '../errors/cli';
import { writing } from '../process/file-writing';
import { CommandError, EXIT } from './command-error';
import { findStackDirectory } from './stack-directory';
import { LocalState } from './state-files';
import { programPath, Tofu, type TofuResult } from './tofu';
import { sortTofuArguments } from './tofu-arguments';
import { checkTofuVersion } from './tofu-version';
import { type Environment, tofuEnvironment } from './variables';

/** Credentials that the state of a cluster has. */
export interface Credentials {
  /** Output of the stack that holds them. */
  readonly output: string;
  /** What whoever has them may do everything with. */
  readonly opens: 'machines' | 'cluster';
}

/** Credentials of the Kubernetes API. */
export const KUBECONFIG: Credentials = { output: 'kube_config', opens: 'cluster' };

/** Credentials of the Talos API. */
export const TALOSCONFIG: Credentials = { output: 'talos_config', opens: 'machines' };

/** What the command is told. */
export interface CredentialsOptions {
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

/** Whoever has the file may do everything. */
const OWNER_ONLY = 0o600;

/**
 * Writes credentials of a cluster from its state into a file that only its owner can read.
 *
 * @returns exit code
 * @throws if the stack is not there, or its state does not have them
 */
export async function credentialsCommand(what: Credentials, options: CredentialsOptions): Promise<number> {
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
  write(options.file, read.output);
  process.stderr.write(`${credentialsWritten(options.file, what.opens)}\n`);
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
