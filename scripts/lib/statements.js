// @ts-check
'use strict';

const { cellOf } = require('./features');
const { isBelow } = require('./test-report');

/** @typedef {import('./features').Feature} Feature */

/**
 * Statements that tests show.
 *
 * @typedef {object} Evidence
 * @property {ReadonlyMap<string, ReadonlySet<string>>} shown statement id to files with a passing test
 * @property {readonly string[]} unreported tests that have no report: folders such as `e2e`, and files
 */

/**
 * How many statements of a system are what, by their ids.
 *
 * @typedef {object} Count
 * @property {string} system
 * @property {number} total
 * @property {readonly string[]} shown
 * @property {readonly string[]} partly tests show a part, and the page says what is missing
 * @property {readonly string[]} unchecked the page names only tests that have no report
 * @property {readonly string[]} equivalent
 * @property {readonly string[]} described
 * @property {readonly string[]} later
 * @property {readonly string[]} missing
 */

/**
 * Files that show each statement: those of the reports and, of tests without report, those that the page names.
 *
 * @param {readonly Feature[]} features
 * @param {Evidence} evidence
 * @returns {Map<string, Set<string>>}
 */
function believed(features, { shown, unreported }) {
  const files = new Map([...shown].map(([id, found]) => [id, new Set(found)]));
  for (const { id, files: named } of features) {
    const unseen = named.filter((file) => isBelow(file, unreported));
    if (unseen.length > 0) files.set(id, new Set([...(files.get(id) ?? []), ...unseen]));
  }
  return files;
}

/**
 * Statements of the page that the tests do not bear out, and the other way round.
 *
 * @param {readonly Feature[]} features
 * @param {Evidence} evidence
 * @param {(path: string) => boolean} exists whether a path of the project does
 * @returns {string[]}
 */
function disagreements(features, evidence, exists) {
  const listed = new Set(features.map(({ id }) => id));
  const systems = new Set(features.map(({ id }) => systemOf(id)));
  const files = believed(features, evidence);
  const faults = [...files.keys()]
    .filter((id) => systems.has(systemOf(id)) && !listed.has(id))
    .map((id) => `${id}: a test is named after it, but docs/features.md does not list it`);
  for (const { id, kind, cell } of features) {
    const found = files.get(id) ?? new Set();
    if (kind === 'partly' && found.size === 0) {
      faults.push(`${id}: no test shows a part of it, but the page says "${cell}"`);
    }
    if ((kind === 'shown' || kind === 'partly') && cell !== cellOf(cell, found)) {
      faults.push(`${id}: docs/features.md says "${cell}", the tests say "${cellOf(cell, found)}"`);
    }
    if ((kind === 'missing' || kind === 'later') && found.size > 0) {
      faults.push(`${id}: shown by ${[...found].sort().join(', ')}, but the page says "${cell}"`);
    }
    for (const path of kind === 'equivalent' ? (cell.match(/(?<=`)[^`]+(?=`)/g) ?? []) : []) {
      if (!exists(path)) faults.push(`${id}: its equivalent ${path} does not exist`);
    }
  }
  return faults;
}

/**
 * Statements of the page that the tests bear out: one without a passing test is missing.
 *
 * @param {readonly Feature[]} features
 * @param {Evidence} evidence
 * @returns {Count[]}
 */
function countBySystem(features, evidence) {
  const files = believed(features, evidence);
  /** @param {Feature} feature */
  const kindOf = ({ id, kind }) => {
    if ((kind !== 'shown' && kind !== 'partly') || evidence.shown.has(id)) return kind;
    return files.has(id) ? 'unchecked' : 'missing';
  };
  return [...new Set(features.map(({ id }) => systemOf(id)))].map((system) => {
    const own = features.filter(({ id }) => systemOf(id) === system);
    /** @param {string} kind */
    const ids = (kind) => own.filter((feature) => kindOf(feature) === kind).map(({ id }) => id);
    return {
      system,
      total: own.length,
      shown: ids('shown'),
      partly: ids('partly'),
      unchecked: ids('unchecked'),
      equivalent: ids('equivalent'),
      described: ids('described'),
      later: ids('later'),
      missing: ids('missing'),
    };
  });
}

/** @param {string} id */
function systemOf(id) {
  return id.replace(/-.*/, '');
}

module.exports = { believed, countBySystem, disagreements };
