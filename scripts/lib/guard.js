// @ts-check
'use strict';

const { spawnSync } = require('node:child_process');
const { join } = require('node:path');
const { build } = require('./build');
const { runCommand, tell } = require('./command');
const { projectRoot } = require('./paths');
const { FaultyClustersError, STEPS } = require('./steps');

/** Commands that read cluster files themselves: those in TypeScript were compiled by the build. */
const READING = ['access', 'diagram', 'diff', 'doctor', 'images', 'placement', 'schematic', 'try'];

/**
 * Runs a command of the published command line in this project: built first, and synthesized if the command needs a stack.
 *
 * @param {string} command
 * @param {{ steps?: readonly import('./steps').Step[], homelabTools?: (needs: { proxmox: boolean }) => unknown }} [host] what only some commands need
 */
function runGuarded(command, { steps = STEPS, ...host } = {}) {
  return runCommand(async () => {
    try {
      await build(projectRoot, steps, tell);
    } catch (error) {
      // the app refuses the cluster if it is the faulty one
      if (!(error instanceof FaultyClustersError)) throw error;
    }
    const { runProgram } = require(join(projectRoot, 'lib', 'src', 'cli', 'program.js'));
    const places = READING.includes(command) ? ['--compiled-directory', 'lib'] : [];
    process.exitCode = await runProgram([command, ...places, ...process.argv.slice(2)], {
      ...host,
      prepare: synthesize,
      commandLine: (/** @type {string} */ following, /** @type {readonly string[]} */ words) =>
        [`npm run ${following} --`, ...words].join(' '),
    });
  });
}

/**
 * Synthesizes one cluster; what the app prints goes to standard error, as standard output belongs to the verdict.
 *
 * @param {{ cluster: string, output: string, advice: boolean }} stack
 */
function synthesize({ cluster, output, advice }) {
  const args = [join(projectRoot, 'lib', 'stacks', 'main.js'), ...(advice ? ['--advice'] : []), '--', cluster];
  const { error, status } = spawnSync(process.execPath, args, {
    stdio: ['inherit', 2, 2],
    env: { ...process.env, CDKTF_OUTDIR: output },
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error('nothing to plan: synth failed');
}

module.exports = { runGuarded };
