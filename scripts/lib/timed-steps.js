// @ts-check
'use strict';

const { keepTime, takenBefore } = require('../toolchain/kept-times');

/** @typedef {import('./steps').Step} Step */

/**
 * The same steps, each of which says which one it is, and how long it took here before.
 *
 * @param {readonly Step[]} steps
 * @returns {readonly Step[]}
 */
function timedSteps(steps) {
  return steps.map((step, index) => {
    const name = `build ${step.name}`;
    const words = [`step ${index + 1} of ${steps.length}`, takenBefore(name)].filter((each) => each !== undefined);
    return {
      ...step,
      doing: `${step.doing} (${words.join(', ')})`,
      run: async (root) => {
        const start = performance.now();
        await step.run(root);
        keepTime(name, (performance.now() - start) / 1000);
      },
    };
  });
}

module.exports = { timedSteps };
