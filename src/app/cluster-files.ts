import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, extname, isAbsolute, join, relative, resolve } from 'node:path';

import {
  clusterExportMissing,
  clusterFileDefeats,
  clusterFileNotCompiled,
  clusterFileThrows,
  clusterNameTaken,
  compilerMissing,
} from '../errors/stacks';
import type { MachineJudge } from '../machine-config/machine-judge';
import type { ClusterModel } from '../model/cluster-model';
import { judgeClusters } from '../model/judged-clusters';
import { type ReadCluster, readCluster, RefusedClusterError } from '../model/parse-cluster-spec';
import { ClusterSpecError, formatFault, sortFaults } from '../cluster-file/cluster-spec-error';
import type { SpecSource } from '../cluster-file/spec-source';
import { readTextFile } from '../cluster-file/text-file';
import { writtenName } from '../cluster-file/written-name';
import { type ClusterFile, readClusterFile } from '../cluster-file/yaml-source';
import type { RememberedPlacement, StateMemory } from '../model/placement/placement-memory';
import { ClusterFilesError, findClusterFiles, YAML_EXTENSIONS } from './find-cluster-files';
import { withContract } from './other-contract';
import { outputFaults } from './output-faults';
import { recallFrom } from './placement-files';
import { plainData } from './plain-data';
import type { Exports } from './typescript/module-loader';
import { printedTypeFaults } from './typescript/type-faults';
import { unknownClusterFault } from './unknown-cluster';
import { TypeScriptClusters } from './typescript/typescript-clusters';

export { ClusterFilesError } from './find-cluster-files';

/** Ending of what a build writes beside or instead of the compiled form of a file that the compiler refuses. */
const REFUSAL = '.errors.txt';
/** Where compiled files lie if nothing else is said. */
const COMPILED = 'lib';

/** A cluster as its file describes it. */
export interface DescribedCluster {
  /** The file, below the project: `stacks/clusters/home.yaml`. */
  readonly file: string;
  /** The content of the file, with every default filled in. */
  readonly model: ClusterModel;
  /**
   * Hosts of machines of pools that have to be remembered beside the file.
   * @default - nothing has to be
   * @internal
   */
  readonly placement?: RememberedPlacement;
}

/** Which cluster files are read. */
export interface ReadClustersOptions {
  /**
   * Directory of the project, from the working directory. Paths in cluster files are relative to it.
   * @default - the working directory
   */
  readonly projectDirectory?: string;
  /**
   * Directory of the cluster files, below the project. Those in directories below it are no cluster files, but modules that
   * cluster files in TypeScript may share.
   * @default 'stacks/clusters'
   */
  readonly clusterDirectory?: string;
  /**
   * Directory of files that were compiled before, below the project: `outDir` of the compiler, whose `rootDir` is the project.
   * With `.`, a cluster file in TypeScript is loaded as it is where a loader of such files was installed, such as that of
   * `ts-node`.
   * @default - cluster files in TypeScript are compiled as they are needed, with the package typescript of the project;
   * without that package, those in `lib` are taken
   */
  readonly compiledDirectory?: string;
  /**
   * Names of clusters, or of their files without extension; none selects all.
   * @default - all
   */
  readonly names?: readonly string[];
  /**
   * Hosts of machines as a state has them that somebody read, for files that remember less.
   * @default - a local state is read, if it is in clear text
   * @internal
   */
  readonly placementState?: StateMemory;
  /**
   * Contract in place of that of the files, such as `v1.14`, to see what another one would bring.
   * @default - that of each file
   * @internal
   */
  readonly contract?: string;
}

/** Where and which: the same with every default. */
interface ClusterSelection {
  readonly projectDirectory: string;
  readonly clusterDirectory: string;
  readonly compiledDirectory: string | undefined;
  readonly names: readonly string[];
  readonly placementState: StateMemory | undefined;
  readonly contract: string | undefined;
}

/** The content of a file, not yet checked, or the reasons why it cannot be read. */
interface ReadFile {
  readonly file: string;
  readonly stem: string;
  readonly content: ClusterFile | Faulty;
  /** Lines of the compiler about a file whose types are wrong. */
  readonly refusal?: readonly string[];
}

/** A cluster with the places of what its file says. */
type ParsedFile = DescribedCluster & ReadCluster;

