// @ts-check
'use strict';

const { build } = require('./lib/build');
const { runCommand, tell } = require('./lib/command');
const { loadHomelab } = require('./lib/homelab');
const { projectRoot } = require('./lib/paths');
const { HOMELAB_STEPS } = require('./lib/steps');
const { provideClusterPrograms } = require('./toolchain/kubernetes');
const { provideToolchain } = require('./toolchain/provide');

/** As a shell has it for Ctrl-C. */
const INTERRUPTED = 130;

void runCommand(async () => {
  await build(projectRoot, HOMELAB_STEPS, tell);
  const { testFaults } = loadHomelab('faults/test-faults');
  const provideTools = () => ({ toolchain: provideToolchain(tell), programs: provideClusterPrograms(tell) });
  process.exitCode = await testFaults(process.argv.slice(2), provideTools);
  // nothing that an interrupted sweep waits for keeps the process alive
  if (process.exitCode === INTERRUPTED) process.exit();
});
