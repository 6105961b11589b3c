import { existsSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

import type { SpecSource } from '../../cluster-file/spec-source';
import { packageVersion } from '../../process/package-file';
import { compileProject } from './compile-project';
import { CompileMemory } from './compile-memory';
import { type CompiledProject, importedBy } from './compiled-project';
import { SETTINGS_FILE } from './compiler-options';
import { findCompiler, type InstalledCompiler } from './compiler';
import { LiteralPlaces } from './literal-places';
import { type Exports, ModuleLoader } from './module-loader';
import { type TypeFault, typeFaultLine } from './type-faults';

/** Cluster files in TypeScript, compiled as they are needed. Nothing is written into the project. */
export class TypeScriptClusters {
  /** Version of a TypeScript that is there and cannot be used; nothing if there is none. */
  public readonly unusableVersion: string | undefined;
  private readonly compiler: InstalledCompiler | undefined;
  private made?: { readonly project: CompiledProject; readonly loader: ModuleLoader };

  /**
   * @param projectDirectory full path
   * @param files the cluster files, below the project
   */
  constructor(
    private readonly projectDirectory: string,
    private readonly files: readonly string[],
  ) {
    const { compiler, unusable } = findCompiler(projectDirectory);
    this.compiler = compiler;
    this.unusableVersion = unusable;
  }

  /** If there is a compiler; nothing else works without one. */
  public get canCompile(): boolean {
    return this.compiler !== undefined;
  }

  private get compiled(): NonNullable<typeof this.made> {
    this.made ??= this.compile();
    return this.made;
  }

  /**
   * Runs a cluster file, unless it was run before, and returns its exports.
   *
   * @throws whatever the file throws
   */
  public load(file: string): Exports {
    return this.compiled.loader.load(this.pathOf(file));
  }

  /** Faults of a cluster file, and of the modules of the project that it imports; none if its types are right. */
  public faultsOf(file: string): readonly string[] {
    return this.concerning(file).map((fault) => typeFaultLine(fault));
  }

  /** If a cluster file, or a module that it imports, is no TypeScript: what it exports means nothing then. */
  public isUnreadable(file: string): boolean {
    return this.concerning(file).some(({ isSyntax = false }) => isSyntax);
  }

  /** Where each part of a cluster file stands; the file is read for that only when something is wrong with it. */
  public sourceOf(file: string): SpecSource {
    const read: { places?: LiteralPlaces } = {};
    return {
      name: file,
      locate: (path, part) => {
        if (this.compiler === undefined) return undefined;
        read.places ??= new LiteralPlaces(this.compiler.load(), file, readFileSync(this.pathOf(file), 'utf8'));
        return read.places.locate(path, part);
      },
    };
  }

  private concerning(file: string): readonly TypeFault[] {
    const { project } = this.compiled;
    const concerned = new Set([...importedBy(this.pathOf(file), project)].map((path) => this.shown(path)));
    // settings of the compiler concern every file
    return project.faults.filter((fault) => isOfSettings(fault) || concerned.has(fault.file ?? ''));
  }

  private compile(): NonNullable<typeof this.made> {
    const { compiler, projectDirectory } = this;
    if (compiler === undefined) throw new Error('there is no compiler');
    const paths = this.files.map((file) => this.pathOf(file));
    const settings = existsSync(join(projectDirectory, SETTINGS_FILE)) ? SETTINGS_FILE : '';
    const parts = [packageVersion(), compiler.path, compiler.version, projectDirectory, settings, ...paths];
    const memory = new CompileMemory(parts);
    const known = memory.read();
    if (known !== undefined) return { project: known, loader: new ModuleLoader(known) };
    const run = compileProject(compiler.load(), projectDirectory, paths);
    memory.keep(run);
    return { project: run.project, loader: new ModuleLoader(run.project) };
  }

  /** As the compiler has it, with `/` on every system. */
  private pathOf(file: string): string {
    return join(this.projectDirectory, file).replaceAll('\\', '/');
  }

  private shown(path: string): string {
    return relative(this.projectDirectory, path).split(sep).join('/');
  }
}

function isOfSettings({ file = SETTINGS_FILE }: TypeFault): boolean {
  return file.endsWith('.json');
}
