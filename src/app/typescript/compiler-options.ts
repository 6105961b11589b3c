import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type ts from 'typescript';

import type { Compiler } from './compiler';

/** Name of this package, in imports of cluster files. */
export const OWN_PACKAGE = 'cdktf-proxmox-talos';

/** Settings of the compiler in a project. */
export const SETTINGS_FILE = 'tsconfig.json';

/** How a project wants its files checked. */
export interface ProjectOptions {
  /** Settings of the compiler. */
  readonly options: ts.CompilerOptions;
  /** Files that the settings were read from. */
  readonly files: readonly string[];
  /** Faults in the settings. */
  readonly diagnostics: readonly ts.Diagnostic[];
}

/**
 * Settings of `tsconfig.json` in a project, as far as they are about types; without that file, strict ones with which
 * imports may be written in any way.
 *
 * @param projectDirectory full path
 */
export function projectOptions(compiler: Compiler, projectDirectory: string): ProjectOptions {
  const file = join(projectDirectory, SETTINGS_FILE);
  if (!existsSync(file))
    return { options: withOwn(compiler, projectDirectory, unwritten(compiler)), files: [], diagnostics: [] };
  const files: string[] = [];
  const read = (path: string): string | undefined => {
    files.push(path);
    return compiler.sys.readFile(path);
  };
  const parsed = compiler.parseJsonSourceFileConfigFileContent(
    compiler.readJsonConfigFile(file, read),
    // only settings are wanted, so nothing is looked for
    { ...compiler.sys, readFile: read, readDirectory: () => [] },
    projectDirectory,
    undefined,
    file,
  );
  return {
    options: withOwn(compiler, projectDirectory, parsed.options),
    files: [...new Set(files)],
    diagnostics: parsed.errors.filter(({ code }) => code !== NO_INPUTS),
  };
}

/** The compiler found no files for a configuration, as it was given none. */
const NO_INPUTS = 18003;

function unwritten(compiler: Compiler): ts.CompilerOptions {
  return {
    strict: true,
    target: compiler.ScriptTarget.ES2022,
    module: compiler.ModuleKind.ESNext,
    moduleResolution: compiler.ModuleResolutionKind.Bundler,
    esModuleInterop: true,
    resolveJsonModule: true,
  };
}

/** Settings about what a compiler writes, and where. */
const OF_OUTPUT = [
  'outDir',
  'outFile',
  'rootDir',
  'declaration',
  'declarationMap',
  'emitDeclarationOnly',
  'composite',
  'incremental',
  'tsBuildInfoFile',
];

/** Settings beyond types are this package's own, and unused lines are no reason to refuse a cluster. */
function withOwn(compiler: Compiler, projectDirectory: string, written: ts.CompilerOptions): ts.CompilerOptions {
  const others = Object.fromEntries(Object.entries(written).filter(([name]) => !OF_OUTPUT.includes(name)));
  return {
    ...others,
    ...ownPaths(projectDirectory, written),
    noEmit: true,
    allowJs: true,
    checkJs: false,
    skipLibCheck: true,
    noUnusedLocals: false,
    noUnusedParameters: false,
    sourceMap: false,
    inlineSourceMap: false,
    ...(written.moduleResolution === compiler.ModuleResolutionKind.Bundler && { allowImportingTsExtensions: true }),
  };
}

/** Types of this package, for a project that has not installed it. */
function ownPaths(projectDirectory: string, { paths }: ts.CompilerOptions): Pick<ts.CompilerOptions, 'paths'> {
  if (isInstalled(projectDirectory)) return {};
  const root = dirname(createRequire(__filename).resolve(`${OWN_PACKAGE}/package.json`));
  return { paths: { [OWN_PACKAGE]: [join(root, 'lib', 'src', 'index.d.ts')], ...paths } };
}

function isInstalled(projectDirectory: string): boolean {
  try {
    createRequire(join(projectDirectory, 'package.json')).resolve(`${OWN_PACKAGE}/package.json`);
    return true;
  } catch {
    return false;
  }
}

/** Settings with which a file becomes a module that Node loads at once, whatever kind of module it was written as. */
export function emitOptions(
  compiler: Compiler,
  { jsx, target, experimentalDecorators }: ts.CompilerOptions,
): ts.CompilerOptions {
  const newest = compiler.ScriptTarget.ES2022;
  return {
    ...(jsx !== undefined && { jsx }),
    ...(experimentalDecorators !== undefined && { experimentalDecorators }),
    // Node 20 runs all of it
    target: target !== undefined && target < newest ? target : newest,
    module: compiler.ModuleKind.CommonJS,
    esModuleInterop: true,
    allowJs: true,
    isolatedModules: true,
  };
}
