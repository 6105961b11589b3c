// @ts-check
'use strict';

const { appendFileSync, existsSync, readFileSync } = require('node:fs');
const { attemptText } = require('./fault-points');

/** @typedef {import('./fault-points').Attempt} Attempt */
/** @typedef {import('./fault-sweep').Outcome} Outcome */

/**
 * An outcome in the file, one a line.
 *
 * @typedef {object} Line
 * @property {string} configuration
 * @property {string} attempt in words that are the same in every sweep of the cluster
 * @property {Outcome['result']} result
 * @property {Outcome['recoveries']} recoveries
 * @property {string} [problem]
 */

/** The outcomes of a sweep in a file, to which each is added as it comes, so that a sweep that was ended can go on. */
class SweepResults {
  /** @param {string} path of the file; it need not exist */
  constructor(path) {
    /** @private */
    this.path = path;
    /** @private @type {Map<string, Line>} */
    this.lines = new Map();
    if (!existsSync(path)) return;
    const written = readFileSync(path, 'utf8');
    for (const text of written.split('\n')) this.read(text);
    if (written !== '' && !written.endsWith('\n')) appendFileSync(path, '\n');
  }

  /**
   * What became of an attempt in an earlier run.
   *
   * @param {string} configuration
   * @param {Attempt} attempt
   * @returns {Outcome | undefined}
   */
  find(configuration, attempt) {
    const line = this.lines.get(keyOf(configuration, attemptText(attempt)));
    if (line === undefined) return undefined;
    const { result, recoveries, problem } = line;
    return { attempt, result, recoveries, problem };
  }

  /**
   * @param {string} configuration
   * @param {Outcome} outcome
   */
  add(configuration, { attempt, result, recoveries, problem }) {
    const line = { configuration, attempt: attemptText(attempt), result, recoveries, problem };
    appendFileSync(this.path, `${JSON.stringify(line)}\n`);
  }

  /**
   * A line that a kill has cut off is tried again.
   *
   * @param {string} text
   * @private
   */
  read(text) {
    try {
      /** @type {Line} */
      const line = JSON.parse(text);
      this.lines.set(keyOf(line.configuration, line.attempt), line);
    } catch {
      // as if it were not there
    }
  }
}

/**
 * @param {string} configuration
 * @param {string} attempt
 */
function keyOf(configuration, attempt) {
  return `${configuration} ${attempt}`;
}

module.exports = { SweepResults };
