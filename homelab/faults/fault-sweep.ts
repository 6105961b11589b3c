import type { ClusterPrograms } from '../../scripts/toolchain/kubernetes';
import type { Toolchain } from '../../scripts/toolchain/provide';
import { talosVersion } from '../clients/talos-client';
import { Homelab, type HomelabConfig } from '../homelab';
import { belongings, differences } from './belongings';
import { type Attempt, type FaultPoint, faultPoints, faultRule } from './fault-points';
import { type GuardedApplyResult, startGuardedApply } from './guarded-apply';
import { listedAs, namedRecoveries, type NamedRecovery } from './recovery-list';

/** Settings of a sweep. */
export interface SweepOptions {
  /** Content of a cluster file. */
  readonly spec: unknown;
  readonly toolchain: Toolchain;
  readonly programs: ClusterPrograms;
  /** That an interrupted apply may name. */
  readonly recoveries: readonly NamedRecovery[];
}

/** The outcome of an interrupted apply. */
export interface Outcome {
  readonly attempt: Attempt;
  readonly result: 'converged' | 'converged by the named command' | 'failed';
  /** That were named, as the list has them. */
  readonly recoveries: readonly NamedRecovery[];
  /** Why it failed, with what was printed last. */
  readonly problem?: string;
}

/** How many lines of what an apply printed are shown: errors come last. */
const SHOWN_LINES = 40;

/**
 * Guest agents answer from the first boot on: an import has no time limit of ours, and would wait for a silent one for as
 * long as the provider does by itself, 15 minutes for each attempt.
 */
function withAgents(config: HomelabConfig) {
  return { ...config, talos: { ...config.talos, agentInMaintenance: true } };
}

/** An apply did not end as it must; the message says how. */
class NotConverged extends Error {}

/** Applies one cluster again and again in fresh homelabs, interrupted each time at another point. */
export class FaultSweep {
  private readonly options: SweepOptions;
  private wanted: readonly string[];
  private readonly opened: Set<Homelab>;
  /** If it was ended. */
  public isClosed = false;

  constructor(options: SweepOptions) {
    this.options = options;
    this.wanted = [];
    this.opened = new Set();
  }

  /** Applies once without any fault: where it can be interrupted, and what there has to be in the end. */
  async prepare(): Promise<FaultPoint[]> {
    return this.inHomelab(async (homelab) => {
      const { isDone, output } = await startGuardedApply(homelab).ended;
      if (!isDone) throw new Error(`an apply without faults failed:\n${end(output)}`);
      const points = faultPoints(await homelab.simulator.journal(), homelab.block);
      await expectWhole(homelab, []);
      this.wanted = belongings(await homelab.simulator.inventory(), homelab.block);
      return points;
    });
  }

  /** Applies, interrupted once, and goes on as a person would who does what the command line says. */
  async try(attempt: Attempt): Promise<Outcome> {
    try {
      const recoveries = await this.inHomelab((homelab) => this.interruptAndGoOn(homelab, attempt));
      return { attempt, result: recoveries.length === 0 ? 'converged' : 'converged by the named command', recoveries };
    } catch (error) {
      return {
        attempt,
        result: 'failed',
        recoveries: [],
        problem: error instanceof Error ? error.message : String(error),
      };
    }
  }

