// @ts-check
'use strict';

const { existsSync, readFileSync, rmSync } = require('node:fs');
const { dirname, resolve } = require('node:path');

/** The compiler found errors; the message is what `tsc` prints. */
class CompileError extends Error {
  /**
   * @param {string} message
   * @param {readonly string[]} files full paths of the files with errors; none if something else is wrong too
   */
  constructor(message, files = []) {
    super(message.trimEnd());
    this.name = 'CompileError';
    this.files = files;
  }
}

/**
 * Compiles one project in this process, from where its last compilation stopped.
 *
 * @param {string} configFile full path of a tsconfig file
 * @throws {CompileError}
 */
function compile(configFile) {
  // loaded only when there is something to compile: it takes a fifth of a second
  const ts = require('typescript');
  const host = formatHost(ts);
  /** @type {import('typescript').ParseConfigFileHost} */
  const configHost = {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
      throw new CompileError(ts.formatDiagnostic(diagnostic, host));
    },
  };
  const config = ts.getParsedCommandLineOfConfigFile(configFile, {}, configHost);
  if (config === undefined) throw new CompileError(`${configFile} cannot be read`);

  const program = ts.createIncrementalProgram({
    rootNames: config.fileNames,
    options: config.options,
    configFileParsingDiagnostics: config.errors,
    ...(config.projectReferences && { projectReferences: config.projectReferences }),
  });
  const diagnostics = [
    ...program.getConfigFileParsingDiagnostics(),
    ...program.getOptionsDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...program.getSyntacticDiagnostics(),
    ...program.getSemanticDiagnostics(),
    ...program.emit().diagnostics,
  ];
  if (diagnostics.length === 0) return;
  const files = diagnostics.flatMap(({ file }) => (file === undefined ? [] : [resolve(file.fileName)]));
  throw new CompileError(format(ts, host, diagnostics), files.length === diagnostics.length ? files : []);
}

/**
 * Compiles a project and makes sure that its outputs are there: the compiler itself writes only what has changed
 * since its last run, also when somebody has deleted the rest.
 *
 * @param {string} configFile full path of a tsconfig file
 * @param {string} memory file in which the compiler remembers its last run
 * @param {readonly string[]} outputs full paths
 * @throws {CompileError}
 */
function compileWhole(configFile, memory, outputs) {
  if (!outputs.every((path) => existsSync(path))) rmSync(memory, { force: true });
  compile(configFile);
}

/**
 * The compiled form of one file, without a look at types. For files that the compiler has found no fault with, beside
 * others with faults.
 *
 * @param {string} configFile full path of a tsconfig file
 * @param {string} source full path
 * @returns {string}
 */
function compileAlone(configFile, source) {
  const ts = require('typescript');
  const { config } = ts.readConfigFile(configFile, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, dirname(configFile));
  const text = readFileSync(source, 'utf8');
  return ts.transpileModule(text, { compilerOptions: options, fileName: source }).outputText;
}

/**
 * @param {typeof import('typescript')} ts
 * @returns {import('typescript').FormatDiagnosticsHost}
 */
function formatHost(ts) {
  return {
    getCurrentDirectory: ts.sys.getCurrentDirectory,
    getCanonicalFileName: (name) => name,
    getNewLine: () => ts.sys.newLine,
  };
}

/**
 * @param {typeof import('typescript')} ts
 * @param {import('typescript').FormatDiagnosticsHost} host
 * @param {readonly import('typescript').Diagnostic[]} diagnostics
 */
function format(ts, host, diagnostics) {
  const sorted = ts.sortAndDeduplicateDiagnostics(diagnostics);
  return process.stderr.isTTY
    ? ts.formatDiagnosticsWithColorAndContext(sorted, host)
    : ts.formatDiagnostics(sorted, host);
}

module.exports = { CompileError, compile, compileAlone, compileWhole };
