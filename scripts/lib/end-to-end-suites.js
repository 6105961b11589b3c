// @ts-check
'use strict';

const { readFileSync } = require('node:fs');
const { join, relative, sep } = require('node:path');
const { readFeatures } = require('./features');
const { filesBelow } = require('./paths');
const { turnsOfDay } = require('./turns-of-day');

/** Folder of the end-to-end tests below that of all tests. */
const FOLDER = 'e2e';

/** Is part of every test run. */
const SMOKE = `${FOLDER}/smoke.test.ts`;

/** What a new user runs first. */
const DEMO = `${FOLDER}/demo.test.ts`;

/** Module by which a suite has turns of its own: a rest between them would leave some of its cases out for good. */
const OWN_TURNS = 'support/today';

/**
 * Suites of the end-to-end tests, by when a sample has them.
 *
 * @typedef {object} Suites
 * @property {readonly string[]} daily the demo, those that docs/features.md names, as they show a statement, and those with turns
 *   of their own
 * @property {readonly string[]} inTurns all others, half of them on a day
 */

/**
 * @param {string} root
 * @returns {Suites} paths below `__tests__`
 */
function endToEndSuites(root) {
  const tests = join(root, '__tests__');
  const all = filesBelow(join(tests, FOLDER), (path) => path.endsWith('.test.ts'))
    .map((path) => relative(tests, path).split(sep).join('/'))
    .filter((path) => path !== SMOKE);
  const features = readFeatures(readFileSync(join(root, 'docs', 'features.md'), 'utf8'));
  const named = new Set([DEMO, ...features.flatMap(({ files }) => files)]);
  const isDaily = (/** @type {string} */ path) =>
    named.has(path) || readFileSync(join(tests, path), 'utf8').includes(OWN_TURNS);
  return { daily: all.filter(isDaily), inTurns: all.filter((path) => !isDaily(path)) };
}

/**
 * Suites that a sample has on a day.
 *
 * @param {Suites} suites
 * @param {Date} date
 * @returns {string[]}
 */
function suitesOfDay({ daily, inTurns }, date) {
  return [...daily, ...turnsOfDay(inTurns, date, halfOf(inTurns))];
}

/**
 * Suites that a sample has left to another day: those without a report, unless they are more than a day leaves out.
 *
 * @param {Suites} suites
 * @param {readonly string[]} unreported suites that the report does not name
 * @returns {string[]}
 */
function suitesOfOtherDays({ inTurns }, unreported) {
  const left = inTurns.filter((path) => unreported.includes(path));
  return left.length <= inTurns.length - halfOf(inTurns) ? left : [];
}

/** @param {readonly string[]} suites */
function halfOf(suites) {
  return Math.ceil(suites.length / 2);
}

module.exports = { endToEndSuites, suitesOfDay, suitesOfOtherDays };
