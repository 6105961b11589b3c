// @ts-check
'use strict';

const { execFileSync } = require('node:child_process');
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/** @type {readonly (readonly [machines: number, clusters: number])[]} */
const SIZES = [
  [1, 1],
  [10, 1],
  [100, 1],
  [1000, 1],
  [10, 100],
];

/**
 * How work and memory grow with the number of machines, and our share of it beside the framework's.
 *
 * @param {(line: string) => void} tell
 */
function measureScale(tell) {
  return SIZES.map(([machines, clusters]) => {
    tell(`measuring ${clusters} x ${machines} machines`);
    const directory = mkdtempSync(join(tmpdir(), 'bench-scale-'));
    try {
      const ours = measure('measure-scale.js', [String(machines), String(clusters), directory]);
      const bare = measure('measure-bare.js', [directory]);
      const share = (ours.parseMs + ours.constructMs) / bare.ms;
      return { machines, clusters, ...ours, resources: bare.resources, bareMs: bare.ms, share };
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 */
function measure(program, args) {
  return JSON.parse(execFileSync(process.execPath, [join(__dirname, program), ...args], { encoding: 'utf8' }));
}

module.exports = { measureScale };
