// @ts-check
'use strict';

const Module = require('node:module');
const { join } = require('node:path');
const { build } = require('./lib/build');
const { runCommand, tell } = require('./lib/command');
const { projectRoot } = require('./lib/paths');
const { STEPS } = require('./lib/steps');

void runCommand(async () => {
  await build(projectRoot, STEPS, tell);
  // the app as the main module of this process, with the arguments of this one: no second start of Node
  process.argv[1] = join(projectRoot, 'lib', 'stacks', 'main.js');
  Module.runMain();
});
