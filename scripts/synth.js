// @ts-check
'use strict';

const Module = require('node:module');
const { join } = require('node:path');
const { build } = require('./lib/build');
const { runCommand, tell } = require('./lib/command');
const { projectRoot } = require('./lib/paths');
const { FaultyClustersError, STEPS } = require('./lib/steps');

void runCommand(async () => {
  try {
    await build(projectRoot, STEPS, tell);
  } catch (error) {
    // the app refuses those that were selected, together with the faults of all others that were
    if (!(error instanceof FaultyClustersError)) throw error;
  }
  // the app as the main module of this process, with the arguments of this one: no second start of Node
  process.argv[1] = join(projectRoot, 'lib', 'stacks', 'main.js');
  Module.runMain();
});
