// @ts-check
'use strict';

const { join } = require('node:path');
const { runCommand, tell } = require('./lib/command');
const { projectRoot } = require('./lib/paths');
const { run } = require('./lib/run');
const { provideToolchain } = require('./toolchain/provide');
const { validateStacks } = require('./toolchain/validate-stacks');

/** Synthesizes, and has the real OpenTofu look at every stack; a warning fails as an error does. */
void runCommand(() => {
  const toolchain = provideToolchain();
  if (!run(process.execPath, [join(__dirname, 'synth.js')])) throw new Error('nothing to validate: synth failed');
  const { valid, invalid } = validateStacks(join(projectRoot, 'cdktf.out'), toolchain, console.log);
  tell(`${valid.length} of ${valid.length + invalid.length} stacks are valid and draw no warning`);
  if (invalid.length > 0) process.exitCode = 1;
});