interface Faulty {
  readonly faults: readonly string[];
  /** The rest of a cluster as far as it can be read, for the judge. */
  readonly rest?: ReadCluster;
}

/**
 * Reads and checks the selected cluster files.
 *
 * Files that are not selected may be faulty: they are looked at only for the name of their cluster.
 *
 * @throws {ClusterFilesError} with every fault of every selected file
 */
export function readClusters(options: ReadClustersOptions = {}): readonly DescribedCluster[] {
  return judgedClusters(options);
}

/**
 * The same, with the machines judged too.
 *
 * @param judge Talos' own library
 * @throws {ClusterFilesError} with every fault of every selected file
 */
export function judgedClusters(options: ReadClustersOptions, judge?: MachineJudge): readonly DescribedCluster[] {
  const selection = selectionOf(options);
  const files = readFiles(selection);
  const selected = files.filter((file) => isSelected(file, selection.names));
  const faults = [...selectionFaults(files, selection), ...nameFaults(files, selected)];

  const parsed = selected.map((file) => parseFile(file, selection));
  const judged = judge === undefined ? parsed : judgeAll(parsed, judge);
  const clusters = judged.filter((each) => 'model' in each);
  faults.push(...judged.flatMap((each) => ('model' in each ? [] : each.faults)), ...outputFaults(clusters));
  if (faults.length > 0) throw new ClusterFilesError(faults);
  return clusters.map(({ file, model, placement }) => ({ file, model, ...(placement && { placement }) }));
}

/** The file of a cluster, and its content before anything of it is checked. */
export interface FoundClusterFile {
  /** The file, below the project: `stacks/clusters/home.yaml`. */
  readonly file: string;
  /** Its content as plain data. */
  readonly spec: unknown;
}

/**
 * Finds the file of one cluster and reads it.
 *
 * @param name of the cluster, or of the file without extension
 * @throws {ClusterFilesError} if there is none, or nothing can be read in it
 */
export function findClusterFile(options: ReadClustersOptions, name: string): FoundClusterFile {
  const selection = selectionOf({ ...options, names: [name] });
  const files = readFiles(selection);
  const faults = selectionFaults(files, selection);
  const named = files.filter((file) => isSelected(file, [name]));
  const found = named.find((file) => clusterName(file) === name) ?? named[0];
  if (found === undefined) throw new ClusterFilesError(faults);
  const { file, content } = found;
  if ('faults' in content) throw new ClusterFilesError(content.faults);
  return { file, spec: content.spec };
}

/** The clusters with what the judge says: its warnings, or its faults beside those that are known. */
function judgeAll(parsed: readonly (ParsedFile | Faulty)[], judge: MachineJudge): readonly (ParsedFile | Faulty)[] {
  const clusters = parsed.flatMap((each) => ('model' in each ? each : (each.rest ?? [])));
  const answers = judgeClusters(clusters, judge);
  const said = new Map(clusters.map((cluster, index) => [cluster, answers[index]]));
  return parsed.map((each) => {
    const cluster = 'model' in each ? each : each.rest;
    const answer = cluster && said.get(cluster);
    if (cluster === undefined || answer === undefined) return each;
    if (answer.faults.length > 0) {
      return { faults: sortFaults([...(cluster.faults ?? []), ...answer.faults]).map(formatFault) };
    }
    if (!('model' in each)) return each;
    const { model } = each;
    return { ...each, model: { ...model, warnings: [...model.warnings, ...answer.warnings] } };
  });
}

function selectionOf(options: ReadClustersOptions): ClusterSelection {
  const projectDirectory = resolve(options.projectDirectory ?? '.');
  return {
    projectDirectory,
    clusterDirectory: fromProject(projectDirectory, options.clusterDirectory ?? 'stacks/clusters'),
    compiledDirectory: options.compiledDirectory,
    names: options.names ?? [],
    placementState: options.placementState,
    contract: options.contract,
  };
}

/** A directory as it lies from the project; what is written so already stays as it is. */
function fromProject(projectDirectory: string, directory: string): string {
  return isAbsolute(directory) ? relative(projectDirectory, directory) || '.' : directory;
}

/** Every cluster file of the project; of those that are not selected no more than is needed. */
function readFiles(selection: ClusterSelection): readonly ReadFile[] {
  const found = findClusterFiles(selection);
  const typescript = compiledAsNeeded(selection, found);
  return found.map((file) => readFile(selection, file, typescript));
}

