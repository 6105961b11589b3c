// @ts-check
'use strict';

const { mkdirSync } = require('node:fs');
const { join } = require('node:path');
const { build } = require('./lib/build');
const { runCommand, tell } = require('./lib/command');
const { endToEndSuites, suitesOfDay } = require('./lib/end-to-end-suites');
const { projectRoot } = require('./lib/paths');
const { runPackage } = require('./lib/run');
const { STEPS } = require('./lib/steps');
const { provideEverything } = require('./toolchain/provide');

/** In place of arguments of jest: of some suites and cases only those whose turn it is today, as CI has it. */
const SAMPLE = '--sample';

const REPORT = ['--json', '--outputFile=reports/e2e.json'];

/** @returns {string[]} arguments of jest */
function suitesOfToday() {
  const suites = suitesOfDay(endToEndSuites(projectRoot), new Date());
  return ['--runTestsByPath', ...suites.map((path) => join('__tests__', path))];
}

/** Makes whole clusters in simulated homelabs. With arguments those of jest, and no report. */
void runCommand(async () => {
  await build(projectRoot, STEPS, tell);
  provideEverything(tell);
  mkdirSync(join(projectRoot, 'reports'), { recursive: true });
  const selection = process.argv.slice(2).filter((argument) => argument !== SAMPLE);
  const isSample = process.argv.includes(SAMPLE);
  if (isSample) process.env['CDKTF_PROXMOX_TALOS_E2E'] = 'sample';
  const scope = selection.length > 0 ? selection : [...REPORT, ...(isSample ? suitesOfToday() : [])];
  if (!runPackage('jest', 'jest', ['--ci', '--config=jest.e2e.config.js', ...scope])) process.exitCode = 1;
});
