// @ts-check
'use strict';

const { build } = require('./lib/build');
const { runCommand, tell } = require('./lib/command');
const { loadHomelab, provideHomelabTools } = require('./lib/homelab');
const { projectRoot } = require('./lib/paths');
const { HOMELAB_STEPS } = require('./lib/steps');
const { timedSteps } = require('./lib/timed-steps');

void runCommand(async () => {
  const keep = readFlags(process.argv.slice(2));
  await build(projectRoot, timedSteps(HOMELAB_STEPS), tell);
  const { showDemo } = loadHomelab('demo/demo');
  process.exitCode = await showDemo(keep, () => provideHomelabTools());
});

/**
 * @param {readonly string[]} args
 * @returns {boolean} if the homelab stays up
 */
function readFlags(args) {
  const unknown = args.filter((arg) => arg !== '--keep');
  if (unknown.length > 0)
    throw new Error(`unknown ${unknown.join(' ')}; write npm run demo, or npm run demo -- --keep`);
  return args.length > 0;
}
