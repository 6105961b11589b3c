// @ts-check
'use strict';

const { build } = require('./lib/build');
const { runCommand, tell } = require('./lib/command');
const { projectRoot } = require('./lib/paths');
const { runPackage } = require('./lib/run');
const { bindings, gen } = require('./lib/steps');

void runCommand(async () => {
  await build(projectRoot, [gen, bindings], tell);
  if (!runPackage('typescript', 'tsc', ['--project', 'tsconfig.json'])) process.exitCode = 1;
});
