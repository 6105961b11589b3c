// @ts-check
'use strict';

const { relative } = require('node:path');

/**
 * jest's JSON report, as far as it is read here.
 *
 * @typedef {{ testResults: { name: string, startTime: number, endTime: number }[] }} TimedReport
 */

/** How many suites are named. */
const NAMED = 5;

/**
 * The suites that took longest, slowest first.
 *
 * @param {TimedReport} report
 * @param {string} testsDirectory suites are named relative to it
 * @returns {string} a line
 */
function slowestSuites({ testResults }, testsDirectory) {
  const timed = testResults.map(({ name, startTime, endTime }) => ({ name, seconds: (endTime - startTime) / 1000 }));
  const slowest = timed.sort((a, b) => b.seconds - a.seconds).slice(0, NAMED);
  const words = slowest.map(({ name, seconds }) => `${relative(testsDirectory, name)} ${seconds.toFixed(1)} s`);
  const all = timed.reduce((sum, { seconds }) => sum + seconds, 0);
  return `slowest of ${timed.length} suites, which took ${all.toFixed(1)} s together: ${words.join(', ')}`;
}

module.exports = { slowestSuites };
