// @ts-check
'use strict';

const { readFileSync } = require('node:fs');
const { join, relative } = require('node:path');
const { build } = require('./lib/build');
const { runCommand, tell } = require('./lib/command');
const { loadHomelab } = require('./lib/homelab');
const { projectRoot } = require('./lib/paths');
const { runWithoutOutput } = require('./lib/run');
const { HOMELAB_STEPS } = require('./lib/steps');
const { provideToolchain } = require('./toolchain/provide');

const USAGE = `usage: npm run validate -- [options] [cluster...]
synthesizes all clusters, or those named, and has Talos' judge and the real OpenTofu look at their stacks
  --advice    print advice on habits and style too
  -h, --help  print this`;

/** Synthesizes, and has Talos' judge and the real OpenTofu look at every stack; a warning of OpenTofu fails as an error does. */
void runCommand(async () => {
  const args = process.argv.slice(2);
  if (args.some((arg) => arg === '--help' || arg === '-h')) {
    console.log(USAGE);
    return;
  }
  await build(projectRoot, HOMELAB_STEPS, tell);
  if (!runWithoutOutput(process.execPath, [join(projectRoot, 'lib', 'stacks', 'main.js'), ...args])) {
    throw new Error('nothing to validate: synth failed');
  }
  const { synthesizedStacks, validateStacks } = loadHomelab('tofu/validate-stacks');
  const output = join(projectRoot, 'cdktf.out');
  const names = selectedStacks(args);
  const isJudgedWell = judgeMachines(output, synthesizedStacks(output, names));
  const { valid, invalid } = await validateStacks(output, provideToolchain(), console.log, names);
  tell(`${valid.length} of ${valid.length + invalid.length} stacks are valid and draw no warning`);
  if (invalid.length > 0 || !isJudgedWell) process.exitCode = 1;
});

/**
 * Has Talos' judge check the machine configurations of all stacks, in one process.
 *
 * @param {string} output
 * @param {readonly string[]} names of stacks
 * @returns {boolean} if nothing is refused
 */
function judgeMachines(output, names) {
  const { checkConfigurations } = require(
    join(projectRoot, 'lib', 'src', 'cli', 'configurations', 'check-configurations.js'),
  );
  const stacks = names.map((name) => {
    const file = join(output, 'stacks', name, 'cdk.tf.json');
    return { shown: relative(projectRoot, file), stack: JSON.parse(readFileSync(file, 'utf8')) };
  });
  try {
    checkConfigurations(stacks, { projectDirectory: projectRoot, environment: process.env, tell });
    return true;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'CommandError') throw error;
    tell(error.message);
    return false;
  }
}

/**
 * Names of the stacks of the clusters that the app was asked to synthesize; undefined if it was all of them.
 *
 * @param {readonly string[]} args
 * @returns {readonly string[] | undefined}
 */
function selectedStacks(args) {
  const { readAppArguments } = require(join(projectRoot, 'lib', 'src', 'app', 'app-arguments.js'));
  const { readClusters } = require(join(projectRoot, 'lib', 'src', 'app', 'cluster-files.js'));
  const { names } = readAppArguments(args, process.env['CLUSTERS']);
  if (names.length === 0) return undefined;
  /** @type {readonly { readonly model: { readonly name: string } }[]} */
  const clusters = readClusters({ projectDirectory: projectRoot, names });
  return clusters.map(({ model }) => model.name);
}
