// @ts-check
'use strict';

const { spawnSync } = require('node:child_process');
const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

/** Written beside the modules by whatever builds them. */
const IDENTITY = join(__dirname, 'judge.json');

/** The compiler that is fast at compiling: the module runs for less time than the other one needs to compile it. */
const NODE_FLAGS = ['--liftoff-only', '--no-warnings'];

/** Time for the start and for each configuration, in milliseconds: a hundred times what they take on a machine of today. */
const START_MS = 60_000;
const EACH_MS = 1_000;

class JudgeMissing extends Error {
  constructor() {
    super(`${__dirname} has no judge.json, which names its modules`);
    this.name = 'JudgeMissing';
  }
}

class JudgeFailed extends Error {
  /**
   * @param {string} reason
   * @param {string} [details] what the process printed, which may quote a configuration
   */
  constructor(reason, details = '') {
    super(`Talos' judge ${reason}${details === '' ? '' : `: ${details}`}`);
    this.name = 'JudgeFailed';
    this.reason = reason;
  }
}

/** @type {typeof import('./index').judgeIdentity} */
function judgeIdentity() {
  if (!existsSync(IDENTITY)) throw new JudgeMissing();
  return JSON.parse(readFileSync(IDENTITY, 'utf8'));
}

/** @type {typeof import('./index').judgeMachineConfigurations} */
function judgeMachineConfigurations(requests) {
  const { modules } = judgeIdentity();
  const answers = new Map();
  for (const { file, talosVersion } of modules) {
    const asked = requests.filter(({ contract }) => moduleFor(modules, contract) === talosVersion);
    if (asked.length === 0) continue;
    askModule(file, asked).forEach((answer, index) => answers.set(asked[index], answer));
  }
  return requests.map((request) => answers.get(request));
}

/**
 * Version of the oldest library that knows a contract; one that none knows is for the newest.
 *
 * @param {readonly { readonly talosVersion: string }[]} modules oldest first
 * @param {string} contract
 */
function moduleFor(modules, contract) {
  const knowing = modules.find(({ talosVersion }) => contract !== '' && minorOf(talosVersion) >= minorOf(contract));
  return (knowing ?? modules.at(-1))?.talosVersion;
}

/** @param {string} version such as `v1.13` and `v1.13.9` */
function minorOf(version) {
  const [, major = '0', minor = '0'] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
  return Number(major) * 1000 + Number(minor);
}

/**
 * @param {string} file
 * @param {readonly import('./index').JudgeRequest[]} requests
 * @returns {import('./index').JudgeAnswer[]}
 */
function askModule(file, requests) {
  const timeoutMs = START_MS + EACH_MS * requests.length;
  const { error, status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    [...NODE_FLAGS, join(__dirname, 'process.js'), file],
    // none of what a user gives Node, such as a loader of a test runner, belongs there
    {
      input: JSON.stringify({ requests }),
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      env: { ...process.env, NODE_OPTIONS: '' },
    },
  );
  const { code } = /** @type {NodeJS.ErrnoException} */ (error ?? {});
  if (code === 'ETIMEDOUT') throw new JudgeFailed(`took more than ${timeoutMs / 1000} s`);
  // one that ends before it has read the question is an error of the pipe too
  if (status === null && signal === null) throw new JudgeFailed(`could not be asked (${code})`);
  if (status !== 0) throw new JudgeFailed(`ended with ${status ?? signal}`, stderr.trim());
  return answersIn(stdout, requests.length);
}

/**
 * @param {string} text
 * @param {number} count
 */
function answersIn(text, count) {
  try {
    const { results } = JSON.parse(text);
    if (Array.isArray(results) && results.length === count) return results;
  } catch {
    // told below: a message of the parser would quote the answer
  }
  throw new JudgeFailed('gave no answer that can be read');
}

module.exports = { JudgeFailed, JudgeMissing, judgeIdentity, judgeMachineConfigurations };
