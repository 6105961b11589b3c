// @ts-check
'use strict';

const { build } = require('./lib/build');
const { runCommand, tell } = require('./lib/command');
const { loadHomelab } = require('./lib/homelab');
const { projectRoot } = require('./lib/paths');
const { HOMELAB_STEPS } = require('./lib/steps');
const { provideClusterPrograms } = require('./toolchain/kubernetes');
const { ToolchainMissing } = require('./toolchain/missing');
const { provideToolchain } = require('./toolchain/provide');

void runCommand(async () => {
  const keep = readFlags(process.argv.slice(2));
  await build(projectRoot, HOMELAB_STEPS, tell);
  const { showDemo } = loadHomelab('demo/demo');
  process.exitCode = await showDemo(keep, tryProvideTools);
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

/** @returns {import('../homelab/demo/demo').DemoTools | string} or why there are none */
function tryProvideTools() {
  try {
    const toolchain = provideToolchain(tell);
    if (toolchain.simulator === undefined)
      throw new ToolchainMissing('the simulator must be built, and Go is not installed');
    return { toolchain, programs: provideClusterPrograms(tell) };
  } catch (error) {
    if (error instanceof ToolchainMissing) return error.message;
    throw error;
  }
}
