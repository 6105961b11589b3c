// @ts-check
'use strict';

const { join } = require('node:path');
const { build } = require('./lib/build');
const { runCommand, tell } = require('./lib/command');
const { projectRoot } = require('./lib/paths');
const { runWithoutOutput } = require('./lib/run');
const { STEPS } = require('./lib/steps');
const { provideToolchain } = require('./toolchain/provide');
const { validateStacks } = require('./toolchain/validate-stacks');

const USAGE = `usage: npm run validate -- [options] [cluster...]
synthesizes all clusters, or those named, and has the real OpenTofu look at their stacks
  --advice    print advice on habits and style too
  -h, --help  print this`;

/** Synthesizes, and has the real OpenTofu look at every stack; a warning of it fails as an error does. */
void runCommand(async () => {
  const args = process.argv.slice(2);
  if (args.some((arg) => arg === '--help' || arg === '-h')) {
    console.log(USAGE);
    return;
  }
  await build(projectRoot, STEPS, tell);
  if (!runWithoutOutput(process.execPath, [join(projectRoot, 'lib', 'stacks', 'main.js'), ...args])) {
    throw new Error('nothing to validate: synth failed');
  }
  const toolchain = provideToolchain();
  const { valid, invalid } = validateStacks(
    join(projectRoot, 'cdktf.out'),
    toolchain,
    console.log,
    selectedStacks(args),
  );
  tell(`${valid.length} of ${valid.length + invalid.length} stacks are valid and draw no warning`);
  if (invalid.length > 0) process.exitCode = 1;
});

/**
 * Names of the stacks of the clusters that the app was told to synthesize; undefined if it was all of them.
 *
 * @param {readonly string[]} args
 * @returns {readonly string[] | undefined}
 */
function selectedStacks(args) {
  const { readAppArguments } = require(join(projectRoot, 'lib', 'src', 'app', 'app-arguments.js'));
  const { describeClusters } = require(join(projectRoot, 'lib', 'src', 'app', 'cluster-files.js'));
  const { names } = readAppArguments(args, process.env['CLUSTERS']);
  if (names.length === 0) return undefined;
  /** @type {readonly { readonly model: { readonly name: string } }[]} */
  const clusters = describeClusters({ projectDirectory: projectRoot, names });
  return clusters.map(({ model }) => model.name);
}
