// @ts-check
'use strict';

const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { requireLinux } = require('./homelab/block');
const { FAULT_CLUSTERS } = require('./homelab/fault-clusters');
const { attemptText, attemptsOf, sample } = require('./homelab/fault-points');
const { listedRecoveries } = require('./homelab/recovery-list');
const { SweepResults } = require('./homelab/sweep-results');
const { build } = require('./lib/build');
const { runCommand, tell } = require('./lib/command');
const { projectRoot } = require('./lib/paths');
const { STEPS } = require('./lib/steps');
const { provideClusterPrograms } = require('./toolchain/kubernetes');
const { provideToolchain } = require('./toolchain/provide');

/** @typedef {import('./homelab/fault-sweep').Outcome} Outcome */
/** @typedef {import('./homelab/fault-sweep').FaultSweep} FaultSweep */
/** @typedef {import('./homelab/fault-points').Attempt} Attempt */
/** @typedef {import('./homelab/recovery-list').NamedRecovery} NamedRecovery */

/**
 * What is to be tried.
 *
 * @typedef {object} Options
 * @property {readonly (keyof typeof FAULT_CLUSTERS)[]} configurations
 * @property {number | undefined} sample how many attempts of each configuration
 * @property {number | undefined} point the only attempt
 * @property {string | undefined} results file that outcomes are kept in
 * @property {boolean} verbose
 */

const USAGE = `npm run test:faults -- [options]
  --config <${Object.keys(FAULT_CLUSTERS).join('|')}>  one of the clusters; all unless given
  --sample <number>         so many attempts of each cluster, evenly from all
  --point <number>          one attempt, by the number that --verbose prints; needs --config
  --results <file>          keeps each outcome there as it comes, and tries none again that has one
  --verbose                 a line for each attempt`;

/** Homelabs at the same time: each has an API server, and a computer of two cores has enough of two. */
const AT_ONCE = 2;

void runCommand(async () => {
  const options = readOptions(process.argv.slice(2));
  requireLinux();
  await build(projectRoot, STEPS, tell);
  const tools = { toolchain: provideToolchain(tell), programs: provideClusterPrograms(tell) };
  const recoveries = listedRecoveries(readFileSync(join(projectRoot, 'docs', 'recovery.md'), 'utf8'));
  // reads what was just built
  const { FaultSweep } = require('./homelab/fault-sweep');
  const interrupted = interruption();
  /** @type {Outcome[]} */
  const outcomes = [];
  const results = options.results === undefined ? undefined : new SweepResults(options.results);
  for (const configuration of options.configurations) {
    const sweep = new FaultSweep({ ...tools, spec: FAULT_CLUSTERS[configuration], recoveries });
    const swept = await Promise.race([runSweep(sweep, configuration, options, results), interrupted]);
    if (swept === undefined) {
      await sweep.close();
      tell('the sweep was ended before it was through');
      // as a shell has it for Ctrl-C
      process.exit(130);
    }
    outcomes.push(...swept);
  }
  report(outcomes, isFull(options) ? recoveries : []);
});

/**
 * @param {readonly string[]} args
 * @returns {Options}
 */
function readOptions(args) {
  const rest = [...args];
  /** @type {Partial<Record<string, string>>} */
  const values = {};
  let verbose = false;
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--verbose') verbose = true;
    else if (['--config', '--sample', '--point', '--results'].includes(arg)) values[arg] = rest.shift() ?? '';
    else throw new Error(`unknown ${arg}; write\n${USAGE}`);
  }
  const { '--config': config } = values;
  const known = /** @type {(keyof typeof FAULT_CLUSTERS)[]} */ (Object.keys(FAULT_CLUSTERS));
  const configurations = known.filter((name) => config === undefined || config === name);
  if (configurations.length === 0) throw new Error(`--config ${config}; write ${known.join(' or ')}`);
  if (values['--point'] !== undefined && config === undefined) {
    throw new Error(`--point counts the attempts of one cluster; write --config ${known.join(' or ')} beside it`);
  }
  const [count, point] = [readNumber(values, '--sample'), readNumber(values, '--point')];
  const results = values['--results'];
  if (results === '') throw new Error('--results; write the path of a file');
  return { configurations, sample: count, point, results, verbose: verbose || point !== undefined };
}

