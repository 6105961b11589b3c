// @ts-check
'use strict';

const { spawnSync } = require('node:child_process');
const { join } = require('node:path');
const { build } = require('./lib/build');
const { runCommand, tell } = require('./lib/command');
const { projectRoot } = require('./lib/paths');
const { isOnPath, run, runPackage } = require('./lib/run');
const { bindings, gen, library } = require('./lib/steps');

/**
 * Every check, by name; all of them run, so that one run shows everything.
 *
 * @type {Readonly<Record<string, () => boolean>>}
 */
const CHECKS = {
  types: () => runPackage('typescript', 'tsc', ['--project', 'tsconfig.json']),
  eslint: () => runPackage('eslint', 'eslint', ['--max-warnings=0', '.']),
  prettier: () => runPackage('prettier', 'prettier', ['--check', '--log-level=warn', '.']),
  ...(isOnPath('go') &&
    isOnPath('gofmt') && {
      gofmt: checkGoFormat,
      'go vet': () => run('go', ['-C', 'simulator', 'vet', './...']),
    }),
};

void runCommand(async () => {
  // the examples import the library by its name, as a project does
  await build(projectRoot, [gen, bindings, library], tell);
  const failed = Object.entries(CHECKS).flatMap(([name, check]) => (check() ? [] : [name]));
  if (failed.length > 0) throw new Error(`lint failed: ${failed.join(', ')}`);
});

/** Go files as gofmt writes them; it lists the others and succeeds all the same. */
function checkGoFormat() {
  const { stdout } = spawnSync('gofmt', ['-l', join(projectRoot, 'simulator')], { encoding: 'utf8' });
  if (stdout !== '') tell(`not formatted by gofmt:\n${stdout}`);
  return stdout === '';
}
