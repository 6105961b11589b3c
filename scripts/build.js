// @ts-check
'use strict';

const { build } = require('./lib/build');
const { runCommand, tell } = require('./lib/command');
const { projectRoot } = require('./lib/paths');
const { STEPS } = require('./lib/steps');

void runCommand(async () => {
  const ran = await build(projectRoot, STEPS, tell);
  if (ran.length === 0) tell('lib is up to date');
});
