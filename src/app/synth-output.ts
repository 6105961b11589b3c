import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

import {
  changedSinceSynth,
  holdsMoreThanSynthWrote,
  isNoDirectory,
  localStateExists,
  removedClusterKept,
  stackOfAnotherProject,
  synthPlaceTaken,
} from '../errors/stacks';
import { writing } from '../process/file-writing';
import { shellWord } from '../values/shell-word';
import { StagedFiles } from './staged-files';
import {
  digestOf,
  foreignProject,
  isAsWritten,
  isWrittenBy,
  MANIFEST,
  manifestText,
  readEntries,
  readJson,
  STACK_FILE,
  type StackEntries,
  type StackEntry,
  STACKS,
  unlistedEntry,
} from './synth-manifest';

/** Level of an annotation that the framework's command line prints as a warning. */
const WARNING = '@cdktf/warn';

/** How an output directory is to be replaced. */
export interface SynthOutputOptions {
  /** The user's output directory, such as `cdktf.out`. Other programs may have stacks in it too. */
  readonly directory: string;
  /** Directory of the project whose stacks are synthesized. */
  readonly projectDirectory: string;
  /** Synthesizes all wanted stacks into an empty directory and writes its manifest there. */
  readonly synthesize: (directory: string) => void;
  /**
   * If the stacks synthesized are all that the project has.
   *
   * Then the directory of any other stack that the project wrote is removed, unless somebody worked in it or its local
   * state exists.
   */
  readonly complete: boolean;
  /**
   * Called when everything is synthesized and nothing is written yet. Nothing is written if it rejects.
   * @default - everything is written
   */
  readonly beforeWriting?: () => Promise<void>;
  /**
   * If the directory of a removed stack stays, without its file: the framework's command line removes it by itself then, and
   * fails where it is gone.
   * @default false
   */
  readonly keepsEmptyDirectories?: boolean;
  /**
   * Further files of the project, which are moved in before the stacks: full path and content.
   * @default - none
   */
  readonly files?: ReadonlyMap<string, string>;
}

/** Changes to an output directory. */
export interface SynthOutcome {
  /** Stacks whose file is new or different, by name. */
  readonly written: readonly string[];
  /** Stacks whose file was already so, by name. */
  readonly unchanged: readonly string[];
  /** Stacks that nobody describes any more and whose directory is gone. */
  readonly removed: readonly RemovedStack[];
  /** Warnings of stacks and constructs, and one for each stack that nobody describes any more but that was kept. */
  readonly warnings: readonly string[];
}

/** A stack whose directory was removed. */
export interface RemovedStack {
  /** Its name. */
  readonly name: string;
  /**
   * Backend that may still hold its state, such as `s3`.
   * @default - its state was local, and there is none
   */
  readonly remoteBackend?: string;
}

/** Places of the output directory that something else has. */
export class SynthOutputError extends Error {
  /** A line for each place. */
  public readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.name = 'SynthOutputError';
    this.faults = faults;
  }
}

/** The part of a synthesized stack that says where its state lies. */
interface StackFile {
  readonly terraform?: { readonly backend?: Readonly<Record<string, { readonly path?: string }>> };
}

/**
 * Synthesizes beside the output directory and moves the results in when all of them are good.
 *
 * Only `cdk.tf.json` of each stack and the manifest are replaced, each by one rename, and only when all of them are
 * written; lock files, `.terraform`, plans and whatever else lies there stay. The manifest records which project wrote a
 * stack. A stack of this project that nobody describes any more is removed only if its directory holds nothing but what
 * was written into it and it has no local state. Everything else stays, in the manifest too, as the framework's command
 * line deletes directories that the manifest does not name.
 *
 * @throws what `synthesize` and `beforeWriting` throw, and {@link SynthOutputError}; the output directory is then as it was
 */