/** The compiler of a project, unless it has compiled its files itself. */
function compiledAsNeeded(
  { projectDirectory, compiledDirectory }: ClusterSelection,
  files: readonly string[],
): TypeScriptClusters | undefined {
  const written = files.filter((file) => extname(file) === '.ts');
  if (compiledDirectory !== undefined || written.length === 0) return undefined;
  return new TypeScriptClusters(projectDirectory, written);
}

function readFile(selection: ClusterSelection, file: string, typescript: TypeScriptClusters | undefined): ReadFile {
  const { projectDirectory, names } = selection;
  const stem = basename(file, extname(file));
  const isYaml = YAML_EXTENSIONS.includes(extname(file));
  if (isYaml && names.length > 0 && !names.includes(stem)) {
    const name = nameIn(projectDirectory, file);
    if (name !== undefined && !names.includes(name)) return { file, stem, content: onlyNamed(file, name) };
  }
  if (!isYaml && typescript?.canCompile === true) return readTypeScript(projectDirectory, file, stem, typescript);
  const read = (): ClusterFile | Faulty =>
    isYaml
      ? readClusterFile(join(projectDirectory, file))
      : loadCompiled(selection, file, stem, typescript?.unusableVersion);
  const refusal = isYaml ? undefined : refusalOf(selection, stem);
  const content = orFaults(file, () => plainOrFaulty(read()));
  // of a file that can't even be read the compiler says more: it knows the line
  return { file, stem, refusal, content: refusal && 'faults' in content ? { faults: refusal } : content };
}

/** The name in a file in YAML, if the file need not be parsed for it. */
function nameIn(projectDirectory: string, file: string): string | undefined {
  const read = readTextFile(join(projectDirectory, file), file);
  return 'fault' in read ? undefined : writtenName(read.text);
}

/** A file that is not selected, of which only the name was read. */
function onlyNamed(file: string, name: string): ClusterFile {
  return { spec: { name }, source: { name: file, locate: () => undefined } };
}

/** Errors of the compiler in a TypeScript file, each with the indented lines that belong to it. */
function refusalOf(selection: ClusterSelection, stem: string): readonly string[] | undefined {
  const path = compiledPath(selection, `${stem}${REFUSAL}`);
  return existsSync(path) ? printedTypeFaults(readFileSync(path, 'utf8')) : undefined;
}

function plainOrFaulty(content: ClusterFile | Faulty): ClusterFile | Faulty {
  return 'faults' in content ? content : plainData(content);
}

/** A file that is compiled now. Of one that cannot even be loaded the compiler says more. */
function readTypeScript(directory: string, file: string, stem: string, typescript: TypeScriptClusters): ReadFile {
  const written = readTextFile(join(directory, file), file);
  if ('fault' in written) return { file, stem, content: { faults: [written.fault] } };
  const faults = typescript.faultsOf(file);
  if (typescript.isUnreadable(file)) return { file, stem, content: { faults } };
  const content = orFaults(file, () =>
    plainOrFaulty(exportedBy(file, () => typescript.load(file), typescript.sourceOf(file))),
  );
  const refusal = faults.length > 0 ? faults : undefined;
  return { file, stem, refusal, content: refusal && 'faults' in content ? { faults: refusal } : content };
}

/** The literal that a compiled file exports; a compiled file whose source is gone is never asked for. */
function loadCompiled(
  selection: ClusterSelection,
  file: string,
  stem: string,
  unusableVersion: string | undefined,
): ClusterFile | Faulty {
  const { projectDirectory, clusterDirectory, compiledDirectory } = selection;
  // the compiler replaces what it can't read without a word
  const written = readTextFile(join(projectDirectory, file), file);
  if ('fault' in written) return { faults: [written.fault] };
  const path = loadablePath(selection, stem);
  if (path !== undefined) {
    const load = (): Exports => createRequire(path)(path) as Exports;
    return exportedBy(file, load, { name: file, locate: () => undefined });
  }
  if (compiledDirectory === undefined) return { faults: [compilerMissing(file, unusableVersion)] };
  return { faults: [clusterFileNotCompiled(file, join(compiledDirectory, clusterDirectory, `${stem}.js`))] };
}

