// @ts-check
'use strict';

const { existsSync, mkdirSync, readFileSync, rmSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { build } = require('./lib/build');
const { runCommand, tell } = require('./lib/command');
const { projectRoot } = require('./lib/paths');
const { PROGRAMS, PROGRAM_SUITES } = require('./lib/program-suites');
const { run, runPackage } = require('./lib/run');
const { slowestSuites } = require('./lib/slowest-suites');
const { HOMELAB_STEPS } = require('./lib/steps');
const { ToolchainMissing } = require('./toolchain/missing');
const { provideEverything } = require('./toolchain/provide');

/** As an argument it asks for the suites that start whole programs too. */
const ALL = '--all';

/** With arguments those of jest, and nothing else; without any, and with `--all` alone, every suite that is meant. */
void runCommand(async () => {
  await build(projectRoot, HOMELAB_STEPS, tell);
  const selection = process.argv.slice(2);
  const isAll = selection.length === 1 && selection[0] === ALL;
  const passed =
    selection.length === 0 || isAll
      ? testProject(isAll || process.env['CI'] !== undefined)
      : runPackage('jest', 'jest', ['--ci', ...selection]);
  if (!passed) process.exitCode = 1;
});

/**
 * @param {boolean} withPrograms if the suites that start whole programs run too
 * @returns {boolean} whether all passed
 */
function testProject(withPrograms) {
  const missing = tryProvideToolchain();
  const report = join(projectRoot, 'reports', 'jest.json');
  mkdirSync(dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const scope = withPrograms ? [] : [`--ignoreProjects=${PROGRAMS}`];
  const passed = runPackage('jest', 'jest', ['--ci', '--json', `--outputFile=${report}`, ...scope]);
  if (existsSync(report)) tell(slowestSuites(JSON.parse(readFileSync(report, 'utf8')), join(projectRoot, '__tests__')));
  if (!withPrograms) {
    const count = PROGRAM_SUITES.length;
    tell(`not run: ${count} suites that start whole programs; npm test -- ${ALL} runs them too, as CI does`);
  }
  if (missing === undefined) return run(process.execPath, [join(__dirname, 'validate.js')]) && passed;
  // said again where it is seen: below the figures
  tell(missing);
  return passed && process.env['CI'] === undefined;
}

/**
 * Makes the real OpenTofu, Kubernetes and etcd ready before the tests that need them start their clocks.
 *
 * @returns {string | undefined} why it cannot be had
 */
function tryProvideToolchain() {
  try {
    provideEverything(tell);
    return undefined;
  } catch (error) {
    if (error instanceof ToolchainMissing) return error.message;
    throw error;
  }
}
