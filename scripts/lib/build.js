// @ts-check
'use strict';

const { rmSync } = require('node:fs');
const { Stamps } = require('./stamps');

/** @typedef {import('./steps').Step} Step */

/**
 * Runs the steps whose inputs have changed since they last succeeded, in order, and deletes what deleted sources and
 * failed runs have left behind.
 *
 * @param {string} root directory of the project
 * @param {readonly Step[]} steps
 * @param {(line: string) => void} report called with a line for each step that runs
 * @returns {Promise<string[]>} names of the steps that ran
 * @throws {import('./compiler').CompileError}
 */
async function build(root, steps, report) {
  const stamps = new Stamps(root);
  /** @type {string[]} */
  const ran = [];
  for (const step of steps) {
    const inputs = step.inputs(root);
    const leftBehind = step.stale(root);
    if (leftBehind.length === 0 && stamps.isFresh(step.name, inputs, step.outputs(root))) continue;
    report(step.doing);
    // taken before the step reads them: a file saved meanwhile is noticed by the next build
    const taken = stamps.take(inputs);
    await step.run(root);
    for (const file of step.stale(root)) rmSync(file);
    stamps.record(step.name, taken);
    ran.push(step.name);
  }
  return ran;
}

module.exports = { build };
