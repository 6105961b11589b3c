import type { ClusterPrograms } from '../../scripts/toolchain/kubernetes';
import type { Toolchain } from '../../scripts/toolchain/provide';
import { VERDICT_PAINT } from '../../src/cli/verdict-paint';
import { type ClusterSpec, ClusterSpecError } from '../../src/cluster-file';
import { renderVerdict } from '../../src/plan/verdict/render-verdict';
import type { Verdict } from '../../src/plan/verdict/verdict';
import { onSignals, signalExitCode } from '../../src/process/signals';
import { Homelab } from '../homelab';
import type { HomelabFiles } from '../homelab-files';
import type { Double } from '../mapping/doubles';
import { type Change, dayTwoChanges, refusedChanges, placeOf } from './changes';
import { editedSpec, editedText, editLines } from './edit';
import { GuardedCommands, NotPlanned } from './guarded-commands';
import { lookAround, machineTable, virtualMachines, writeCredentials } from './homelab-report';

/** Programs of a homelab, and where its files lie. */
export interface HomelabTools {
  readonly toolchain: Toolchain;
  readonly programs: ClusterPrograms;
  /** Directories that the simulator reads; those of a clone of this project unless given. */
  readonly data?: HomelabFiles;
}

/** A cluster that is tried. */
export interface TriedCluster {
  /** Content of its file. */
  readonly spec: ClusterSpec;
  /** The file, for people. */
  readonly file: string;
  /** Text of the file, if it is YAML. */
  readonly text?: string;
  /** Project that paths in the file are relative to. */
  readonly directory: string;
  /** Parts of it that are played beside those that the homelab plays. */
  readonly doubles?: readonly Double[];
}

/** How a cluster is tried. */
export interface TryOptions {
  readonly tools: HomelabTools;
  /** If the homelab stays up until a signal comes. */
  readonly keep: boolean;
  /** Called with what a person reads. */
  readonly print: (text: string) => void;
}

/** A plan that was judged while a cluster was tried. */
export interface TriedStep {
  /** Its purpose: the cluster is made, it is changed, or a change is refused. */
  readonly step: 'create' | 'change' | 'refusal';
  /** The change, in words. */
  readonly title?: string;
  /** The change as an edit of the file: lines that differ, or values. */
  readonly edit?: readonly string[];
  readonly verdict: Verdict;
}

/** Result of a try: its steps, the parts that were played, and how it ended. */
export interface TryResult {
  readonly cluster: string;
  readonly file: string;
  /** Parts of the file that were played, as the homelab has no original of them. */
  readonly doubles: readonly Double[];
  readonly steps: readonly TriedStep[];
  /** If a plan after all applies found nothing to do. */
  readonly secondPlanEmpty: boolean;
  /** If everything was destroyed, and nothing is left. */
  readonly destroyed: boolean;
}

/** The end of a try. */
export interface TryEnd {
  readonly exitCode: number;
  /** Nothing if a signal has ended it. */
  readonly result?: TryResult;
}

const HEAD = `The homelab is SIMULATED: Proxmox VE, Image
Factory, Talos machines, Git and stores of states are a program that listens on 127.0.0.0/8. OpenTofu, the Proxmox
provider, the Kubernetes API server and etcd are real. Nothing of the project is changed.`;

/** The guard refuses to make the cluster. */
const REFUSED = 1;

/**
 * Makes a cluster in a simulated homelab with the commands that its user has, changes it, shows a change that is refused,
 * and destroys it. All of it happens in a temporary folder.
 *
 * @throws when something fails that should not
 */
export async function tryCluster(cluster: TriedCluster, options: TryOptions): Promise<TryEnd> {
  const signals: { ignore?: () => void } = {};
  const interrupted = new Promise<NodeJS.Signals>((resolve) => {
    signals.ignore = onSignals(resolve);
  });
  const { tools, keep, print } = options;
  try {
    const homelab = await Homelab.open(cluster.spec, { ...tools, directory: cluster.directory });
    const commands = new GuardedCommands(homelab);
    try {
      const story = new TryStory(cluster, homelab, commands, options);
      // a signal ends the homelab under it, and what it then says is for nobody
      const told = story.tell();
      told.catch(() => undefined);
      const first = await Promise.race([told, interrupted]);
      // as a shell has it for Ctrl-C
      if (typeof first === 'string') return { exitCode: signalExitCode(first) };
      if (keep && first.exitCode === 0) await Promise.race([interrupted, homelab.simulator.gone.then(failed)]);
      return first;
    } finally {
      print('\nTaking the homelab down.');
      await commands.close();
      await homelab.close();
    }
  } finally {
    signals.ignore?.();
  }
}

class TryStory {
  private readonly cluster: TriedCluster;
  private readonly homelab: Homelab;
  private readonly commands: GuardedCommands;
  private readonly options: TryOptions;
  private readonly steps: TriedStep[];
  private readonly doubles: readonly Double[];
  /** As the file stands now. */
  private spec: ClusterSpec;
  private text: string | undefined;

  constructor(cluster: TriedCluster, homelab: Homelab, commands: GuardedCommands, options: TryOptions) {
    this.cluster = cluster;
    this.homelab = homelab;
    this.commands = commands;
    this.options = options;
    this.steps = [];
    this.doubles = [...(cluster.doubles ?? []), ...homelab.cluster.doubles];
    this.spec = cluster.spec;
    this.text = cluster.text;
  }