  /** Ends what is under way, and begins nothing more. */
  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all([...this.opened].map((homelab) => homelab.close()));
  }

  /** @returns what was named */
  private async interruptAndGoOn(homelab: Homelab, attempt: Attempt): Promise<NamedRecovery[]> {
    const { simulator } = homelab;
    await simulator.addFaults([faultRule(attempt, homelab.block)]);
    const first = await (attempt.interruption === 'killed' ? killed(homelab, attempt) : failing(homelab));
    await simulator.clearFaults();
    const named = await this.goOn(homelab, first);
    await expectWhole(homelab, this.wanted);
    return named;
  }

  /**
   * Applies again; where an apply names a command it is run, once.
   *
   * @returns as the list has them
   */
  private async goOn(homelab: Homelab, first: GuardedApplyResult): Promise<NamedRecovery[]> {
    let stopped = first;
    if (namedRecoveries(stopped.output).length === 0) {
      stopped = await startGuardedApply(homelab).ended;
      if (stopped.isDone) return [];
    }
    const named = namedRecoveries(stopped.output);
    const commands = [...new Set(named.map(({ command }) => command))];
    const [command] = commands;
    if (command === undefined || commands.length > 1) {
      throw new NotConverged(`the next apply failed and named ${commands.length} commands:\n${end(stopped.output)}`);
    }
    const listed = named.map((each) => this.requireListed(each));
    const last = await runNamed(homelab, command);
    if (!last.isDone) throw new NotConverged(`after ${command} the apply failed:\n${end(last.output)}`);
    return listed;
  }

  private requireListed(named: NamedRecovery): NamedRecovery {
    const listed = listedAs(this.options.recoveries, named);
    if (listed !== undefined) return listed;
    throw new NotConverged(`docs/recovery.md does not list what the apply said:\n${named.says}\n${named.command}`);
  }

  private async inHomelab<T>(work: (homelab: Homelab) => Promise<T>): Promise<T> {
    const { spec, toolchain, programs } = this.options;
    if (this.isClosed) throw new Error('the sweep was ended');
    const homelab = await Homelab.open(spec, { toolchain, programs, configure: withAgents });
    this.opened.add(homelab);
    try {
      await homelab.workspace.init();
      return await work(homelab);
    } finally {
      this.opened.delete(homelab);
      await homelab.close();
    }
  }
}

function end(output: string): string {
  return output.trimEnd().split('\n').slice(-SHOWN_LINES).join('\n');
}

async function failing(homelab: Homelab): Promise<GuardedApplyResult> {
  const result = await startGuardedApply(homelab).ended;
  const calls = await homelab.simulator.journal();
  if (!calls.some(({ fault }) => fault !== undefined))
    throw new NotConverged(`no call met the fault:\n${end(result.output)}`);
  return result;
}

async function killed(homelab: Homelab, attempt: Attempt): Promise<GuardedApplyResult> {
  const { simulator, block } = homelab;
  const run = startGuardedApply(homelab);
  for (;;) {
    const call = await Promise.race([run.ended.then(() => undefined), simulator.held(120)]);
    if (call === undefined) {
      run.kill();
      throw new NotConverged(`no call was held:\n${end((await run.ended).output)}`);
    }
    if (call.status === attempt.point.answer) break;
    // it is made again until the answer is the one that is waited for
    await simulator.clearFaults();
    await simulator.addFaults([faultRule({ ...attempt, point: { ...attempt.point, nth: 1 } }, block)]);
  }
  run.kill();
  return run.ended;
}

async function runNamed(homelab: Homelab, command: string): Promise<GuardedApplyResult> {
  if (command !== `npx cdktf-proxmox-talos apply ${homelab.cluster.model.name}`) {
    throw new NotConverged(`${command} was named, which is none that a sweep can run`);
  }
  return startGuardedApply(homelab).ended;
}

/**
 * Makes sure that nothing is left to do, that nothing was lost or doubled, and that every machine obeys.
 *
 * @param wanted what there has to be; nothing for whatever there is
 */
async function expectWhole(homelab: Homelab, wanted: readonly string[]): Promise<void> {
  const { workspace, simulator, block, cluster } = homelab;
  const { isEmpty, output } = await workspace.plan();
  if (!isEmpty) throw new NotConverged(`the second plan is not empty:\n${output}`);
  const others = wanted.length === 0 ? [] : differences(wanted, belongings(await simulator.inventory(), block));
  if (others.length > 0)
    throw new NotConverged(`the homelab is not as after an apply without faults:\n${others.join('\n')}`);
  const { talos_config: talosconfig } = (await workspace.outputs()) as { talos_config: string };
  for (const {
    machine: { address },
  } of cluster.model.nodes) {
    await talosVersion(address, talosconfig).catch((error: unknown) => {
      throw new NotConverged(`machine ${address} does not obey: ${(error as Error).message}`);
    });
  }
}
