import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

import { holdsMoreThanSynthWrote, localStateExists, removedClusterKept } from '../src/errors/stacks';

const MANIFEST = 'manifest.json';
const STACKS = 'stacks';
const STACK_FILE = 'cdk.tf.json';
/** What the framework's command line prints as a warning. */
const WARNING = '@cdktf/warn';

/** How an output directory is to be replaced. */
export interface SynthOutputOptions {
  /** The user's output directory, such as `cdktf.out`. */
  readonly directory: string;
  /** Synthesizes all wanted stacks into an empty directory and writes its manifest there. */
  readonly synthesize: (directory: string) => void;
  /**
   * Whether the stacks synthesized are all that there are.
   *
   * Then the directory of any other stack is taken away, unless somebody worked in it or its local state exists.
   */
  readonly complete: boolean;
}

/** What became of the output directory. */
export interface SynthOutcome {
  /** Stacks whose file is new or different, by name. */
  readonly written: readonly string[];
  /** Stacks whose file was already so, by name. */
  readonly unchanged: readonly string[];
  /** Stacks that nobody describes any more and whose directory is gone. */
  readonly removed: readonly RemovedStack[];
  /** What stacks and constructs advise, and a warning for each stack that nobody describes any more but that was kept. */
  readonly warnings: readonly string[];
}

/** A stack whose directory was taken away. */
export interface RemovedStack {
  /** Its name. */
  readonly name: string;
  /**
   * Backend that may still hold its state, such as `s3`.
   * @default - its state was local, and there is none
   */
  readonly remoteBackend?: string;
}

interface StackAnnotation {
  readonly constructPath: string;
  readonly level: string;
  readonly message: string;
}

interface StackEntry {
  readonly name: string;
  readonly constructPath: string;
  readonly workingDirectory: string;
  readonly synthesizedStackPath: string;
  readonly stackMetadataPath: string;
  readonly annotations: readonly StackAnnotation[];
  readonly dependencies: readonly string[];
}

/** The part of a synthesized stack that says where its state lies. */
interface StackFile {
  readonly terraform?: { readonly backend?: Readonly<Record<string, { readonly path?: string }>> };
}

interface Manifest {
  readonly version: string;
  readonly stacks: Readonly<Record<string, StackEntry>>;
}

/**
 * Synthesizes beside the output directory and moves the results in when all of them are good.
 *
 * Only `cdk.tf.json` of each stack and the manifest are replaced, each by one rename; lock files, `.terraform`, plans
 * and whatever else lies there stay. A stack that nobody describes any more is removed only if its directory holds
 * nothing but what synth wrote and it has no local state; otherwise it stays in the manifest too, as the framework's
 * command line deletes directories that the manifest does not name.
 *
 * @throws what `synthesize` throws; the output directory is then as it was
 */
