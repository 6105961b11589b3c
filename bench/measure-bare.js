// @ts-check
'use strict';

// Run in a process of its own, as bench/measure-scale.js is:
//   node bench/measure-bare.js <directory of that one's output>
// Prints what the framework and the generated bindings alone take to make and synthesize the same resources.

const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
require(join(__dirname, '..', 'lib', 'src/app/lean-start')).startLean();
const { bareSynth } = require('./bare-synth');

const directory = process.argv[2] ?? '';
const stacks = readdirSync(join(directory, 'out', 'stacks')).map((name) => ({
  name,
  config: JSON.parse(readFileSync(join(directory, 'out', 'stacks', name, 'cdk.tf.json'), 'utf8')),
}));
process.stdout.write(JSON.stringify(bareSynth(stacks, join(directory, 'bare'))));