/**
 * @param {Partial<Record<string, string>>} values
 * @param {string} name
 */
function readNumber(values, name) {
  const text = values[name];
  if (text === undefined) return undefined;
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`${name} ${text}; write a number of at least 1`);
  return Number(text);
}

/** @param {Options} options */
function isFull({ configurations, sample: count, point }) {
  return configurations.length === Object.keys(FAULT_CLUSTERS).length && count === undefined && point === undefined;
}

/**
 * @param {FaultSweep} sweep
 * @param {string} configuration
 * @param {Options} options
 * @param {SweepResults | undefined} results
 * @returns {Promise<Outcome[]>}
 */
async function runSweep(sweep, configuration, options, results) {
  const points = await sweep.prepare();
  const all = attemptsOf(points);
  const chosen = chosenAttempts(all, options);
  /** @type {Outcome[]} */
  const outcomes = chosen.flatMap((attempt) => results?.find(configuration, attempt) ?? []);
  const waiting = chosen.filter((attempt) => !outcomes.some((outcome) => outcome.attempt === attempt));
  const known = outcomes.length === 0 ? '' : `, ${outcomes.length} known from ${options.results}`;
  tell(`${configuration}: ${points.length} points, ${all.length} attempts, ${chosen.length} of them chosen${known}`);
  for (const outcome of outcomes) tellOutcome(configuration, outcome, 0, options.verbose);
  const work = async () => {
    for (let attempt = waiting.shift(); attempt !== undefined; attempt = waiting.shift()) {
      const started = Date.now();
      const outcome = await sweep.try(attempt);
      if (sweep.isClosed) return;
      outcomes.push(outcome);
      results?.add(configuration, outcome);
      tellOutcome(configuration, outcome, Math.round((Date.now() - started) / 1000), options.verbose);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return outcomes;
}

/**
 * @param {readonly Attempt[]} all
 * @param {Options} options
 */
function chosenAttempts(all, { point, sample: count = all.length }) {
  if (point === undefined) return sample(all, count);
  const found = all.filter(({ index }) => index === point);
  if (found.length === 0) throw new Error(`--point ${point}; there are attempts from 1 to ${all.length}`);
  return found;
}

/**
 * @param {string} configuration
 * @param {Outcome} outcome
 * @param {number} seconds
 * @param {boolean} verbose
 */
function tellOutcome(configuration, { attempt, result, recoveries, problem }, seconds, verbose) {
  if (!verbose && problem === undefined) return;
  const why = recoveries.map(({ says }) => `, ${says}`).join('');
  console.log(`${configuration} ${attemptText(attempt)}: ${result}${why} (${seconds} s)`);
  if (problem !== undefined) console.log(problem.replace(/^/gm, '    '));
}

/**
 * @param {readonly Outcome[]} outcomes
 * @param {readonly NamedRecovery[]} recoveries each of which must have been needed
 */
function report(outcomes, recoveries) {
  const count = (/** @type {Outcome['result']} */ result) => outcomes.filter((each) => each.result === result).length;
  const used = outcomes.flatMap((outcome) => outcome.recoveries);
  const unused = recoveries.filter(({ says, command }) => {
    return !used.some((recovery) => recovery.says === says && recovery.command === command);
  });
  for (const { says } of unused) console.log(`docs/recovery.md has a row that was never needed; take it away: ${says}`);
  const [converged, byCommand, failed] = [count('converged'), count('converged by the named command'), count('failed')];
  console.log(
    `${outcomes.length} points tried, ${converged} converged, ${byCommand} converged by the named command, ${failed} failed`,
  );
  console.log(`${converged + byCommand} passed, ${failed + unused.length} failed`);
  if (failed + unused.length > 0) process.exitCode = 1;
}

/** Resolves when the user or the system asks the sweep to end. */
function interruption() {
  return new Promise((/** @type {(value: undefined) => void} */ resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => resolve(undefined));
  });
}
