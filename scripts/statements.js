#!/usr/bin/env node
// @ts-check
/**
 * Counts which statements of docs/features.md the last test runs show, and checks that no file with tests was lost.
 *
 * `npm run statements` checks the page and the list of test files against the reports of `npm test -- --all` and of
 * `npm run test:e2e`, `-- --write` fills in the page's last column and the list, `-- --json` prints the counts as JSON.
 * Exit code 1 when they disagree. A sample of the end-to-end tests leaves suites that show no statement to other days.
 * Without a report of the end-to-end tests, or of the suites that `npm test` leaves to CI and to `--all`, the page is
 * believed in what it says of them; in CI there must be one.
 */
'use strict';

const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { endToEndSuites, suitesOfOtherDays } = require('./lib/end-to-end-suites');
const { readFeatures, writeFeatures } = require('./lib/features');
const { PROGRAM_SUITES } = require('./lib/program-suites');
const { believed, countBySystem, disagreements } = require('./lib/statements');
const { TEST_LIST, testListFaults, writeTestList } = require('./lib/test-list');
const { shownStatements, unreportedFiles } = require('./lib/test-report');

const ROOT = join(__dirname, '..');
const PAGE = join(ROOT, 'docs', 'features.md');

/** Reports of tests, and what writes them. */
const UNIT = { report: 'reports/jest.json', command: 'npm test' };
const END_TO_END = { report: 'reports/e2e.json', command: 'npm run test:e2e', folder: 'e2e' };

/** @typedef {import('./lib/statements').Count} Count */
/** @typedef {Exclude<keyof Count, 'system' | 'total'>} Kind */

/**
 * @param {Count} count
 * @returns {string}
 */
function line({ system, total, shown, partly, unchecked, equivalent, described, later, missing }) {
  const parts = [`${shown.length} shown`];
  if (partly.length > 0) parts.push(`${partly.length} partly`);
  parts.push(`${equivalent.length} equivalent`, `${described.length} described`);
  if (later.length > 0) parts.push(`${later.length} later`);
  if (unchecked.length > 0) parts.push(`not checked: ${unchecked.join(', ')}`);
  parts.push(`missing: ${missing.join(', ') || 'none'}`);
  return `${system} ${total}: ${parts.join(', ')}`;
}

/**
 * @param {readonly Count[]} counts
 * @returns {string}
 */
function totals(counts) {
  const sum = (/** @type {Kind} */ kind) => counts.reduce((total, count) => total + count[kind].length, 0);
  const total = counts.reduce((all, count) => all + count.total, 0);
  const unchecked = sum('unchecked') > 0 ? `${sum('unchecked')} not checked, ` : '';
  return (
    `total ${total}: ${sum('shown')} shown, ${sum('partly')} partly, ${sum('equivalent')} equivalent, ${sum('described')} described, ` +
    `${sum('later')} later, ${unchecked}${sum('missing')} missing`
  );
}

/**
 * @param {{ report: string }} run
 * @returns {import('./lib/test-report').TestReport[]} none where there is no report
 */
function reportsOf({ report }) {
  const path = join(ROOT, report);
  return existsSync(path) ? [JSON.parse(readFileSync(path, 'utf8'))] : [];
}

function main() {
  const isInCi = process.env['CI'] !== undefined;
  const absent = [UNIT, END_TO_END].filter((run) => reportsOf(run).length === 0);
  for (const run of absent) {
    const remedy = `no test report at ${run.report}; run \`${run.command}\` first`;
    const isNeeded = run === UNIT || isInCi;
    console.error(isNeeded ? remedy : `${remedy}, or what only these tests show is not checked`);
    if (isNeeded) process.exitCode = 1;
  }
  if (process.exitCode === 1) return;

  const tests = join(ROOT, '__tests__');
  const reports = [UNIT, END_TO_END].flatMap(reportsOf);
  const programs = isInCi ? [] : unreportedFiles(reports, tests, PROGRAM_SUITES);
  if (programs.length > 0) {
    console.error(
      `${programs.length} suites that start whole programs are not in ${UNIT.report}, and what only they show is not checked; ` +
        `run \`${UNIT.command} -- --all\` to check it`,
    );
  }
  const suites = endToEndSuites(ROOT);
  const endToEnd = absent.includes(END_TO_END)
    ? [END_TO_END.folder]
    : suitesOfOtherDays(suites, unreportedFiles(reports, tests, suites.inTurns));
  const evidence = { shown: shownStatements(reports, tests), unreported: [...programs, ...endToEnd] };
  if (process.argv.includes('--write')) {
    const page = readFileSync(PAGE, 'utf8');
    writeFileSync(PAGE, writeFeatures(page, believed(readFeatures(page), evidence)));
    writeTestList(ROOT);
  }
  const features = readFeatures(readFileSync(PAGE, 'utf8'));
  const counts = countBySystem(features, evidence);
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify(counts, null, 2));
  } else {
    counts.forEach((count) => console.log(line(count)));
    console.log(totals(counts));
  }
  const faults = [
    ...disagreements(features, evidence, (path) => existsSync(join(ROOT, path))),
    ...testListFaults(ROOT, reports, evidence.unreported),
  ];
  faults.forEach((fault) => console.error(fault));
  if (faults.length > 0) {
    console.error(
      `docs/features.md, ${TEST_LIST} and the tests disagree; \`npm run statements -- --write\` fills both in`,
    );
    process.exitCode = 1;
  }
}

main();
