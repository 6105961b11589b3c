// @ts-check
'use strict';

const { spawnSync } = require('node:child_process');

/**
 * Wall time of a program in milliseconds.
 *
 * @param {readonly string[]} command program and arguments
 * @param {import('node:child_process').SpawnSyncOptions} options
 * @throws if the program fails
 */
function timeOf([program = '', ...args], options) {
  const start = performance.now();
  const { status, error, stderr } = spawnSync(program, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  const ms = performance.now() - start;
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${[program, ...args].join(' ')} failed:\n${String(stderr)}`);
  return ms;
}

/**
 * The middle of several measurements.
 *
 * @param {readonly number[]} values
 */
function medianOf(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

module.exports = { medianOf, timeOf };