function exportedBy(file: string, load: () => Exports, source: SpecSource): ClusterFile | Faulty {
  try {
    const exported = load();
    if (exported.cluster === undefined) return { faults: [clusterExportMissing(file, Object.keys(exported))] };
    return { spec: exported.cluster, source };
  } catch (error) {
    const { message = String(error) } = (error ?? {}) as { readonly message?: string };
    return { faults: [clusterFileThrows(file, message)] };
  }
}

/** The compiled form of a file in TypeScript, or the file itself where that is what is loaded; nothing if there is neither. */
function loadablePath(selection: ClusterSelection, stem: string): string | undefined {
  const { projectDirectory, compiledDirectory = COMPILED } = selection;
  const isSource = resolve(projectDirectory, compiledDirectory) === projectDirectory;
  const names = [`${stem}.js`, ...(isSource ? [`${stem}.ts`] : [])];
  return names.map((name) => compiledPath(selection, name)).find((path) => existsSync(path));
}

function compiledPath(
  { projectDirectory, clusterDirectory, compiledDirectory = COMPILED }: ClusterSelection,
  name: string,
): string {
  return join(projectDirectory, compiledDirectory, clusterDirectory, name);
}

function isSelected(file: ReadFile, names: readonly string[]): boolean {
  return names.length === 0 || names.some((name) => name === file.stem || name === clusterName(file));
}

/** The name that a file claims, also when something else in it is wrong. */
function clusterName({ content }: ReadFile): string | undefined {
  if (!('spec' in content) || content.spec === null || typeof content.spec !== 'object') return undefined;
  const { name } = content.spec as { readonly name?: unknown };
  return typeof name === 'string' ? name : undefined;
}

function selectionFaults(files: readonly ReadFile[], { names, projectDirectory }: ClusterSelection): readonly string[] {
  const known = files.map((each) => ({ file: each.file, name: clusterName(each) ?? each.stem }));
  return names
    .filter((name) => !files.some((file) => isSelected(file, [name])))
    .map((name) => unknownClusterFault(name, known, projectDirectory));
}

function nameFaults(files: readonly ReadFile[], selected: readonly ReadFile[]): readonly string[] {
  return files.flatMap((file, index) => {
    const name = clusterName(file);
    const earlier = files.slice(0, index).find((other) => clusterName(other) === name);
    if (name === undefined || earlier === undefined) return [];
    return selected.includes(file) || selected.includes(earlier)
      ? [clusterNameTaken(file.file, name, earlier.file)]
      : [];
  });
}

/**
 * A file whose types are wrong is refused in any case: with its faults, and with what the compiler says of other lines. Where
 * faults have no lines, the compiler has the word only if there are none.
 */
function parseFile({ file, content, refusal }: ReadFile, selection: ClusterSelection): ParsedFile | Faulty {
  const { projectDirectory: directory, clusterDirectory, placementState, contract } = selection;
  if ('faults' in content) return content;
  const parsed = orFaults(file, () => ({
    file,
    ...readCluster(withContract(content.spec, contract), {
      source: content.source,
      directory,
      recallPlacement: recallFrom(directory, clusterDirectory, placementState),
    }),
  }));
  if (refusal === undefined) return parsed;
  if (!('faults' in parsed) || parsed.faults === undefined || 'model' in parsed) return { faults: refusal };
  const lines = new Set(parsed.faults.flatMap((fault) => lineOf(fault) ?? []));
  if (lines.size === 0) return parsed;
  return { ...parsed, faults: [...parsed.faults, ...refusal.filter((fault) => !lines.has(lineOf(fault) ?? ''))] };
}

/** File and line at the beginning of a fault. */
function lineOf(fault: string): string | undefined {
  return /^[^\s:]+:\d+/.exec(fault)?.[0];
}

/** The result of reading a file, or its faults; a fault of the program comes with its stack. */
function orFaults<T>(file: string, read: () => T): T | Faulty {
  try {
    return read();
  } catch (error) {
    if (error instanceof RefusedClusterError) return { faults: error.faults.map(formatFault), rest: error.rest };
    if (error instanceof ClusterSpecError) return { faults: error.faults.map(formatFault) };
    return {
      faults: [clusterFileDefeats(file, error instanceof Error ? (error.stack ?? error.message) : String(error))],
    };
  }
}
