import type { JoiningMachine, JoinQuestions } from '../../plan/read/join-questions';
import type { KubernetesAccess } from '../../plan/read/kubernetes-credentials';
import { bootIdOf, isReady, itemsOf, nodeOf } from '../../plan/read/node-objects';
import type { Values } from '../../plan/read/plan-json';
import { JOIN_STEPS, type JoinStep } from '../progress/machine-steps';
import type { ApplyEvent } from '../tofu/apply-event';
import { apiUrl, askKubernetes, NODES } from './kubernetes-api';
import { answerNotJson, kubeconfigNotThere } from './kubernetes-api-faults';

/** A machine joins in tens of seconds, and the list is small. */
const LOOK_MS = 2_000;

/** A state that is kept elsewhere has what an apply makes within twenty seconds. */
const READ_MS = 5_000;

/** Where the watch asks, and whom it tells. */
export interface MachineWatchOptions {
  /** Whom to ask, and about what. */
  readonly questions: JoinQuestions;
  /** Reads the way to the Kubernetes API from the state; nothing if the state has none yet. */
  readonly readAccess: () => Promise<KubernetesAccess | undefined>;
  /** Called once for each step of a machine that is seen. */
  readonly seen: (machine: string, step: JoinStep) => void;
}

/** How far machines were when they were looked at for the last time. */
export interface JoinFindings {
  /** Machines that are not ready, and if they have joined. */
  readonly notReady: readonly { readonly name: string; readonly hasJoined: boolean }[];
  /** Why nobody said more; nothing if the API answered. */
  readonly silence?: string;
}

/**
 * Watches, while an apply runs, which of its machines have joined Kubernetes and are ready: the API server is asked for the
 * Node objects, and nothing is concluded from anything else. A machine that takes the place of another is known by a boot that
 * the node of the other did not have.
 */
export class MachineWatch {
  private readonly told = new Map<string, Set<JoinStep>>();
  private access: KubernetesAccess | undefined;
  /** Boots of the nodes before the apply; nothing if nobody could be asked then. */
  private before: ReadonlyMap<string, string | undefined> | undefined;
  private silence: string | undefined = kubeconfigNotThere();
  private answering: string | undefined;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private hasEnded = false;

  constructor(private readonly options: MachineWatchOptions) {
    this.access = options.questions.access;
  }

  /** Looks at what is there before anything changes, and begins to watch. */
  public async begin(): Promise<void> {
    if (this.access !== undefined) {
      const nodes = await this.nodes();
      this.before = nodes && new Map(this.nodesOf(nodes).map(([{ name }, node]) => [name, bootIdOf(node)]));
    }
    this.lookLater(LOOK_MS);
  }

  /** Takes what happens to a resource: a kubeconfig that is made opens the way. */
  public hear({ address, action, state }: ApplyEvent): void {
    const isMade = state === 'done' && (action === 'create' || action === 'change');
    if (isMade && this.options.questions.kubeconfigs.includes(address)) this.access = undefined;
  }

  /** Ends it without another look. */
  public stop(): void {
    this.hasEnded = true;
    clearTimeout(this.timer);
  }

  /** Ends it with a last look. */
  public async end(): Promise<JoinFindings> {
    this.stop();
    await this.looking;
    await this.look();
    const { silence } = this;
    const notReady = this.options.questions.machines
      .filter(({ name }) => !this.hasBeen(name, 'ready'))
      .map(({ name }) => ({ name, hasJoined: this.hasBeen(name, 'joined') }));
    return { notReady, ...(silence !== undefined && { silence }) };
  }

  private lookLater(milliseconds: number): void {
    if (this.hasEnded) return;
    this.timer = setTimeout(() => {
      this.looking = this.look().then(() => this.lookLater(this.access === undefined ? READ_MS : LOOK_MS));
    }, milliseconds);
  }

  private async look(): Promise<void> {
    this.access ??= await this.options.readAccess();
    const nodes = await this.nodes();
    if (nodes === undefined) return;
    for (const [machine, node] of this.nodesOf(nodes)) {
      if (!this.isOf(machine, node)) continue;
      for (const step of JOIN_STEPS) {
        if (step === 'joined' || isReady(node)) this.tell(machine.name, step);
      }
    }
  }

  /** If a node is the machine itself, and not the one whose place it takes. */
  private isOf({ name, isReplaced }: JoiningMachine, node: Values): boolean {
    if (this.before === undefined) return !isReplaced;
    if (!this.before.has(name)) return true;
    const boot = bootIdOf(node);
    return boot !== undefined && boot !== this.before.get(name);
  }

  private nodesOf(nodes: readonly Values[]): readonly (readonly [JoiningMachine, Values])[] {
    return this.options.questions.machines.flatMap((machine) => {
      const node = nodeOf(machine, nodes);
      return node === undefined ? [] : [[machine, node] as const];
    });
  }

  private tell(machine: string, step: JoinStep): void {
    if (this.hasBeen(machine, step)) return;
    this.told.set(machine, (this.told.get(machine) ?? new Set()).add(step));
    this.options.seen(machine, step);
  }

  private hasBeen(machine: string, step: JoinStep): boolean {
    return this.told.get(machine)?.has(step) === true;
  }

  /** All nodes; nothing if nobody says. */
  private async nodes(): Promise<readonly Values[] | undefined> {
    const { access } = this;
    if (access === undefined) {
      this.silence = kubeconfigNotThere();
      return undefined;
    }
    const ask = async (url: string) => {
      const nodes = itemsOf(await askKubernetes(url, NODES, access.credentials));
      if (nodes === undefined) throw new Error(answerNotJson());
      this.answering = url;
      return nodes;
    };
    const urls = [
      ...(access.url === undefined ? [] : [access.url]),
      ...this.options.questions.controlPlanes.map(apiUrl),
    ];
    try {
      const nodes = await (this.answering === undefined ? Promise.any(urls.map(ask)) : ask(this.answering));
      this.silence = undefined;
      return nodes;
    } catch (error) {
      this.answering = undefined;
      this.silence = messageOf(error);
      return undefined;
    }
  }
}

/** Of several that were asked, the first says why. */
function messageOf(error: unknown): string {
  const [first = error] = error instanceof AggregateError ? (error.errors as readonly unknown[]) : [];
  return first instanceof Error ? first.message : String(first);
}
