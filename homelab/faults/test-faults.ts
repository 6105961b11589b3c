import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClusterPrograms } from '../../scripts/toolchain/kubernetes';
import type { Toolchain } from '../../scripts/toolchain/provide';
import { requireLinux } from '../block';
import { projectRoot } from '../project-root';
import { FAULT_CLUSTERS } from './fault-clusters';
import { type Attempt, attemptsOf, attemptText, sample } from './fault-points';
import { FaultSweep, type Outcome } from './fault-sweep';
import { listedRecoveries, type NamedRecovery } from './recovery-list';
import { SweepResults } from './sweep-results';

type Configuration = keyof typeof FAULT_CLUSTERS;

/** Attempts to make. */
interface Options {
  readonly configurations: readonly Configuration[];
  /** How many attempts of each configuration. */
  readonly sample: number | undefined;
  /** The only attempt. */
  readonly point: number | undefined;
  /** File that outcomes are kept in. */
  readonly results: string | undefined;
  readonly verbose: boolean;
}

const USAGE = `npm run test:faults -- [options]
  --config <${Object.keys(FAULT_CLUSTERS).join('|')}>  one of the clusters; all unless given
  --sample <number>         so many attempts of each cluster, evenly from all
  --point <number>          one attempt, by the number that --verbose prints; needs --config
  --results <file>          keeps each outcome there as it comes, and tries none again that has one
  --verbose                 a line for each attempt`;

/** Homelabs at the same time: each has an API server, and a computer of two cores has enough of two. */
const AT_ONCE = 2;

/** Programs that every homelab needs. */
export interface Tools {
  readonly toolchain: Toolchain;
  readonly programs: ClusterPrograms;
}

/**
 * Interrupts applies at every point, or at those chosen, and prints how each goes on.
 *
 * @param args of the command line
 * @param provideTools makes the programs ready
 * @returns exit code
 */
export async function testFaults(args: readonly string[], provideTools: () => Tools): Promise<number> {
  const options = readOptions(args);
  requireLinux();
  const tools = provideTools();
  const recoveries = listedRecoveries(readFileSync(join(projectRoot, 'docs', 'recovery.md'), 'utf8'));
  const interrupted = interruption();
  const outcomes: Outcome[] = [];
  const results = options.results === undefined ? undefined : new SweepResults(options.results);
  for (const configuration of options.configurations) {
    const sweep = new FaultSweep({ ...tools, spec: FAULT_CLUSTERS[configuration], recoveries });
    const swept = await Promise.race([runSweep(sweep, configuration, options, results), interrupted]);
    if (swept === undefined) {
      await sweep.close();
      tell('the sweep was ended before it was through');
      // as a shell has it for Ctrl-C
      return 130;
    }
    outcomes.push(...swept);
  }
  return report(outcomes, isFull(options) ? recoveries : []);
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function readOptions(args: readonly string[]): Options {
  const rest = [...args];
  const values: Partial<Record<string, string>> = {};
  let verbose = false;
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--verbose') verbose = true;
    else if (['--config', '--sample', '--point', '--results'].includes(arg)) values[arg] = rest.shift() ?? '';
    else throw new Error(`unknown ${arg}; write\n${USAGE}`);
  }
  const { '--config': config } = values;
  const known = Object.keys(FAULT_CLUSTERS) as Configuration[];
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

function readNumber(values: Partial<Record<string, string>>, name: string): number | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`${name} ${text}; write a number of at least 1`);
  return Number(text);
}

function isFull({ configurations, sample: count, point }: Options): boolean {
  return configurations.length === Object.keys(FAULT_CLUSTERS).length && count === undefined && point === undefined;
}

async function runSweep(
  sweep: FaultSweep,
  configuration: string,
  options: Options,
  results: SweepResults | undefined,
): Promise<Outcome[]> {
  const points = await sweep.prepare();
  const all = attemptsOf(points);
  const chosen = chosenAttempts(all, options);
  const outcomes: Outcome[] = chosen.flatMap((attempt) => results?.find(configuration, attempt) ?? []);
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

function chosenAttempts(all: readonly Attempt[], { point, sample: count = all.length }: Options): readonly Attempt[] {
  if (point === undefined) return sample(all, count);
  const found = all.filter(({ index }) => index === point);
  if (found.length === 0) throw new Error(`--point ${point}; there are attempts from 1 to ${all.length}`);
  return found;
}

function tellOutcome(
  configuration: string,
  { attempt, result, recoveries, problem }: Outcome,
  seconds: number,
  verbose: boolean,
): void {
  if (!verbose && problem === undefined) return;
  const why = recoveries.map(({ says }) => `, ${says}`).join('');
  print(`${configuration} ${attemptText(attempt)}: ${result}${why} (${seconds} s)`);
  if (problem !== undefined) print(problem.replace(/^/gm, '    '));
}

/**
 * @param recoveries each of which must have been needed
 * @returns exit code
 */
function report(outcomes: readonly Outcome[], recoveries: readonly NamedRecovery[]): number {
  const count = (result: Outcome['result']) => outcomes.filter((each) => each.result === result).length;
  const used = outcomes.flatMap((outcome) => outcome.recoveries);
  const unused = recoveries.filter(({ says, command }) => {
    return !used.some((recovery) => recovery.says === says && recovery.command === command);
  });
  for (const { says } of unused) print(`docs/recovery.md has a row that was never needed; take it away: ${says}`);
  const [converged, byCommand, failed] = [count('converged'), count('converged by the named command'), count('failed')];
  print(
    `${outcomes.length} points tried, ${converged} converged, ${byCommand} converged by the named command, ${failed} failed`,
  );
  print(`${converged + byCommand} passed, ${failed + unused.length} failed`);
  return failed + unused.length > 0 ? 1 : 0;
}

/** Resolves when the user or the system asks the sweep to end. */
function interruption(): Promise<undefined> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => resolve(undefined));
  });
}
