// @ts-check
'use strict';

const { spawnSync } = require('node:child_process');
const { join } = require('node:path');
const { build } = require('./build');
const { runCommand, tell } = require('./command');
const { projectRoot } = require('./paths');
const { FaultyClustersError, STEPS } = require('./steps');

/**
 * Runs a command of the published command line on a cluster of this project: built and synthesized first.
 *
 * @param {'plan' | 'apply' | 'talosconfig'} command
 */
function runGuarded(command) {
  return runCommand(async () => {
    try {
      await build(projectRoot, STEPS, tell);
    } catch (error) {
      // the app refuses the cluster if it is the faulty one
      if (!(error instanceof FaultyClustersError)) throw error;
    }
    const { runProgram } = require(join(projectRoot, 'lib', 'src', 'cli', 'program.js'));
    process.exitCode = await runProgram([command, ...process.argv.slice(2)], {
      prepare: synthesize,
      applyCommand: (/** @type {string} */ cluster) => `npm run apply -- ${cluster}`,
      talosconfigCommand: (/** @type {string} */ cluster) => `npm run talosconfig -- ${cluster}`,
    });
  });
}

/**
 * Synthesizes one cluster; what the app prints goes to standard error, as standard output belongs to the verdict.
 *
 * @param {{ cluster: string, output: string }} stack
 */
function synthesize({ cluster, output }) {
  const { error, status } = spawnSync(process.execPath, [join(projectRoot, 'lib', 'stacks', 'main.js'), cluster], {
    stdio: ['inherit', 2, 2],
    env: { ...process.env, CDKTF_OUTDIR: output },
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error('nothing to plan: synth failed');
}

module.exports = { runGuarded };
