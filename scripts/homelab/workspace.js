// @ts-check
'use strict';

const { spawn } = require('node:child_process');
const { mkdirSync } = require('node:fs');
const { createInterface } = require('node:readline');
const { admitPrereleases } = require('../toolchain/run-tofu');
const { killGroup, waitFor } = require('./processes');
const { initEnvironment, temporaryDirectory, tofuEnvironment, withoutSecrets } = require('./tofu-environment');

/** @typedef {import('../toolchain/provide').Toolchain} Toolchain */

/**
 * @typedef {object} WorkspaceOptions
 * @property {Toolchain} toolchain
 * @property {string} directory of the stack, which is a copy: the lock file and all else that OpenTofu writes stay there
 * @property {string} home directory in place of the user's own, made unless it is there
 * @property {Readonly<Record<string, string>>} environment
 * @property {Readonly<Record<string, string>>} variables
 * @property {readonly string[]} secrets never shown in output and errors, beside the values above
 * @property {Promise<Error | undefined>} [gone] ends whatever runs when it resolves with an error: the homelab has died
 * @property {(line: string) => void} [onOutput] told each line that OpenTofu prints, without secrets
 */

/**
 * What one run may have of its own.
 *
 * @typedef {object} RunOptions
 * @property {Readonly<Record<string, string>>} [variables] in place of or beside those of the workspace
 * @property {number} [timeoutMs]
 */

/**
 * @typedef {object} TofuResult
 * @property {number} exitCode 1 also for a run that was killed
 * @property {NodeJS.Signals | null} signal that ended it
 * @property {string} output standard output and standard error, without secrets
 */

/**
 * A run that has not ended yet.
 *
 * @typedef {object} TofuRun
 * @property {number} pid
 * @property {Promise<TofuResult>} ended rejects when it takes too long or the homelab dies
 * @property {() => Promise<TofuResult>} kill ends OpenTofu and its providers at once, as a power cut does
 * @property {() => Promise<TofuResult>} interrupt asks OpenTofu to stop, as Ctrl-C does
 */

/**
 * What a plan would change.
 *
 * @typedef {object} Plan
 * @property {boolean} isEmpty whether there is nothing to do, not even for outputs
 * @property {{ address: string, type: string, actions: readonly string[] }[]} changes of managed resources, by address
 * @property {any} json as `tofu show -json` has it; it holds secrets
 * @property {string} file with the plan, for `apply`
 * @property {string} output
 */

/** A run of OpenTofu that failed; the message holds what it printed, without secrets. */
class TofuError extends Error {
  /**
   * @param {string} command
   * @param {TofuResult} result
   */
  constructor(command, result) {
    const how = result.signal === null ? `with ${result.exitCode}` : `by ${result.signal}`;
    super(`tofu ${command} ended ${how}:\n${result.output.trimEnd()}`);
    this.name = 'TofuError';
    this.result = result;
  }
}

/** Longest run unless one says otherwise. */
const TIMEOUT_MS = 10 * 60_000;

/** How long OpenTofu may take to put its state in order before it is killed. */
const GRACE_MS = 30_000;

const COMMON = ['-no-color', '-input=false'];

/** A stack that the real OpenTofu runs on. One run at a time, unless a test wants to see two. */
class Workspace {
  /** @param {WorkspaceOptions} options */
  constructor(options) {
    mkdirSync(temporaryDirectory(options.home), { recursive: true, mode: 0o700 });
    /** @private */
    this.options = options;
    /** @private @type {Set<TofuRun>} */
    this.running = new Set();
  }

  /** Directory of the stack. */
  get directory() {
    return this.options.directory;
  }

  /** @param {RunOptions} [options] */
  async init(options) {
    admitPrereleases(this.options.toolchain.prereleases, this.directory);
    return this.succeed(['init', ...COMMON], options);
  }

  /** @param {RunOptions} [options] */
  async validate(options) {
    return this.succeed(['validate', '-no-color'], options);
  }

  /**
   * Plans, and keeps the plan in a file.
   *
   * @param {RunOptions} [options]
   * @param {readonly string[]} [args] further arguments, such as `-target=…`
   * @returns {Promise<Plan>}
   */
  async plan(options, args = []) {
    const file = 'plan.bin';
    const result = await this.run(['plan', ...COMMON, '-detailed-exitcode', `-out=${file}`, ...args], options);
    if (result.exitCode !== 0 && result.exitCode !== 2) throw new TofuError('plan', result);
    const json = await this.json(['show', '-json', file], options);
    const changes = readChanges(json.resource_changes);
    return { isEmpty: result.exitCode === 0, changes, json, file, output: result.output };
  }

  /**
   * @param {RunOptions} [options]
   * @param {readonly string[]} [args] such as the file of a plan
   */
  async apply(options, args = []) {
    return this.succeed(['apply', ...COMMON, '-auto-approve', ...args], options);
  }

  /**
   * @param {RunOptions} [options]
   * @param {readonly string[]} [args]
   */
  async destroy(options, args = []) {
    return this.succeed(['destroy', ...COMMON, '-auto-approve', ...args], options);
  }

  /**
   * The values of all outputs by name; there are secrets among them.
   *
   * @param {RunOptions} [options]
   * @returns {Promise<Record<string, any>>}
   */
  async outputs(options) {
    const outputs = await this.json(['output', '-json'], options);
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  }

  /**
   * Addresses of everything in the state.
   *
   * @param {RunOptions} [options]
   */
  async stateList(options) {
    const { output } = await this.succeed(['state', 'list'], options);
    return output.split('\n').filter((line) => line !== '');
  }

  /**
   * Any command, whatever becomes of it.
   *
   * @param {readonly string[]} args
   * @param {RunOptions} [options]
   * @returns {Promise<TofuResult>}
   */
  async run(args, options) {
    return this.start(args, options).ended;
  }

