// @ts-check
'use strict';

const { relative } = require('node:path');

/**
 * jest's JSON report, as far as it is read here.
 *
 * @typedef {{ testResults: { name: string, assertionResults: { title: string, status: string }[] }[] }} TestReport
 */

const IDS = /^((?:[A-Z]{1,2}-\d+[ ,]+)+)/;

/**
 * Which statements have a passing test whose name starts with their id.
 *
 * @param {readonly TestReport[]} reports
 * @param {string} testsDirectory test files are named relative to it
 * @returns {Map<string, Set<string>>} statement id to test files
 */
function shownStatements(reports, testsDirectory) {
  /** @type {Map<string, Set<string>>} */
  const shown = new Map();
  for (const { name, assertionResults } of reports.flatMap(({ testResults }) => testResults)) {
    for (const { title, status } of assertionResults) {
      if (status !== 'passed') continue;
      for (const id of IDS.exec(title)?.[1]?.match(/[A-Z]+-\d+/g) ?? []) {
        const files = shown.get(id) ?? new Set();
        shown.set(id, files.add(relative(testsDirectory, name)));
      }
    }
  }
  return shown;
}

/**
 * If a test file is one of several, or lies in one of several folders.
 *
 * @param {string} file
 * @param {readonly string[]} places
 */
function isBelow(file, places) {
  return places.some((place) => file === place || file.startsWith(`${place}/`));
}

/**
 * Test files that no report names.
 *
 * @param {readonly TestReport[]} reports
 * @param {string} testsDirectory test files are named relative to it
 * @param {readonly string[]} files
 * @returns {string[]}
 */
function unreportedFiles(reports, testsDirectory, files) {
  const ran = new Set(
    reports.flatMap(({ testResults }) => testResults.map(({ name }) => relative(testsDirectory, name))),
  );
  return files.filter((file) => !ran.has(file));
}

module.exports = { isBelow, shownStatements, unreportedFiles };
