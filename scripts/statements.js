#!/usr/bin/env node
// @ts-check
/**
 * Counts which statements of docs/features.md the last test run shows.
 *
 * `npm run statements` checks the page against the report, `-- --write` fills in its last column, `-- --json` prints
 * the counts as JSON. Exit code 1 when the page and the report disagree.
 */
'use strict';

const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { join, relative } = require('node:path');
const { readFeatures, writeFeatures } = require('./lib/features');
const { shownStatements } = require('./lib/test-report');

const ROOT = join(__dirname, '..');
const PAGE = join(ROOT, 'docs', 'features.md');
const REPORT = join(ROOT, 'reports', 'jest.json');

/**
 * @typedef {{ system: string, total: number, shown: string[], equivalent: string[], described: string[], later: string[], missing: string[] }} Count
 */

/**
 * What the page says that the report does not bear out, and the other way round.
 *
 * @param {import('./lib/features').Feature[]} features
 * @param {Map<string, Set<string>>} shown statement id to test files
 * @returns {string[]}
 */
function disagreements(features, shown) {
  const listed = new Set(features.map(({ id }) => id));
  const systems = new Set(features.map(({ id }) => id.replace(/-.*/, '')));
  const faults = [...shown.keys()]
    .filter((id) => systems.has(id.replace(/-.*/, '')) && !listed.has(id))
    .map((id) => `${id}: a test is named after it, but docs/features.md does not list it`);
  for (const { id, kind, shownBy } of features) {
    const files = [...(shown.get(id) ?? [])].sort();
    if (kind === 'shown' && shownBy !== files.join(', ')) {
      faults.push(`${id}: docs/features.md says "${shownBy}", the tests say "${files.join(', ') || '-'}"`);
    }
    if (kind === 'missing' && files.length > 0)
      faults.push(`${id}: shown by ${files.join(', ')}, but the page says "-"`);
    if (kind === 'later' && files.length > 0) {
      faults.push(`${id}: shown by ${files.join(', ')}, but the page says "${shownBy}"`);
    }
    for (const path of kind === 'equivalent' ? (shownBy.match(/(?<=`)[^`]+(?=`)/g) ?? []) : []) {
      if (!existsSync(join(ROOT, path))) faults.push(`${id}: its equivalent ${path} does not exist`);
    }
  }
  return faults;
}

/**
 * What the page says, where the report bears it out: a statement without a passing test is missing.
 *
 * @param {import('./lib/features').Feature[]} features
 * @param {Map<string, Set<string>>} shown statement id to test files
 * @returns {Count[]}
 */
function countBySystem(features, shown) {
  const systems = [...new Set(features.map(({ id }) => id.replace(/-.*/, '')))];
  /** @param {import('./lib/features').Feature} feature */
  const isLost = ({ id, kind }) => kind === 'shown' && !shown.has(id);
  return systems.map((system) => {
    const own = features.filter(({ id }) => id.startsWith(`${system}-`));
    /** @param {string} kind */
    const ids = (kind) =>
      own.filter((feature) => (isLost(feature) ? 'missing' : feature.kind) === kind).map(({ id }) => id);
    return {
      system,
      total: own.length,
      shown: ids('shown'),
      equivalent: ids('equivalent'),
      described: ids('described'),
      later: ids('later'),
      missing: ids('missing'),
    };
  });
}

/**
 * @param {Count} count
 * @returns {string}
 */
function line({ system, total, shown, equivalent, described, later, missing }) {
  const parts = [`${shown.length} shown`, `${equivalent.length} equivalent`, `${described.length} described`];
  if (later.length > 0) parts.push(`${later.length} later`);
  parts.push(`missing: ${missing.join(', ') || 'none'}`);
  return `${system} ${total}: ${parts.join(', ')}`;
}

function main() {
  if (!existsSync(REPORT)) {
    console.error(`no test report at ${relative(process.cwd(), REPORT)}; run \`npm test\` first`);
    process.exitCode = 1;
    return;
  }
  const shown = shownStatements(JSON.parse(readFileSync(REPORT, 'utf8')), join(ROOT, '__tests__'));
  if (process.argv.includes('--write')) {
    writeFileSync(PAGE, writeFeatures(readFileSync(PAGE, 'utf8'), shown));
  }
  const features = readFeatures(readFileSync(PAGE, 'utf8'));
  const counts = countBySystem(features, shown);
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify(counts, null, 2));
  } else {
    counts.forEach((count) => console.log(line(count)));
    const sum = (/** @type {'shown'|'equivalent'|'described'|'later'|'missing'} */ kind) =>
      counts.reduce((total, count) => total + count[kind].length, 0);
    console.log(
      `total ${features.length}: ${sum('shown')} shown, ${sum('equivalent')} equivalent, ${sum('described')} described, ` +
        `${sum('later')} later, ${sum('missing')} missing`,
    );
  }
  const faults = disagreements(features, shown);
  faults.forEach((fault) => console.error(fault));
  if (faults.length > 0) {
    console.error('docs/features.md and the tests disagree; `npm run statements -- --write` fills the page in');
    process.exitCode = 1;
  }
}

main();