  async tell(): Promise<TryEnd> {
    const { homelab, options } = this;
    this.introduce();
    this.head(`plan: what ${this.cluster.file} makes`);
    await homelab.workspace.init();
    const verdict = await this.commands.plan();
    this.steps.push({ step: 'create', verdict });
    this.print(this.words(verdict));
    if (!verdict.allowed) return this.end(REFUSED, false);
    await this.apply();
    const credentials = await writeCredentials(homelab);
    this.print(`\nThis was made:\n\n${await machineTable(homelab, credentials)}`);
    await this.change();
    await this.refusal();
    this.head('plan, once more');
    const second = await this.commands.plan();
    if (second.hasChanges) throw new Error(`the second plan is not empty, and should be:\n${renderVerdict(second)}`);
    this.print(this.words(second));
    if (options.keep) {
      const lines = lookAround(homelab, credentials).map((command) => `  ${command}\n`);
      this.print(`The homelab stays up until Ctrl-C. Look around in another shell:\n\n${lines.join('')}`);
      return this.end(0, false);
    }
    await this.destroy();
    return this.end(0, true);
  }

  private introduce(): void {
    const { homelab, doubles } = this;
    this.print(`${this.cluster.file} is tried in ${homelab.projectDirectory}. ${HEAD}`);
    if (doubles.length === 0) return;
    const rows = doubles.map(({ place, part, playedBy }) => `  ${place}: ${part}\n    by ${playedBy}`);
    this.print(`\nPlayed by doubles:\n${rows.join('\n')}`);
  }

  /** A change that the guard allows is applied. */
  private async change(): Promise<void> {
    const found = await this.firstPlanned(
      dayTwoChanges(this.homelab.cluster.model),
      ({ allowed, hasChanges }) => allowed && hasChanges,
    );
    if (found === undefined) throw new Error('the guard refuses every change that was tried');
    this.show('change', 'a change', found);
    this.spec = found.spec;
    this.text = this.text === undefined ? undefined : editedText(this.text, found.edits);
    await this.apply();
  }

  /** A change that the guard refuses is taken back. */
  private async refusal(): Promise<void> {
    const found = await this.firstPlanned(
      refusedChanges(this.spec, this.homelab.cluster.model),
      ({ allowed }) => !allowed,
    );
    if (found === undefined) throw new Error('the guard allows every change that was to be refused');
    this.show('refusal', 'a change that is refused', found);
    this.print('Nothing was applied, and the file is as it was.');
    this.homelab.describe(this.spec);
  }

  private async firstPlanned(changes: readonly Change[], isWanted: (verdict: Verdict) => boolean) {
    for (const change of changes) {
      const spec = editedSpec(this.spec, change.edits) as ClusterSpec;
      try {
        this.homelab.describe(spec);
      } catch (error) {
        // a rule of the cluster file is against it already
        if (error instanceof ClusterSpecError) continue;
        throw error;
      }
      const verdict = await this.planned();
      if (verdict !== undefined && isWanted(verdict)) return { ...change, spec, verdict };
    }
    return undefined;
  }

  /** Nothing for a change that OpenTofu itself has something against, such as a health check that misses a machine. */
  private async planned(): Promise<Verdict | undefined> {
    try {
      return await this.commands.plan();
    } catch (error) {
      if (error instanceof NotPlanned) return undefined;
      throw error;
    }
  }

  private show(
    step: TriedStep['step'],
    heading: string,
    { title, edits, verdict }: Change & { verdict: Verdict },
  ): void {
    const edit = editLines(this.spec, this.text, edits);
    this.steps.push({ step, title, edit, verdict });
    this.head(`${heading}: ${title}`);
    this.print(`${this.cluster.file}\n${edit.map((line) => `  ${line}\n`).join('')}`);
    this.print(this.words(verdict));
  }

  private async apply(): Promise<void> {
    this.head('apply');
    const isShown = { value: true };
    await this.commands.apply((line) => {
      // what is next for a cluster of their own is not next here
      if (line === 'next:') isShown.value = false;
      if (isShown.value) this.print(`  ${this.homelab.cluster.network.shownText(line)}`);
    });
  }

  private async destroy(): Promise<void> {
    this.head('destroy');
    await this.unprotect();
    this.print(this.homelab.cluster.network.shownText(await this.commands.destroy()));
    const left = await virtualMachines(this.homelab);
    if (left.length > 0) throw new Error(`machines are left: ${left.map(({ name }) => name).join(', ')}`);
    this.print('\nNo machine is left. With --keep the homelab stays up before that and lets you look around.');
  }

  /** Protected machines keep a destroy from beginning, as they do at home. */
  private async unprotect(): Promise<void> {
    const { nodes } = this.homelab.cluster.model;
    const machines = nodes.filter(({ vm }) => vm?.protection === true);
    const names = machines.map(({ name }) => name);
    if (names.length === 0) return;
    this.print(`First protection: false is applied to ${names.join(', ')}, as a destroy would be refused.`);
    const edits = machines.map((node) => ({ path: [...placeOf(node), 'protection'], value: false }));
    this.homelab.describe(editedSpec(this.spec, edits));
    await this.commands.apply(() => undefined);
  }

  private end(exitCode: number, destroyed: boolean): TryEnd {
    const { file, spec } = this.cluster;
    const secondPlanEmpty = exitCode === 0;
    const { steps, doubles } = this;
    return { exitCode, result: { cluster: spec.name, file, doubles, steps, secondPlanEmpty, destroyed } };
  }

  private words(verdict: Verdict): string {
    return this.homelab.cluster.network.shownText(renderVerdict(verdict, VERDICT_PAINT)).trimEnd();
  }

  private head(title: string): void {
    this.print(`\n${VERDICT_PAINT.strong(`== ${title}`)}`);
  }

  private print(text: string): void {
    this.options.print(text);
  }
}

function failed(error: Error | undefined): never {
  throw error ?? new Error('the simulator was stopped');
}
