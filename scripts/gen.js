// @ts-check
'use strict';

const { build } = require('./lib/build');
const { runCommand, tell } = require('./lib/command');
const { projectRoot } = require('./lib/paths');
const { gen } = require('./lib/steps');

void runCommand(async () => {
  const ran = await build(projectRoot, [gen], tell);
  if (ran.length === 0) tell('.gen is up to date');
});