  /**
   * Starts a command and does not wait for it.
   *
   * @param {readonly string[]} args
   * @param {RunOptions} [options]
   * @returns {TofuRun}
   */
  start(args, options) {
    const { onOutput = () => undefined } = this.options;
    /** @type {string[]} */
    const lines = [];
    const run = this.spawn(args, options, (line) => {
      const cleaned = this.cleaned(line);
      lines.push(cleaned);
      onOutput(cleaned);
    });
    const result = async (/** @type {Promise<Ended>} */ ended) => ({
      ...(await ended),
      output: `${lines.join('\n')}\n`,
    });
    /** @type {TofuRun} */
    const started = {
      pid: run.pid,
      ended: result(run.ended),
      kill: () => result(run.kill()),
      interrupt: () => result(run.interrupt()),
    };
    this.running.add(started);
    const forget = () => this.running.delete(started);
    started.ended.then(forget, forget);
    return started;
  }

  /** What a person needs to run OpenTofu on the stack by hand: the program and the whole environment. */
  shell() {
    const { toolchain } = this.options;
    return { program: toolchain.tofu, env: tofuEnvironment(toolchain, this.options) };
  }

  /** Ends everything that still runs. */
  async close() {
    await Promise.all([...this.running].map((run) => run.interrupt()));
  }

  /**
   * @param {readonly string[]} args
   * @param {RunOptions} [options]
   * @private
   */
  async succeed(args, options) {
    const result = await this.run(args, options);
    if (result.exitCode !== 0) throw new TofuError(args[0] ?? '', result);
    return result;
  }

  /**
   * @param {readonly string[]} args
   * @param {RunOptions} [options]
   * @returns {Promise<any>}
   * @private
   */
  async json(args, options) {
    /** @type {string[]} */
    const printed = [];
    /** @type {string[]} */
    const said = [];
    const run = this.spawn(args, options, (line, isError) => (isError ? said : printed).push(line));
    const ended = await run.ended;
    if (ended.exitCode !== 0) throw new TofuError(args[0] ?? '', { ...ended, output: this.cleaned(said.join('\n')) });
    return JSON.parse(printed.join('\n'));
  }

  /**
   * @param {string} text
   * @private
   */
  cleaned(text) {
    const { environment, variables, secrets } = this.options;
    const hidden = Object.entries(environment).filter(([name]) => /KEY|SECRET|PASSWORD|TOKEN/.test(name));
    return withoutSecrets(text, [...secrets, ...Object.values(variables), ...hidden.map(([, value]) => value)]);
  }

  /**
   * @param {readonly string[]} args
   * @param {RunOptions | undefined} options
   * @param {(line: string, isError: boolean) => void} onLine
   * @returns {Started}
   * @private
   */
  spawn(args, { variables = {}, timeoutMs = TIMEOUT_MS } = {}, onLine) {
    const { toolchain, directory, gone } = this.options;
    const settings = { ...this.options, variables: { ...this.options.variables, ...variables } };
    const env = args[0] === 'init' ? initEnvironment(toolchain, settings) : tofuEnvironment(toolchain, settings);
    // a group of its own: providers go with it
    const child = spawn(toolchain.tofu, [...args], {
      cwd: directory,
      detached: true,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    createInterface(child.stdout).on('line', (line) => onLine(line, false));
    createInterface(child.stderr).on('line', (line) => onLine(line, true));
    /** @type {Promise<Ended>} */
    const closed = new Promise((resolve, reject) => {
      child.once('error', (error) => reject(new Error(`OpenTofu cannot be started: ${error.message}`)));
      child.once('close', (code, signal) => resolve({ exitCode: code ?? 1, signal }));
    });
    const pid = child.pid ?? 0;
    const kill = async () => {
      if (child.pid !== undefined) killGroup(child.pid, 'SIGKILL');
      return closed;
    };
    const interrupt = async () => {
      child.kill('SIGINT');
      return (await waitFor(closed, GRACE_MS)) ? closed : kill();
    };
    return { pid, kill, interrupt, ended: limited(closed, { command: args[0] ?? '', timeoutMs, gone, interrupt }) };
  }
}

/** @typedef {{ exitCode: number, signal: NodeJS.Signals | null }} Ended */

/**
 * @typedef {object} Started
 * @property {number} pid
 * @property {Promise<Ended>} ended
 * @property {() => Promise<Ended>} kill
 * @property {() => Promise<Ended>} interrupt
 */

/**
 * The end of a run, or why it was ended.
 *
 * @param {Promise<Ended>} closed
 * @param {{ command: string, timeoutMs: number, gone?: Promise<Error | undefined>, interrupt: () => Promise<Ended> }} limits
 * @returns {Promise<Ended>}
 */
async function limited(closed, { command, timeoutMs, gone, interrupt }) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const late = new Promise((/** @type {(error: Error) => void} */ resolve) => {
    timer = setTimeout(resolve, timeoutMs, new Error(`tofu ${command} was ended after ${timeoutMs / 1000} s`));
  });
  const died = (gone ?? new Promise(() => undefined)).then((error) => error ?? new Promise(() => undefined));
  try {
    const first = await Promise.race([closed, late, died]);
    if (!(first instanceof Error)) return /** @type {Ended} */ (first);
    await interrupt();
    throw first;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {readonly any[]} [resources]
 * @returns {Plan['changes']}
 */
function readChanges(resources = []) {
  return resources
    .filter(({ mode, change }) => mode === 'managed' && !change.actions.includes('no-op'))
    .map(({ address, type, change }) => ({ address, type, actions: change.actions }))
    .sort((a, b) => (a.address < b.address ? -1 : 1));
}

module.exports = { TofuError, Workspace };
