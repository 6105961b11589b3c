// @ts-check
'use strict';

const { spawn } = require('node:child_process');
const { writeFileSync } = require('node:fs');
const { createInterface } = require('node:readline');
const { killGroup, waitFor } = require('./processes');

/**
 * A call that a homelab served, as its journal has it.
 *
 * @typedef {object} Call
 * @property {number} number counts from 1
 * @property {string} time
 * @property {'proxmox' | 'ssh' | 'factory' | 'talos' | 'kubernetes' | 'git' | 'files' | 'state'} service
 * @property {string} target
 * @property {string} method
 * @property {string} path
 * @property {Readonly<Record<string, string>>} [arguments]
 * @property {string} status empty while nothing is answered
 * @property {string} [fault]
 */

/**
 * Which calls meet which fault; what is left out matches every call.
 *
 * @typedef {object} FaultRule
 * @property {Call['service']} [service]
 * @property {string} [target]
 * @property {string} [method]
 * @property {string} [path] regular expression for the whole path
 * @property {number} [nth] first matching call that meets it, from 1
 * @property {number} [times] how many do; all unless given
 * @property {'status' | 'hang' | 'drop' | 'slow' | 'task' | 'hold'} action
 * @property {number} [status]
 * @property {string} [message]
 * @property {number} [delayMs]
 */

/**
 * How a simulator is started.
 *
 * @typedef {object} SimulatorOptions
 * @property {readonly string[]} command program and first arguments; the path of the configuration comes after them
 * @property {object} config of the homelab
 * @property {string} configFile where the configuration is written; it holds secrets
 * @property {number} [startTimeoutMs] how long it may take until everything answers
 * @property {number} [stopTimeoutMs] how long it may take to stop before it is killed
 */

/** Lines of what a simulator says that are kept for the message of its end. */
const KEPT_LINES = 20;

/** First line of a program in Go that dies: why it does, before it says what each of its routines was doing. */
const DEATH = /^(panic|fatal error): /;

