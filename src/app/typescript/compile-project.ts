import { extname, relative, sep } from 'node:path';
import type ts from 'typescript';

import type { CompiledModule, CompiledProject } from './compiled-project';
import type { Compiler } from './compiler';
import { emitOptions, projectOptions } from './compiler-options';
import type { TypeFault } from './type-faults';

/** A project that was compiled, and all files that decided about it. */
export interface CompilerRun {
  /** The modules and their faults. */
  readonly project: CompiledProject;
  /** Full paths. */
  readonly inputs: readonly string[];
}

const TYPESCRIPT = ['.ts', '.tsx', '.mts', '.cts'];
const JAVASCRIPT = ['.js', '.jsx', '.mjs'];

/**
 * Compiles cluster files and what they import of their project, and checks all types. Nothing is written.
 *
 * @param projectDirectory full path
 * @param files full paths of the cluster files
 */
export function compileProject(compiler: Compiler, projectDirectory: string, files: readonly string[]): CompilerRun {
  const { options, files: configFiles, diagnostics } = projectOptions(compiler, projectDirectory);
  const program = compiler.createProgram({ rootNames: files, options });
  const modules = new Map<string, CompiledModule>();
  const add = (path: string): void => {
    const source = program.getSourceFile(path);
    if (modules.has(path) || source === undefined) return;
    const imports = importsOf(compiler, source, options);
    modules.set(path, { code: codeOf(compiler, source, options), imports });
    for (const next of Object.values(imports)) add(next);
  };
  for (const file of files) add(file);
  const sources = [...modules.keys()].flatMap((path) => program.getSourceFile(path) ?? []);
  const slips = sources.flatMap((source) => program.getSyntacticDiagnostics(source));
  const found = [
    ...diagnostics,
    ...program.getOptionsDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...slips,
    ...sources.flatMap((source) => program.getSemanticDiagnostics(source)),
  ];
  const isSlip = (each: ts.Diagnostic): boolean =>
    slips.some(({ file, start }) => file === each.file && start === each.start);
  const faults = compiler
    .sortAndDeduplicateDiagnostics(found.filter(({ category }) => category === compiler.DiagnosticCategory.Error))
    .map((each) => ({ ...faultOf(compiler, each, projectDirectory), ...(isSlip(each) && { isSyntax: true }) }));
  return {
    project: { modules: Object.fromEntries(modules), faults },
    inputs: [...configFiles, ...program.getSourceFiles().map(({ fileName }) => fileName)],
  };
}

function codeOf(compiler: Compiler, { text, fileName }: ts.SourceFile, options: ts.CompilerOptions): string {
  const compilerOptions = emitOptions(compiler, options);
  return compiler.transpileModule(text, { compilerOptions, fileName }).outputText;
}

/** Files of the project that a file imports; whatever Node can load by itself is left to it. */
function importsOf(
  compiler: Compiler,
  { text, fileName, impliedNodeFormat }: ts.SourceFile,
  options: ts.CompilerOptions,
): Readonly<Record<string, string>> {
  const { importedFiles } = compiler.preProcessFile(text, true, true);
  return Object.fromEntries(
    importedFiles.flatMap(({ fileName: name }) => {
      const { resolvedModule: found } = compiler.resolveModuleName(
        name,
        fileName,
        options,
        compiler.sys,
        undefined,
        undefined,
        impliedNodeFormat,
      );
      return found !== undefined && isCompiled(found) ? [[name, found.resolvedFileName]] : [];
    }),
  );
}

function isCompiled({ resolvedFileName, isExternalLibraryImport = false }: ts.ResolvedModuleFull): boolean {
  if (/\.d\.[cm]?ts$/.test(resolvedFileName)) return false;
  const extension = extname(resolvedFileName);
  return TYPESCRIPT.includes(extension) || (JAVASCRIPT.includes(extension) && !isExternalLibraryImport);
}

function faultOf(
  compiler: Compiler,
  { file, start = 0, code, messageText }: ts.Diagnostic,
  directory: string,
): TypeFault {
  const messages = compiler.flattenDiagnosticMessageText(messageText, '\n').split('\n');
  if (file === undefined) return { code, messages };
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  const shown = relative(directory, file.fileName).split(sep).join('/');
  return { file: shown, line: line + 1, column: character + 1, code, messages };
}