export async function replaceSynthOutput(options: SynthOutputOptions): Promise<SynthOutcome> {
  const { directory } = options;
  const fresh = writing(directory, () => {
    mkdirSync(dirname(directory), { recursive: true });
    return mkdtempSync(`${directory}.`);
  });
  try {
    writing(fresh, () => options.synthesize(fresh));
    await options.beforeWriting?.();
    return new SynthOutput(fresh, options).adopt();
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** One replacement of an output directory. */
class SynthOutput {
  private readonly directory: string;
  private readonly project: string;
  private readonly fresh: StackEntries;
  private readonly previous: StackEntries;

  constructor(
    private readonly freshDirectory: string,
    private readonly options: SynthOutputOptions,
  ) {
    this.directory = options.directory;
    this.project = relative(options.directory, options.projectDirectory);
    this.fresh = readEntries(freshDirectory);
    this.previous = readEntries(options.directory);
  }

  public adopt(): SynthOutcome {
    this.checkPlaces();
    const names = [...this.fresh.keys()];
    const written = names.filter((name) => !this.isUnchanged(name));
    const others = this.otherStacks();
    const isOver = (name: string): boolean =>
      this.options.complete && isWrittenBy(this.previous.get(name), this.project);
    const reasons = new Map(others.filter(isOver).map((name) => [name, this.reasonToKeep(name)]));
    const kept = others.filter((name) => !reasons.has(name) || reasons.get(name) !== undefined);
    const keptEntries = kept.map((name) => this.keptEntry(name, reasons.get(name)));

    this.write(written, keptEntries);
    const removed = others.filter((name) => !kept.includes(name)).map((name) => this.remove(name));
    const advising = [...this.fresh.values(), ...keptEntries.filter(({ name }) => reasons.has(name))];
    return {
      written,
      unchanged: names.filter((name) => !written.includes(name)),
      removed,
      warnings: advising.flatMap(warningsOf),
    };
  }

  /** Refuses before anything is written. */
  private checkPlaces(): void {
    const names = [...this.fresh.keys()];
    const directories = [this.directory, join(this.directory, STACKS), ...names.map((name) => this.path(name))];
    const files = [join(this.directory, MANIFEST), ...names.map((name) => this.path(name, STACK_FILE))];
    const faults = [
      ...directories
        .filter((path) => existsSync(path) && !isDirectory(path))
        .map((path) => synthPlaceTaken(shownPath(path), 'directory')),
      ...files
        .filter((path) => existsSync(path) && isDirectory(path))
        .map((path) => synthPlaceTaken(shownPath(path), 'file')),
      ...names.flatMap((name) => {
        const owner = foreignProject(this.previous.get(name), this.directory, this.project);
        const isThere = owner !== undefined && existsSync(this.path(name, STACK_FILE));
        return isThere
          ? [stackOfAnotherProject(shownPath(this.path(name)), shownPath(join(this.directory, owner)))]
          : [];
      }),
    ];
    if (faults.length > 0) throw new SynthOutputError(faults);
  }

  /** Stacks that were synthesized before, by this project or by another program: those whose file is there. */
  private otherStacks(): readonly string[] {
    const stacks = join(this.directory, STACKS);
    if (!existsSync(stacks)) return [];
    return readdirSync(stacks)
      .filter((name) => !this.fresh.has(name) && existsSync(this.path(name, STACK_FILE)))
      .sort();
  }

  private isUnchanged(name: string): boolean {
    const file = this.path(name, STACK_FILE);
    return existsSync(file) && readFileSync(file).equals(readFileSync(this.freshFile(name)));
  }

  /** Writes everything beside its place first, so that no fault of the disk leaves the one half new and the other old. */
  private write(names: readonly string[], keptEntries: readonly StackEntry[]): void {
    const entries = new Map([
      ...keptEntries.map((entry) => [entry.name, entry] as const),
      ...[...this.fresh].map(([name, entry]) => [name, this.ownEntry(entry)] as const),
    ]);
    const frame = readJson(join(this.freshDirectory, MANIFEST)) as object;
    const staged = new StagedFiles();
    try {
      for (const [path, content] of this.options.files ?? []) staged.add(path, content);
      for (const name of names) staged.add(this.path(name, STACK_FILE), readFileSync(this.freshFile(name)));
      staged.add(join(this.directory, MANIFEST), manifestText(frame, entries));
      staged.moveIn();
    } catch (error) {
      staged.discard();
      throw error;
    }
  }

  private ownEntry(entry: StackEntry): StackEntry {
    return {
      ...entry,
      synthesizedBy: { project: this.project, sha256: digestOf(this.freshFile(entry.name)) ?? '' },
    };
  }

  private keptEntry(name: string, reason: string | undefined): StackEntry {
    const entry = { ...(this.previous.get(name) ?? unlistedEntry(name)), name };
    if (reason === undefined) return entry;
    const shown = shownPath(this.path(name));
    const message = removedClusterKept(shown, shellWord(shown), reason);
    return { ...entry, annotations: [{ constructPath: name, level: WARNING, message }] };
  }

  /** Why a stack that nobody describes any more has to stay; nothing if no machine can depend on its directory. */
  private reasonToKeep(name: string): string | undefined {
    const path = this.path(name);
    if (!lstatSync(path).isDirectory()) return isNoDirectory();
    if (readdirSync(path).some((entry) => entry !== STACK_FILE)) return holdsMoreThanSynthWrote();
    if (!isAsWritten(this.previous.get(name), this.path(name, STACK_FILE))) return changedSinceSynth();
    const { kind, path: statePath } = this.backendOf(name);
    const state = kind === 'local' && statePath !== undefined ? resolve(path, statePath) : undefined;
    return state !== undefined && existsSync(state) ? localStateExists(shownPath(state)) : undefined;
  }

  private remove(name: string): RemovedStack {
    const { kind } = this.backendOf(name);
    rmSync(this.path(name, STACK_FILE));
    if (this.options.keepsEmptyDirectories !== true) rmdirSync(this.path(name));
    return kind === 'local' ? { name } : { name, remoteBackend: kind };
  }

  /** Where a stack says that its state lies; a file that cannot be read says nothing, and means a local state. */
  private backendOf(name: string): { readonly kind: string; readonly path?: string } {
    const stack = readJson(this.path(name, STACK_FILE)) as StackFile | undefined;
    const [kind = 'local', settings] = Object.entries(stack?.terraform?.backend ?? {})[0] ?? [];
    return { kind, path: settings?.path };
  }

  private path(name: string, ...below: readonly string[]): string {
    return join(this.directory, STACKS, name, ...below);
  }

  private freshFile(name: string): string {
    return join(this.freshDirectory, STACKS, name, STACK_FILE);
  }
}

function isDirectory(path: string): boolean {
  return statSync(path).isDirectory();
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
