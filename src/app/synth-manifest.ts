import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** The manifest of an output directory, in the form of the framework. */
export const MANIFEST = 'manifest.json';
/** Where the directories of the stacks lie in an output directory. */
export const STACKS = 'stacks';
/** The file of a stack in its directory. */
export const STACK_FILE = 'cdk.tf.json';

/** An annotation of the framework about a stack. */
export interface StackAnnotation {
  /** Path of the construct that it is about. */
  readonly constructPath: string;
  /** Kind of the annotation, such as `@cdktf/warn`. */
  readonly level: string;
  /** Its text. */
  readonly message: string;
}

/** A stack as the manifest lists it. */
export interface StackEntry {
  /** Its name, which is that of its directory. */
  readonly name: string;
  /** Path of its construct. */
  readonly constructPath: string;
  /** Its directory, below the output directory. */
  readonly workingDirectory: string;
  /** Its file, below the output directory. */
  readonly synthesizedStackPath: string;
  /** A file that the framework no longer writes. */
  readonly stackMetadataPath: string;
  /** Annotations of its constructs, in their order. */
  readonly annotations: readonly StackAnnotation[];
  /** Names of stacks that are applied before it. */
  readonly dependencies: readonly string[];
  /**
   * Who wrote the stack. The framework does not read it.
   * @default - another program, or nobody knows
   */
  readonly synthesizedBy?: SynthOrigin;
}

/** Which project wrote a stack, and what it wrote. */
export interface SynthOrigin {
  /** Way from the output directory to the project. */
  readonly project: string;
  /** Digest of the file, in hexadecimal digits. */
  readonly sha256: string;
}

/** Everything that an output directory says of its stacks, by name. */
export type StackEntries = ReadonlyMap<string, StackEntry>;

/**
 * The entries in the manifest of an output directory. None if it is missing or damaged: nobody knows then who wrote what.
 * Names that are no directory of their own are left out.
 */
export function readEntries(directory: string): StackEntries {
  const entries = Object.entries(stacksOf(readJson(join(directory, MANIFEST))));
  return new Map(
    entries.flatMap(([name, entry]) => (isObject(entry) && isPlainName(name) ? [[name, entry as StackEntry]] : [])),
  );
}

/** The digest of a file; nothing if it cannot be read. */
export function digestOf(file: string): string | undefined {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex');
  } catch {
    return undefined;
  }
}

/** If a project wrote a stack, by what the manifest says. */
export function isWrittenBy(entry: StackEntry | undefined, project: string): boolean {
  return originOf(entry)?.project === project;
}

/** If the file of a stack is still what was written. */
export function isAsWritten(entry: StackEntry | undefined, file: string): boolean {
  return originOf(entry)?.sha256 === digestOf(file);
}

/** The project that another program of this kind wrote a stack for, if that project is still there. */
export function foreignProject(entry: StackEntry | undefined, directory: string, project: string): string | undefined {
  const origin = originOf(entry)?.project;
  return origin !== undefined && origin !== project && existsSync(join(directory, origin)) ? origin : undefined;
}

/** A stack that the manifest does not list, as the framework would list it. */
export function unlistedEntry(name: string): StackEntry {
  const workingDirectory = join(STACKS, name);
  return {
    annotations: [],
    constructPath: name,
    dependencies: [],
    name,
    stackMetadataPath: join(workingDirectory, 'metadata.json'),
    synthesizedStackPath: join(workingDirectory, STACK_FILE),
    workingDirectory,
  };
}

/**
 * The text of a manifest.
 *
 * @param frame what the framework writes around the stacks
 */
export function manifestText(frame: object, entries: StackEntries): string {
  const stacks = Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
  return JSON.stringify({ ...frame, stacks }, undefined, 2);
}

/** Reads JSON; nothing if the file is missing or damaged. */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function stacksOf(manifest: unknown): object {
  const stacks = isObject(manifest) && 'stacks' in manifest ? manifest.stacks : undefined;
  return isObject(stacks) ? stacks : {};
}

function originOf(entry: StackEntry | undefined): SynthOrigin | undefined {
  const origin: unknown = entry?.synthesizedBy;
  return isObject(origin) ? (origin as SynthOrigin) : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPlainName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !name.includes('\\') && basename(name) === name;
}
