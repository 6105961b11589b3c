// @ts-check
'use strict';

const { spawnSync } = require('node:child_process');
const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

/** Written beside the module by whatever builds it. */
const IDENTITY = join(__dirname, 'judge.json');

/** The compiler that is fast at compiling: the module runs for less time than the other one needs to compile it. */
const NODE_FLAGS = ['--liftoff-only', '--no-warnings'];

/** Time for the start and for each configuration, in milliseconds: a hundred times what they take on a machine of today. */
const START_MS = 60_000;
const EACH_MS = 1_000;

class JudgeMissing extends Error {
  constructor() {
    super(`${__dirname} has no judge.wasm`);
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
  if (!existsSync(IDENTITY)) throw new JudgeMissing();
  if (requests.length === 0) return [];
  const timeoutMs = START_MS + EACH_MS * requests.length;
  const { error, status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    [...NODE_FLAGS, join(__dirname, 'process.js')],
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
