// @ts-check
'use strict';

// Writes the goldens anew. Typed by hand when a change of the example stacks is meant; read what it changed line by line.

const { build } = require('./lib/build');
const { runCommand, tell } = require('./lib/command');
const { projectRoot } = require('./lib/paths');
const { runPackage, run } = require('./lib/run');
const { bindings, gen } = require('./lib/steps');

void runCommand(async () => {
  if (process.env['CI'] !== undefined) throw new Error('goldens are not written in CI: they are what CI compares with');
  await build(projectRoot, [gen, bindings], tell);
  process.env['UPDATE_GOLDENS'] = '1';
  if (!runPackage('jest', 'jest', ['--ci', '--silent', '__tests__/golden/examples'])) process.exitCode = 1;
  run('git', ['--no-pager', 'diff', '--stat', '--', '__tests__/golden']);
});
