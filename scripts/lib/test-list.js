// @ts-check
'use strict';

const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { join, relative, sep } = require('node:path');
const { filesBelow } = require('./paths');
const { isBelow } = require('./test-report');

/** @typedef {import('./test-report').TestReport} TestReport */

/** The committed list of all files with tests, so that none is lost without a line in a review. */
const TEST_LIST = '__tests__/all-tests.txt';

/** Folders with tests, and what a file with tests is called there. */
const PLACES = [
  { folder: '__tests__', suffix: '.test.ts' },
  { folder: 'judge', suffix: '_test.go' },
  { folder: 'simulator', suffix: '_test.go' },
];

/**
 * @param {string} root
 * @returns {string[]} paths below the root, sorted
 */
function findTests(root) {
  return PLACES.flatMap(({ folder, suffix }) =>
    filesBelow(join(root, folder), (path) => path.endsWith(suffix)).map((path) => slashed(relative(root, path))),
  );
}

/**
 * @param {string} root
 * @returns {string[]} none when there is no list
 */
function readTestList(root) {
  const path = join(root, TEST_LIST);
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];
}

/** @param {string} root */
function writeTestList(root) {
  writeFileSync(
    join(root, TEST_LIST),
    findTests(root)
      .map((path) => `${path}\n`)
      .join(''),
  );
}

/**
 * Where the list, the files and the reports of jest disagree.
 *
 * @param {string} root
 * @param {readonly TestReport[]} reports
 * @param {readonly string[]} unreported tests that have no report: folders such as `e2e`, and files
 * @returns {string[]}
 */
function testListFaults(root, reports, unreported) {
  const [listed, found] = [readTestList(root), findTests(root)];
  const ran = new Set(
    reports.flatMap(({ testResults }) => testResults.map(({ name }) => slashed(relative(root, name)))),
  );
  const isExpected = (/** @type {string} */ path) =>
    path.endsWith('.ts') &&
    !isBelow(
      path,
      unreported.map((place) => `__tests__/${place}`),
    );
  return [
    ...listed.filter((path) => !found.includes(path)).map((path) => `${path} is gone, but ${TEST_LIST} lists it`),
    ...found.filter((path) => !listed.includes(path)).map((path) => `${path} is not listed in ${TEST_LIST}`),
    ...found.filter((path) => isExpected(path) && !ran.has(path)).map((path) => `${path} is in no test report`),
  ];
}

/** @param {string} path */
function slashed(path) {
  return path.split(sep).join('/');
}

module.exports = { TEST_LIST, testListFaults, writeTestList };
