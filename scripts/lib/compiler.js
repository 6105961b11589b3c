// @ts-check
'use strict';

const { existsSync, readFileSync, rmSync } = require('node:fs');
const { dirname, resolve } = require('node:path');

/** The compiler found errors; the message is what `tsc` prints. */
class CompileError extends Error {
  /**
   * @param {string} message
   * @param {readonly FaultyFile[]} files files with errors; none if something else is wrong too
   */
  constructor(message, files = []) {
    super(message.trimEnd());
    this.name = 'CompileError';
    this.files = files;
  }
}

/**
 * A file with errors.
 *
 * @typedef {object} FaultyFile
 * @property {string} path full path
 * @property {string} message what the compiler says of it, in plain text
 * @property {boolean} isReadable whether it can be compiled all the same, as only types are wrong
 */

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
  const isOfFiles = diagnostics.every(({ file }) => file !== undefined);
  const slips = program.getSyntacticDiagnostics();
  throw new CompileError(format(ts, host, diagnostics), isOfFiles ? faultyFiles(ts, host, diagnostics, slips) : []);
}

/**
 * @param {typeof import('typescript')} ts
 * @param {import('typescript').FormatDiagnosticsHost} host
 * @param {readonly import('typescript').Diagnostic[]} diagnostics each of a file
 * @param {readonly import('typescript').Diagnostic[]} slips those that are no TypeScript
 * @returns {readonly FaultyFile[]}
 */
function faultyFiles(ts, host, diagnostics, slips) {
  const files = new Set(diagnostics.map(({ file }) => file));
  return [...files].map((file) => {
    const own = ts.sortAndDeduplicateDiagnostics(diagnostics.filter((each) => each.file === file));
    return {
      path: resolve(file?.fileName ?? ''),
      message: ts.formatDiagnostics(own, host).trimEnd(),
      isReadable: !slips.some((each) => each.file === file),
    };
  });
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
 * The compiled form of one file, without a look at types. For files beside others with faults, and for files whose types
 * are wrong, so that the app can say what is.
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