export function replaceSynthOutput(options: SynthOutputOptions): SynthOutcome {
  const { directory } = options;
  mkdirSync(dirname(directory), { recursive: true });
  const fresh = mkdtempSync(`${directory}.`);
  try {
    options.synthesize(fresh);
    return adopt(fresh, options);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function adopt(fresh: string, { directory, complete }: SynthOutputOptions): SynthOutcome {
  const manifest = JSON.parse(readFileSync(join(fresh, MANIFEST), 'utf8')) as Manifest;
  const previous = previousEntries(directory);
  const names = Object.keys(manifest.stacks);
  const others = stackDirectories(directory).filter((name) => !names.includes(name));
  const reasons = new Map(complete ? others.map((name) => [name, reasonToKeep(join(directory, STACKS, name))]) : []);
  const kept = others.filter((name) => !complete || reasons.get(name) !== undefined);

  const written = names.filter((name) => moveStack(fresh, directory, name));
  const removed = others.filter((name) => !kept.includes(name)).map((name) => removeStack(directory, name));
  const keptEntries = kept.map((name) => keptEntry(directory, name, previous[name], reasons.get(name)));
  writeManifest(directory, fresh, { ...manifest, stacks: { ...byName(keptEntries), ...manifest.stacks } });

  return {
    written,
    unchanged: names.filter((name) => !written.includes(name)),
    removed,
    warnings: [...Object.values(manifest.stacks), ...(complete ? keptEntries : [])].flatMap(warningsOf),
  };
}

/** What the last synth said of each stack; nothing if its manifest is missing or cannot be read. */
function previousEntries(directory: string): Manifest['stacks'] {
  try {
    return (JSON.parse(readFileSync(join(directory, MANIFEST), 'utf8')) as Manifest).stacks;
  } catch {
    return {};
  }
}

/** Directories of stacks that were synthesized before, by name. */
function stackDirectories(directory: string): string[] {
  const stacks = join(directory, STACKS);
  if (!existsSync(stacks)) return [];
  return readdirSync(stacks).filter((name) => existsSync(join(stacks, name, STACK_FILE)));
}

/** Why a stack that nobody describes any more has to stay; nothing if no machine can depend on its directory. */
function reasonToKeep(stackDirectory: string): string | undefined {
  if (readdirSync(stackDirectory).some((entry) => entry !== STACK_FILE)) return holdsMoreThanSynthWrote();
  const { kind, path } = backendOf(stackDirectory);
  const state = kind === 'local' && path !== undefined ? resolve(stackDirectory, path) : undefined;
  return state !== undefined && existsSync(state) ? localStateExists(shownPath(state)) : undefined;
}

function removeStack(directory: string, name: string): RemovedStack {
  const stackDirectory = join(directory, STACKS, name);
  const { kind } = backendOf(stackDirectory);
  rmSync(stackDirectory, { recursive: true });
  return kind === 'local' ? { name } : { name, remoteBackend: kind };
}

/** Where a stack says that its state lies; a file that cannot be read says nothing, and means a local state. */
function backendOf(stackDirectory: string): { readonly kind: string; readonly path?: string } {
  const [kind = 'local', settings] = Object.entries(readStack(stackDirectory).terraform?.backend ?? {})[0] ?? [];
  return { kind, path: settings?.path };
}

function readStack(stackDirectory: string): StackFile {
  try {
    return JSON.parse(readFileSync(join(stackDirectory, STACK_FILE), 'utf8')) as StackFile;
  } catch {
    return {};
  }
}

/** Moves the file of a stack into place; false if the same text is there already. */
function moveStack(fresh: string, directory: string, name: string): boolean {
  const from = join(fresh, STACKS, name, STACK_FILE);
  const to = join(directory, STACKS, name, STACK_FILE);
  if (existsSync(to) && readFileSync(to).equals(readFileSync(from))) return false;
  mkdirSync(dirname(to), { recursive: true });
  renameSync(from, to);
  return true;
}

function keptEntry(
  directory: string,
  name: string,
  previous: StackEntry | undefined,
  reason: string | undefined,
): StackEntry {
  const workingDirectory = join(STACKS, name);
  const entry = previous ?? {
    annotations: [],
    constructPath: name,
    dependencies: [],
    name,
    stackMetadataPath: join(workingDirectory, 'metadata.json'),
    synthesizedStackPath: join(workingDirectory, STACK_FILE),
    workingDirectory,
  };
  if (reason === undefined) return entry;
  const message = removedClusterKept(join(shownPath(directory), workingDirectory), reason);
  return { ...entry, annotations: [{ constructPath: name, level: WARNING, message }] };
}

function shownPath(path: string): string {
  const shown = relative(process.cwd(), path);
  return shown.startsWith('..') ? path : shown;
}

function warningsOf({ annotations }: StackEntry): readonly string[] {
  return annotations
    .filter(({ level }) => level === WARNING)
    .map(({ constructPath, message }) => `${constructPath}: ${message}`);
}

function byName(entries: readonly StackEntry[]): Record<string, StackEntry> {
  return Object.fromEntries(entries.map((entry) => [entry.name, entry]));
}

function writeManifest(directory: string, fresh: string, manifest: Manifest): void {
  const staged = join(fresh, MANIFEST);
  const stacks = Object.fromEntries(Object.entries(manifest.stacks).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(staged, JSON.stringify({ ...manifest, stacks }, undefined, 2));
  renameSync(staged, join(directory, MANIFEST));
}
