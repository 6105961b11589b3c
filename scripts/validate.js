// @ts-check
'use strict';

const { join } = require('node:path');
const { build } = require('./lib/build');
const { runCommand, tell } = require('./lib/command');
const { projectRoot } = require('./lib/paths');
const { runQuietly } = require('./lib/run');
const { STEPS } = require('./lib/steps');
const { provideToolchain } = require('./toolchain/provide');
const { validateStacks } = require('./toolchain/validate-stacks');

/** Synthesizes, and has the real OpenTofu look at every stack; a warning fails as an error does. */
void runCommand(async () => {
  const toolchain = provideToolchain();
  await build(projectRoot, STEPS, tell);
  if (!runQuietly(process.execPath, [join(projectRoot, 'lib', 'stacks', 'main.js')])) {
    throw new Error('nothing to validate: synth failed');
  }
  const { valid, invalid } = validateStacks(join(projectRoot, 'cdktf.out'), toolchain, console.log);
  tell(`${valid.length} of ${valid.length + invalid.length} stacks are valid and draw no warning`);
  if (invalid.length > 0) process.exitCode = 1;
});
