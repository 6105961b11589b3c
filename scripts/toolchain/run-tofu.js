// @ts-check
'use strict';

const { spawnSync } = require('node:child_process');
const { existsSync, readFileSync, readdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

/** @typedef {import('./provide').Toolchain} Toolchain */

/**
 * An error or a warning of OpenTofu.
 *
 * @typedef {object} Diagnostic
 * @property {'error' | 'warning'} severity
 * @property {string} summary
 * @property {string} detail
 * @property {string} [address] resource or data source
 * @property {string} [source] file and line with what stands there
 */

/**
 * @typedef {object} TofuRun
 * @property {number} exitCode
 * @property {string} output standard output and standard error
 */

/** It comes with every mirror that is not a registry; it says nothing about a stack. */
const ABOUT_THE_MIRROR = 'Incomplete lock file information for providers';

/**
 * Runs OpenTofu in a directory, which must be a copy.
 *
 * @param {Toolchain} toolchain
 * @param {string} directory
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} [variables] values of input variables
 * @returns {TofuRun}
 */
function runTofu({ tofu, env, prereleases }, directory, args, variables = {}) {
  if (args[0] === 'init') admitPrereleases(prereleases, directory);
  const inputs = Object.entries(variables).map(([name, value]) => [`TF_VAR_${name}`, value]);
  const { error, status, stdout, stderr } = spawnSync(tofu, [...args], {
    cwd: directory,
    encoding: 'utf8',
    env: { ...env, ...Object.fromEntries(inputs) },
    maxBuffer: 2 ** 28,
  });
  if (error !== undefined) throw error;
  return { exitCode: status ?? 1, output: stdout + stderr };
}

/**
 * Replaces the backend of a stack by a local one, which needs no network and still has the state encryption checked.
 * Writes into the directory, so give it a copy.
 *
 * @param {string} directory
 */
function useLocalBackend(directory) {
  const backend = { terraform: { backend: { local: { path: 'local.tfstate' } } } };
  writeFileSync(join(directory, 'backend_override.tf.json'), JSON.stringify(backend));
}

/**
 * Lets a stack take pre-releases of its providers, which no range selects. Writes into the directory, so give it a copy.
 *
 * @param {Toolchain['prereleases']} prereleases
 * @param {string} directory
 */
function admitPrereleases(prereleases, directory) {
  if (prereleases.size === 0) return;
  const stack = join(directory, 'cdk.tf.json');
  /** @type {{ terraform?: { required_providers?: Record<string, { source: string, version: string }> } }} */
  const { terraform } = existsSync(stack) ? JSON.parse(readFileSync(stack, 'utf8')) : {};
  const required = Object.entries(terraform?.required_providers ?? {}).flatMap(([name, { source }]) => {
    const version = prereleases.get(source);
    return version === undefined ? [] : [[name, { source, version }]];
  });
  if (required.length === 0) return;
  const override = { terraform: { required_providers: Object.fromEntries(required) } };
  writeFileSync(join(directory, 'providers_override.tf.json'), JSON.stringify(override));
}

/**
 * What OpenTofu says of a stack, by `init` and then `validate`. Writes into the directory, so give it a copy.
 *
 * @param {Toolchain} toolchain
 * @param {string} directory
 * @returns {Diagnostic[]} none for a stack without fault and warning
 */
function validateStack(toolchain, directory) {
  useLocalBackend(directory);
  const variables = placeholders(directory);
  const init = runTofu(toolchain, directory, ['init', '-json'], variables);
  const said = diagnosticsOfLines(init.output).filter(({ summary }) => summary !== ABOUT_THE_MIRROR);
  if (init.exitCode !== 0) return said.length > 0 ? said : [unreadable('init', init)];
  const validate = runTofu(toolchain, directory, ['validate', '-json'], variables);
  return [...said, ...diagnosticsOfDocument(validate)];
}

/**
 * Values for the variables that have none: encryption takes its passphrase from one while it initialises.
 *
 * @param {string} directory
 */
function placeholders(directory) {
  /** @type {Record<string, string>} */
  const values = {};
  for (const file of readdirSync(directory).filter((name) => /\.(tf|tofu)\.json$/.test(name))) {
    /** @type {{ variable?: Record<string, { type?: string, default?: unknown }> }} */
    const { variable = {} } = JSON.parse(readFileSync(join(directory, file), 'utf8'));
    for (const [name, { type, default: value }] of Object.entries(variable)) {
      if (type === 'string' && value === undefined) values[name] = `placeholder-for-${name}`;
    }
  }
  return values;
}

/**
 * Diagnostics in the form that OpenTofu prints as JSON.
 *
 * @typedef {object} PrintedDiagnostic
 * @property {'error' | 'warning'} severity
 * @property {string} summary
 * @property {string} [detail]
 * @property {string} [address]
 * @property {{ filename: string, start: { line: number } }} [range]
 * @property {{ context: string | null, code: string }} [snippet]
 */

/** @param {string} output one JSON object a line */
function diagnosticsOfLines(output) {
  return output.split('\n').flatMap((line) => {
    if (!line.startsWith('{')) return [];
    /** @type {{ diagnostic?: PrintedDiagnostic }} */
    const { diagnostic } = JSON.parse(line);
    return diagnostic === undefined ? [] : [readDiagnostic(diagnostic)];
  });
}

/** @param {TofuRun} run */
function diagnosticsOfDocument(run) {
  if (!run.output.startsWith('{')) return [unreadable('validate', run)];
  /** @type {{ diagnostics: PrintedDiagnostic[] }} */
  const { diagnostics } = JSON.parse(run.output);
  return diagnostics.map(readDiagnostic);
}

/**
 * @param {PrintedDiagnostic} printed
 * @returns {Diagnostic}
 */
function readDiagnostic({ severity, summary, detail = '', address, range, snippet }) {
  if (range === undefined) return { severity, summary, detail, address };
  const place = `${range.filename}:${range.start.line}`;
  const inside = snippet?.context ? ` in ${snippet.context}` : '';
  return { severity, summary, detail, address, source: `${place}${inside}: ${snippet?.code.trim() ?? ''}` };
}

/**
 * @param {string} command
 * @param {TofuRun} run
 * @returns {Diagnostic}
 */
function unreadable(command, { exitCode, output }) {
  return { severity: 'error', summary: `tofu ${command} ended with ${exitCode}`, detail: output };
}

module.exports = { admitPrereleases, runTofu, useLocalBackend, validateStack };
