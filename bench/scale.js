// @ts-check
'use strict';

const { execFileSync } = require('node:child_process');
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
 * @param {string} root
 * @param {(line: string) => void} tell
 */
function measureScale(root, tell) {
  return SIZES.map(([machines, clusters]) => {
    tell(`measuring ${clusters} x ${machines} machines`);
    const args = [join(root, 'bench', 'measure-scale.js'), String(machines), String(clusters)];
    const measured = JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' }));
    const share = (measured.parseMs + measured.constructMs) / measured.bareMs;
    return { machines, clusters, ...measured, share };
  });
}

module.exports = { measureScale };
