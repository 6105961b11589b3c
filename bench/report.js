// @ts-check
'use strict';

const { join } = require('node:path');
const { projectRoot } = require('../scripts/lib/paths');

/**
 * @typedef {object} Report
 * @property {{ node: string, cores: number, memoryGiB: number }} machine
 * @property {readonly { name: string, ms: number, units: number }[]} app
 * @property {readonly { machines: number, clusters: number, resources: number, parseMs: number, constructMs: number, synthMs: number, bareMs: number, peakMiB: number, share: number }[]} scale
 * @property {readonly import('./homelab').HomelabRow[]} homelab
 * @property {{ rows: readonly { name: string, ms: number }[], package: { packedKiB: number, unpackedKiB: number, files: number } }} build
 */

/**
 * The report as text.
 *
 * @param {Report} report
 */
function renderReport({ machine, app, scale, build, homelab }) {
  const { packedKiB, unpackedKiB, files } = build.package;
  return [
    `Node ${machine.node}, ${machine.cores} cores, ${machine.memoryGiB} GiB`,
    '',
    table(
      ['what a person waits for', 'ms', 'units'],
      app.map(({ name, ms, units }) => [name, whole(ms), units.toFixed(2)]),
    ),
    '',
    table(
      [
        'clusters x machines',
        'resources',
        'parse ms',
        'construct ms',
        'synth ms',
        'framework alone ms',
        'our share',
        'peak MiB',
      ],
      scale.map((row) => [
        `${row.clusters} x ${row.machines}`,
        String(row.resources),
        whole(row.parseMs),
        whole(row.constructMs),
        whole(row.synthMs),
        whole(row.bareMs),
        row.share.toFixed(2),
        String(row.peakMiB),
      ]),
    ),
    '',
    table(
      ['from the sources', 'ms'],
      build.rows.map(({ name, ms }) => [name, whole(ms)]),
    ),
    '',
    `package: ${packedKiB} KiB packed, ${unpackedKiB} KiB unpacked, ${files} files`,
    '',
    ...renderHomelab(homelab),
  ].join('\n');
}

/**
 * Times are also given as multiples of those of the smallest cluster; a resource waits for those before it in the chain.
 *
 * @param {Report['homelab']} rows
 */
function renderHomelab(rows) {
  const [smallest] = rows;
  if (smallest === undefined) return [];
  /** @type {(value: number, of: number) => string} */
  const times = (value, of) => `${whole(value)} (${(value / of).toFixed(1)}x)`;
  return [
    table(
      ['machines', 'resources', 'plan ms', 'apply ms', 'calls each', 'second plan ms', 'calls each', 'longest chain'],
      rows.map((row) => [
        `${row.machines} (${(row.machines / smallest.machines).toFixed(1)}x)`,
        String(row.resources),
        times(row.planMs, smallest.planMs),
        times(row.applyMs, smallest.applyMs),
        (row.applyCalls / row.machines).toFixed(1),
        times(row.secondPlanMs, smallest.secondPlanMs),
        (row.secondPlanCalls / row.machines).toFixed(1),
        String(row.chain.length),
      ]),
    ),
    '',
    `longest chain: ${smallest.chain.join(' > ')}`,
    '',
  ];
}

/** @param {number} value */
function whole(value) {
  return String(Math.round(value));
}

/**
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 */
function table(head, rows) {
  /** @type {typeof import('../src/values/text-table')} */
  const { columnWidths, tableLines } = require(join(projectRoot, 'lib', 'src', 'values', 'text-table'));
  const rule = columnWidths([head, ...rows]).map((width) => '-'.repeat(width));
  return tableLines([head, rule, ...rows], (column) => (column === 0 ? 'start' : 'end')).join('\n');
}

module.exports = { renderReport };
