// @ts-check
'use strict';

const { build } = require('./lib/build');
const { runCommand, tell } = require('./lib/command');
const { projectRoot } = require('./lib/paths');
const { HOMELAB_STEPS } = require('./lib/steps');

void runCommand(async () => {
  const ran = await build(projectRoot, HOMELAB_STEPS, tell);
  if (ran.length === 0) tell('lib is up to date');
});
