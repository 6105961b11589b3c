// @ts-check
'use strict';

const { existsSync, mkdirSync, readFileSync, rmSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { build } = require('./lib/build');
const { runCommand, tell } = require('./lib/command');
const { projectRoot } = require('./lib/paths');
const { PROGRAMS } = require('./lib/program-suites');
const { runPackage } = require('./lib/run');
const { STEPS } = require('./lib/steps');
const { provideEverything } = require('./toolchain/provide');

/**
 * One configuration of the report of the suite.
 *
 * @typedef {object} Judged
 * @property {string} name
 * @property {string} kind contract, role and mode
 * @property {string} outcome
 * @property {boolean} isToldBefore if synth refuses its patches before Talos is asked
 * @property {readonly string[]} disagreements
 * @property {string} [onlyMachine]
 */

/** @typedef {{ seed: number, files: number, refusedFiles: number, places: number, verdicts: readonly Judged[] }} Report */

/** The examples, and the cluster files that have every key, make nearly as many. */
const LEAST = 100;

const USAGE = `npm run test:corpus -- [options]
  --count <number>  so many machine configurations; 2000 unless given
  --seed <number>   which ones; another each day unless given`;

/** The suite of the tests, with many configurations in place of a few. */
void runCommand(async () => {
  const { count, seed } = readOptions(process.argv.slice(2));
  await build(projectRoot, STEPS, tell);
  provideEverything(tell);
  const file = join(projectRoot, 'reports', 'corpus.json');
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  Object.assign(process.env, { CORPUS_COUNT: String(count), CORPUS_SEED: String(seed), CORPUS_REPORT: file });
  const isGood = runPackage('jest', 'jest', [
    ...['--ci', '--selectProjects', PROGRAMS, '--runTestsByPath', '__tests__/judge/corpus.test.ts'],
  ]);
  if (!existsSync(file)) throw new Error('the configurations were not judged; the reason stands above');
  const passed = report(JSON.parse(readFileSync(file, 'utf8')));
  if (!isGood || !passed) process.exitCode = 1;
});

/** @param {readonly string[]} args */
function readOptions(args) {
  const rest = [...args];
  const options = { count: 2000, seed: Math.floor(Date.now() / 86_400_000) };
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const value = rest.shift() ?? '';
    if (!['--count', '--seed'].includes(arg)) throw new Error(`unknown ${arg}; write\n${USAGE}`);
    if (!/^[1-9]\d*$/.test(value)) throw new Error(`${arg} ${value}; write a number of at least 1`);
    options[arg === '--count' ? 'count' : 'seed'] = Number(value);
  }
  if (options.count < LEAST)
    throw new Error(`--count ${options.count}; every key and every kind of machine needs ${LEAST}`);
  return options;
}

/**
 * @param {Report} report
 * @returns {boolean}
 */
function report({ seed, files, refusedFiles, places, verdicts }) {
  const failed = verdicts.filter(({ disagreements }) => disagreements.length > 0);
  for (const { name, disagreements } of failed)
    console.log(`${name}\n${disagreements.join('\n').replace(/^/gm, '    ')}`);
  console.log(`seed ${seed}: ${files} cluster files with all ${places} keys, ${refusedFiles} more that synth refuses`);
  console.log(`kinds: ${counted(verdicts.map(({ kind }) => kind))}`);
  console.log(`outcomes: ${counted(verdicts.map(({ outcome }) => outcome))}`);
  console.log(`of patches that synth refuses itself: ${verdicts.filter(({ isToldBefore }) => isToldBefore).length}`);
  const only = verdicts.filter(({ onlyMachine }) => onlyMachine !== undefined).length;
  console.log(`refused by the machine for what only a machine knows: ${only}`);
  console.log(`${verdicts.length - failed.length} passed, ${failed.length} failed`);
  return failed.length === 0;
}

/** @param {readonly string[]} values */
function counted(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, count]) => `${count} ${value}`).join(', ');
}
