// @ts-check
'use strict';

const { spawnSync } = require('node:child_process');
const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

/** Written beside the module by whatever builds it. */
const IDENTITY = join(__dirname, 'judge.json');

/** The compiler that is fast at compiling: the module runs for less time than the other one needs to compile it. */
const NODE_FLAGS = ['--liftoff-only', '--no-warnings'];

class JudgeMissing extends Error {
  constructor() {
    super(`${__dirname} has no judge.wasm`);
    this.name = 'JudgeMissing';
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
  const { error, status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    [...NODE_FLAGS, join(__dirname, 'process.js')],
    // none of what a user gives Node, such as a loader of a test runner, belongs there
    {
      input: JSON.stringify({ requests }),
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
      env: { ...process.env, NODE_OPTIONS: '' },
    },
  );
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`Talos' judge ended with ${status ?? signal}: ${stderr.trim()}`);
  return JSON.parse(stdout).results;
}

module.exports = { JudgeMissing, judgeIdentity, judgeMachineConfigurations };
