// @ts-check
'use strict';

const { join } = require('node:path');
const { build } = require('./lib/build');
const { runCommand, tell } = require('./lib/command');
const { projectRoot } = require('./lib/paths');
const { isOnPath, run, runPackage } = require('./lib/run');
const { STEPS } = require('./lib/steps');

const NOTICE = `
*********************************************************************
*  NOT TESTED with the real OpenTofu: neither tofu nor Go was found. *
*  Install OpenTofu 1.11 or Go 1.26 and run npm test again.          *
*********************************************************************
`;

void runCommand(async () => {
  await build(projectRoot, STEPS, tell);
  const selection = process.argv.slice(2);
  const passed = selection.length > 0 ? runPackage('jest', 'jest', ['--ci', ...selection]) : testEverything();
  if (!passed) process.exitCode = 1;
});

function testEverything() {
  const passed = runPackage('jest', 'jest', ['--ci', '--json', '--outputFile=reports/jest.json']);
  return validateStacks() && passed;
}

/** Validation of the example stacks by the real OpenTofu, wherever it can be had; in CI it must be had. */
function validateStacks() {
  if (isOnPath('tofu') || isOnPath('go')) return run(process.execPath, [join(__dirname, 'validate.js')]);
  tell(NOTICE);
  return process.env['CI'] === undefined;
}
