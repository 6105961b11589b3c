// @ts-check
'use strict';

// Measures what a person waits for, on this machine, and prints a table; with --json the same as data.
// --runs <n> sets how often each short row is measured (the median counts), --suite measures the tests too.

const { runCommand, tell } = require('./lib/command');
const { build } = require('./lib/build');
const { projectRoot } = require('./lib/paths');
const { HOMELAB_STEPS } = require('./lib/steps');
const { measureApp } = require('../bench/app');
const { measureBuild } = require('../bench/build');
const { measureHomelab } = require('../bench/homelab');
const { measureScale } = require('../bench/scale');
const { renderReport } = require('../bench/report');

void runCommand(async () => {
  const { json, runs, suite } = readOptions(process.argv.slice(2));
  await build(projectRoot, HOMELAB_STEPS, tell);
  const report = {
    machine: describeMachine(),
    app: measureApp(projectRoot, runs, tell),
    scale: measureScale(tell),
    build: measureBuild(projectRoot, { suite }, tell),
    homelab: await measureHomelab(tell),
  };
  process.stdout.write(json ? `${JSON.stringify(report, undefined, 2)}\n` : renderReport(report));
});

/** @param {readonly string[]} args */
function readOptions(args) {
  const known = ['--json', '--suite', '--runs'];
  const unknown = args.find((arg, index) => !known.includes(arg) && args[index - 1] !== '--runs');
  if (unknown !== undefined) throw new Error(`unknown option ${unknown}; known are ${known.join(', ')} <n>`);
  const runs = args.includes('--runs') ? Number(args[args.indexOf('--runs') + 1]) : 7;
  if (!Number.isInteger(runs) || runs < 1) throw new Error('--runs needs a whole number, such as --runs 7');
  return { json: args.includes('--json'), suite: args.includes('--suite'), runs };
}

function describeMachine() {
  const { cpus, totalmem } = require('node:os');
  return { node: process.version, cores: cpus().length, memoryGiB: Math.round(totalmem() / 1024 ** 3) };
}
