import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { stateDamaged, stateNotClosed } from '../../errors/cli';
import { CommandError } from '../command-error';
import type { StackDirectory } from './stack-directory';
import type { Environment } from './variables';

const OWNER_ONLY = 0o600;
const OWNER_ONLY_FOLDER = 0o700;

/** A state, its backup or its lock; and files without content that keep a folder in Git. */
const STATE_FILE = /\.tfstate(?:\.[^/]*)?$|^\.git(?:ignore|keep)$/;

/** The files of a local state, which hold every secret of a cluster unless it is encrypted. */
export class LocalState {
  /** The local state of a stack; nothing if its state is kept elsewhere. */
  public static of({ path, stack }: StackDirectory): LocalState | undefined {
    const [kind = 'local', settings] = Object.entries(stack.terraform?.backend ?? {})[0] ?? [];
    if (kind !== 'local') return undefined;
    return new LocalState(resolve(path, settings?.path ?? 'terraform.tfstate'), path);
  }

  private constructor(
    private readonly file: string,
    private readonly stackDirectory: string,
  ) {}

  /** Its path for messages. */
  public get shown(): string {
    return relative(process.cwd(), this.file);
  }

  /** Paths of the state, its backups and copies of it, as far as they are there, for messages. */
  public get files(): readonly string[] {
    const folder = dirname(this.file);
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .filter((name) => isStateOf(basename(this.file), name) && !name.endsWith('.lock.info'))
      .sort()
      .map((name) => relative(process.cwd(), join(folder, name)));
  }

  /** If it was never written. OpenTofu locks an empty file before, and leaves it behind when it is killed. */
  public get isMissing(): boolean {
    if (!existsSync(this.file)) return true;
    return statSync(this.file).size === 0 && !existsSync(this.backup);
  }

  private get backup(): string {
    return `${this.file}.backup`;
  }

  /**
   * Checks that what is there is a state, encrypted or not. OpenTofu takes an empty file for a cluster that does not exist,
   * which beside a backup it once was not, and says of a damaged one that its lock is in the way.
   *
   * @throws an error that names the file and its backup
   */
  public checkWhole(): void {
    if (this.isMissing) return;
    const problem = problemOf(this.file);
    if (problem === undefined) return;
    const isUsable = existsSync(this.backup) && problemOf(this.backup) === undefined;
    throw new CommandError(stateDamaged(this.shown, problem, isUsable ? `${this.shown}.backup` : undefined));
  }

  /**
   * Does what writes the state, with all its files readable by their owner only: those that are there before, and those
   * that are there afterwards, whether the work succeeds or not.
   *
   * @throws what `write` throws
   */
  public async keepPrivate<T>(write: () => Promise<T>): Promise<T> {
    mkdirSync(dirname(this.file), { recursive: true, mode: OWNER_ONLY_FOLDER });
    this.close();
    try {
      return await write();
    } finally {
      this.close();
    }
  }

  private close(): void {
    const folder = dirname(this.file);
    const others = readdirSync(folder).filter((name) => isStateOf(basename(this.file), name));
    // OpenTofu writes it where it runs when the state cannot be written
    const files = [...others.map((name) => join(folder, name)), join(this.stackDirectory, 'errored.tfstate')];
    for (const path of files.filter((each) => existsSync(each))) closeTo(path, OWNER_ONLY);
    // a folder that holds anything else may have other readers
    if (readdirSync(folder).every((name) => STATE_FILE.test(name))) closeTo(folder, OWNER_ONLY_FOLDER);
  }
}

/** The fault of a file that should be a state; nothing if it is one. */
function problemOf(file: string): 'empty' | 'no state' | undefined {
  const text = readFileSync(file, 'utf8');
  if (text.trim() === '') return 'empty';
  try {
    const state: unknown = JSON.parse(text);
    const isState = typeof state === 'object' && state !== null && ('version' in state || 'encrypted_data' in state);
    return isState ? undefined : 'no state';
  } catch {
    return 'no state';
  }
}

/** If the state is readable by whoever gets hold of it. */
export function isInClearText({ stack }: StackDirectory, environment: Environment): boolean {
  return stack.terraform?.encryption === undefined && (environment.TF_ENCRYPTION ?? '') === '';
}

/** The state itself, its backups, and copies that a person made of it. */
function isStateOf(state: string, name: string): boolean {
  return name === state || name.startsWith(`${state}.`);
}

function closeTo(path: string, mode: number): void {
  try {
    if ((statSync(path).mode & 0o777) !== mode) chmodSync(path, mode);
  } catch (error) {
    // a file of another user, or a file system without modes: no reason to stop an apply
    process.stderr.write(`${stateNotClosed(relative(process.cwd(), path), (error as Error).message)}\n`);
  }
}
