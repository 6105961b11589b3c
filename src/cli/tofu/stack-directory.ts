import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shownPath } from '../../process/shown-path';
import { stackNotReadable, stackNotSynthesized } from '../../errors/cli';
import type { MaxUnavailable } from '../../values/max-unavailable';
import { nearestName } from '../../values/nearest-name';
import { CommandError } from '../command-error';

/** File of a synthesized stack. */
export const STACK_FILE = 'cdk.tf.json';

/** An input variable as it is written. */
export interface WrittenVariable {
  /** If its value is a secret. */
  readonly sensitive?: boolean;
  /** Its value unless it is given one. */
  readonly default?: unknown;
  /** Conditions of its value. */
  readonly validation?: unknown;
}

/** A synthesized stack, as far as the command line reads it. */
export interface StackFile {
  /** Facts for the command line, which OpenTofu takes for a comment. */
  readonly '//'?: {
    /** How many workers may be away at the same time. */
    readonly maxUnavailableWorkers?: MaxUnavailable;
    /** How long the lock of the state is waited for. */
    readonly lockTimeoutSeconds?: number;
    /** Where values stand that SOPS encrypted, by variable. */
    readonly sops?: Readonly<Record<string, { readonly file: string; readonly key: string }>>;
  };
  /** Input variables by name. */
  readonly variable?: Readonly<Record<string, WrittenVariable>>;
  /** Resources by type and name, as far as they are read. */
  readonly resource?: {
    /** Files that the stack writes. */
    readonly local_sensitive_file?: Readonly<Record<string, { readonly filename?: string }>>;
  };
  /** Settings of OpenTofu. */
  readonly terraform?: {
    /** Where the state is kept: settings by the kind of backend. */
    readonly backend?: Readonly<Record<string, { readonly path?: string }>>;
    /** How state and plans are encrypted. */
    readonly encryption?: unknown;
  };
}

/** The directory of a synthesized cluster: where OpenTofu works. */
export interface StackDirectory {
  /** Name of the cluster. */
  readonly cluster: string;
  /** Its full path. */
  readonly path: string;
  /** Its path for messages. */
  readonly shown: string;
  /** The stack. */
  readonly stack: StackFile;
}

/**
 * Finds the directory of a cluster below an output directory such as `cdktf.out`.
 *
 * @throws if it was not synthesized; the error lists the clusters that were
 */
export function findStackDirectory(output: string, cluster: string): StackDirectory {
  const path = join(output, 'stacks', cluster);
  const file = join(path, STACK_FILE);
  const shown = shownPath(path);
  // a name is a directory, and never the way to another one
  if (!/^\w[\w.-]*$/.test(cluster) || !existsSync(file)) {
    const known = knownClusters(join(output, 'stacks'));
    throw new CommandError(stackNotSynthesized(cluster, shown, known, nearestName(cluster, known)));
  }
  return { cluster, path, shown, stack: readStack(file) };
}

function knownClusters(stacks: string): readonly string[] {
  if (!existsSync(stacks)) return [];
  return readdirSync(stacks)
    .filter((name) => existsSync(join(stacks, name, STACK_FILE)))
    .sort();
}

function readStack(file: string): StackFile {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as StackFile;
  } catch {
    throw new CommandError(stackNotReadable(file));
  }
}