/** A running `simulator homelab`. It ends with this process, however that ends: its standard input is a pipe of ours. */
class Simulator {
  /**
   * Starts a simulator and waits until everything in it answers.
   *
   * @param {SimulatorOptions} options
   * @returns {Promise<Simulator>}
   * @throws with what it said last when it ends instead
   */
  static async start({ command, config, configFile, startTimeoutMs = 120_000, stopTimeoutMs = 15_000 }) {
    writeFileSync(configFile, JSON.stringify(config, null, 2), { mode: 0o600 });
    const [program = '', ...args] = command;
    // a group of its own: what the simulator has started goes with it, and an interrupt from the keyboard is ours
    const child = spawn(program, [...args, configFile], { detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
    const simulator = new Simulator(child, stopTimeoutMs);
    try {
      await simulator.waitUntilReady(startTimeoutMs);
      return simulator;
    } catch (error) {
      await simulator.stop();
      throw error;
    }
  }

  /**
   * @param {import('node:child_process').ChildProcessWithoutNullStreams} child
   * @param {number} stopTimeoutMs
   * @private
   */
  constructor(child, stopTimeoutMs) {
    /** @private */
    this.stopTimeoutMs = stopTimeoutMs;
    /** @private */
    this.child = child;
    /** @private @type {string[]} */
    this.said = [];
    /** @private */
    this.isStopping = false;
    /** URL of the control API. */
    this.control = '';
    child.stdin.on('error', () => undefined);
    createInterface(child.stderr).on('line', (line) => {
      if (DEATH.test(line)) this.said = [line];
      else if (!DEATH.test(this.said[0] ?? '')) this.said = [...this.said, line].slice(-KEPT_LINES);
      else if (this.said.length < KEPT_LINES) this.said.push(line);
    });
    /**
     * Resolves when it has ended: with the reason, or with nothing when it was stopped.
     *
     * @type {Promise<Error | undefined>}
     */
    this.gone = new Promise((resolve) => {
      child.once('error', (error) => resolve(new Error(`the simulator cannot be started: ${error.message}`)));
      // what it has started may hold its pipes open, and must not outlive it
      child.once('exit', () => {
        if (child.pid !== undefined) killGroup(child.pid, 'SIGKILL');
      });
      child.once('close', (code, signal) => {
        resolve(this.isStopping ? undefined : this.endedBy(code, signal));
      });
    });
  }

  /** Number of its process. */
  get pid() {
    return this.child.pid;
  }

  /**
   * Calls with a number above the given one, also those without an answer so far.
   *
   * @param {number} [after]
   * @returns {Promise<Call[]>}
   */
  async journal(after = 0) {
    return this.ask('GET', `/journal?after=${after}`);
  }

  /**
   * Puts rules after those that are there; with a faulty one among them nothing is added.
   *
   * @param {readonly FaultRule[]} rules
   */
  async addFaults(rules) {
    await this.ask('POST', '/faults', rules);
  }

  /** Removes all rules, and lets go what they hold or have made hang. */
  async clearFaults() {
    await this.ask('DELETE', '/faults');
  }

  /**
   * A call that was performed and whose answer is held: the moment to end the caller.
   *
   * @param {number} [waitSeconds]
   * @returns {Promise<Call | undefined>} nothing when there was none in time
   */
  async held(waitSeconds = 30) {
    return this.ask('GET', `/held?waitSeconds=${waitSeconds}`);
  }

  /**
   * Everything there is in the homelab.
   *
   * @returns {Promise<any>}
   */
  async inventory() {
    return this.ask('GET', '/inventory');
  }

  /**
   * Plays `talosctl upgrade-k8s --to` on the machines of a cluster that are on, and waits until all of them run it.
   *
   * @param {string} cluster
   * @param {string} version without `v`
   */
  async upgradeKubernetes(cluster, version) {
    await this.ask('POST', `/clusters/${encodeURIComponent(cluster)}/upgrade-k8s?to=${version}`);
  }

  /**
   * The bytes that lie at a path of the state stores, as the inventory has it.
   *
   * @param {string} path
   * @returns {Promise<Buffer>}
   */
  async storedState(path) {
    return this.receive('GET', `/state?path=${encodeURIComponent(path)}`);
  }

  /**
   * Switches a physical machine on.
   *
   * @param {string} name
   */
  async powerOn(name) {
    await this.ask('POST', `/machines/${encodeURIComponent(name)}/power-on`);
  }

  /**
   * Has a virtual machine refuse changes, as while Proxmox VE makes a backup of it.
   *
   * @param {string} endpoint
   * @param {number} vmId
   * @param {string} [reason] such as `backup`; without one the machine takes changes again
   */
  async lockGuest(endpoint, vmId, reason = '') {
    const guest = `/proxmox/${encodeURIComponent(endpoint)}/guests/${vmId}`;
    await this.ask('PUT', `${guest}/lock?reason=${encodeURIComponent(reason)}`);
  }

  /**
   * Runs a command as root on a host of Proxmox VE, as a person types it there.
   *
   * @param {string} endpoint
   * @param {string} host
   * @param {string} line such as `pvesm set local --content iso,import`
   * @returns {Promise<string>} its output
   * @throws with what it said when it fails
   */
  async runOnHost(endpoint, host, line) {
    const path = `/proxmox/${encodeURIComponent(endpoint)}/hosts/${encodeURIComponent(host)}/run`;
    const answer = await fetch(`${this.control}${path}`, { method: 'POST', body: line });
    const said = await answer.text();
    if (!answer.ok) throw new Error(`"${line}" failed on ${host}: ${said.trim()}`);
    return said;
  }

  /** Stops it, and whatever it has started; by force when it takes too long. */
  async stop() {
    const { pid } = this.child;
    this.isStopping = true;
    if (pid === undefined) return;
    this.child.kill('SIGTERM');
    this.child.stdin.end();
    if (!(await waitFor(this.gone, this.stopTimeoutMs))) killGroup(pid, 'SIGKILL');
    await this.gone;
  }

  /**
   * @param {number} timeoutMs
   * @private
   */
  async waitUntilReady(timeoutMs) {
    const lines = createInterface(this.child.stdout);
    const line = new Promise((/** @type {(line: string) => void} */ resolve) => lines.once('line', resolve));
    const first = await Promise.race([
      line,
      this.gone,
      new Promise((/** @type {(value: undefined) => void} */ resolve) => {
        setTimeout(resolve, timeoutMs, undefined).unref();
      }),
    ]);
    if (first instanceof Error) throw first;
    if (first === undefined) {
      throw new Error(`the simulator was not ready after ${timeoutMs / 1000} s; it said last:\n${this.lastWords()}`);
    }
    this.control = readReady(first);
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   * @returns {Promise<any>}
   * @private
   */
  async ask(method, path, body) {
    const text = (await this.receive(method, path, body)).toString('utf8');
    return text === '' ? undefined : JSON.parse(text);
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   * @returns {Promise<Buffer>}
   * @private
   */
  async receive(method, path, body) {
    const asked = fetch(`${this.control}${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    // a dead simulator says more than a connection that was refused
    const answer = await asked.catch(async (error) => {
      throw (await waitFor(this.gone, 1000)) ? ((await this.gone) ?? new Error('the simulator was stopped')) : error;
    });
    const content = Buffer.from(await answer.arrayBuffer());
    if (!answer.ok) throw new Error(`the simulator refuses ${method} ${path}: ${content.toString('utf8').trim()}`);
    return content;
  }

  /**
   * @param {number | null} code
   * @param {NodeJS.Signals | null} signal
   * @private
   */
  endedBy(code, signal) {
    const how = signal === null ? `with code ${code}` : `by ${signal}`;
    return new Error(`the simulator has ended ${how}; it said last:\n${this.lastWords()}`);
  }

  /** @private */
  lastWords() {
    return this.said.length === 0 ? '  nothing' : this.said.map((line) => `  ${line}`).join('\n');
  }
}

/**
 * @param {string} line
 * @returns {string} URL of the control API
 */
function readReady(line) {
  try {
    const { ready, control } = JSON.parse(line);
    if (ready === true && typeof control === 'string') return control;
  } catch {
    // said below
  }
  throw new Error(`the simulator said ${JSON.stringify(line)} in place of its addresses`);
}

module.exports = { Simulator };
