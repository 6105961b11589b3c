// @ts-check
'use strict';

const { build } = require('./lib/build');
const { runCommand, tell } = require('./lib/command');
const { projectRoot } = require('./lib/paths');
const { runPackage } = require('./lib/run');
const { bindings, gen, library } = require('./lib/steps');

void runCommand(async () => {
  // the examples import the library by its name, as a project does
  await build(projectRoot, [gen, bindings, library], tell);
  if (!runPackage('typescript', 'tsc', ['--project', 'tsconfig.json'])) process.exitCode = 1;
});
