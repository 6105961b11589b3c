// @ts-check
'use strict';

const { spawnSync } = require('node:child_process');
const { accessSync, constants } = require('node:fs');
const { delimiter, dirname, join } = require('node:path');
const { projectRoot } = require('./paths');

/**
 * Runs a program in the project, its output going where ours goes.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {boolean} whether it succeeded
 */
function run(program, args) {
  const { error, status } = spawnSync(program, args, { cwd: projectRoot, stdio: 'inherit' });
  if (error !== undefined) throw error;
  return status === 0;
}

/**
 * Runs a program in the project without its output; its errors and warnings go where ours go.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {boolean} whether it succeeded
 */
function runWithoutOutput(program, args) {
  const { error, status } = spawnSync(program, args, { cwd: projectRoot, stdio: ['inherit', 'ignore', 'inherit'] });
  if (error !== undefined) throw error;
  return status === 0;
}

/**
 * Runs the command of an installed package with this Node.
 *
 * @param {string} name package, such as `jest`
 * @param {string} command one of those in its `bin`
 * @param {readonly string[]} args
 * @returns {boolean} whether it succeeded
 */
function runPackage(name, command, args) {
  const manifest = require.resolve(`${name}/package.json`);
  const { bin } = require(manifest);
  const file = typeof bin === 'string' ? bin : bin[command];
  return run(process.execPath, [join(dirname(manifest), file), ...args]);
}

/**
 * If a program is on the PATH.
 *
 * @param {string} program
 */
function isOnPath(program) {
  return (process.env['PATH'] ?? '').split(delimiter).some((directory) => isExecutable(join(directory, program)));
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

module.exports = { isOnPath, run, runPackage, runWithoutOutput };
