import { setTimeout as pause } from 'node:timers/promises';
import { askVersions } from '../../src/cli/guard/ask-versions';
import { judgePlan, type Verdict } from '../../src/plan';
import { versionQuestions } from '../../src/plan/read/version-questions';
import type { Call, Homelab, Plan } from './homelab-run';

/** A machine, as far as it stays the same while nobody touches it. A physical one has nothing in Proxmox VE. */
export interface MachineFacts {
  readonly vmId: number;
  readonly host: string;
  /** Another one when the virtual machine was replaced. */
  readonly machine: string;
  /** Settings in Proxmox VE. */
  readonly config: Readonly<Record<string, string>>;
  /** All disks. */
  readonly volumes: readonly { readonly id: string; readonly bytes: number }[];
  /** Another one after each start. */
  readonly bootId: string;
  readonly version: string;
  readonly schematicId: string;
  readonly clusterId: string;
  /** If the firmware checked the signature of what runs. */
  readonly secureBoot: boolean;
}

/** Machines by name. */
export type Machines = Readonly<Record<string, MachineFacts>>;

/** An edit of a cluster file that was applied. */
export interface Edit {
  /** Planned changes: an action and an address without its last part, such as `update terraform_data.nodes_ctrl-00`. */
  readonly changes: readonly string[];
  /** The guard's verdict on the plan. */
  readonly verdict: Verdict;
  /** Calls that change something, in order, such as `work-00: PUT config`. */
  readonly acts: readonly string[];
  readonly before: Machines;
  readonly after: Machines;
}

const DEADLINE_MS = 120_000;

/** A cluster in a homelab that is made and then edited, one day after the other. Its machines have fixed VM ids. */
export class ClusterStory {
  /** Makes the cluster that the homelab was opened with. */
  public static async begin(homelab: Homelab): Promise<ClusterStory> {
    const story = new ClusterStory(homelab);
    await homelab.workspace.init();
    await homelab.workspace.apply();
    await story.settle();
    return story;
  }

  /** Goes on with a cluster that was made already. */
  public static of(homelab: Homelab): ClusterStory {
    return new ClusterStory(homelab);
  }

  /** Names of machines by VM id and by address, those too that are gone. */
  private readonly names = new Map<string, string>();
  /** Number of the call that was read last from the journal. */
  private lastCall = 0;

  private constructor(public readonly homelab: Homelab) {
    this.learnNames();
  }

  /** Changes that a plan of another description of the cluster would make; nothing is applied. */
  public async plan(spec: unknown): Promise<{ readonly changes: readonly string[]; readonly verdict: Verdict }> {
    const plan = await this.describe(spec);
    return { changes: plan.changes.map(inWords), verdict: judgePlan(plan.json) };
  }

  /**
   * Applies another description of the cluster. The guard allows it, and a second plan is empty; plans do nothing.
   *
   * @param accept names that a person accepts, as after `--accept`
   */
  public async edit(spec: unknown, accept: readonly string[] = []): Promise<Edit> {
    const { workspace } = this.homelab;
    await this.actsSinceLast();
    const before = await this.machines();
    const plan = await this.describe(spec);
    const questions = versionQuestions(plan.json);
    const running = questions && (await askVersions(questions));
    const verdict = judgePlan(plan.json, { accept, running });
    expect(verdict.refusals).toEqual([]);
    expect(await this.actsSinceLast()).toEqual([]);
    await workspace.apply(undefined, [plan.file]);
    const acts = await this.actsSinceLast();
    expect(await workspace.plan()).toMatchObject({ isEmpty: true, changes: [] });
    expect(await this.actsSinceLast()).toEqual([]);
    await this.settle();
    return { changes: plan.changes.map(inWords), verdict, acts, before, after: await this.machines() };
  }

  /** The machines as they are now. */
  public async machines(): Promise<Machines> {
    const { proxmox, talos } = await this.inventory();
    const guests = proxmox.flatMap((endpoint) => endpoint.guests);
    const virtual = guests.map(({ id, name, host, machine, config, volumes }) => {
      const disks = volumes.map(({ id: volumeId, bytes }) => ({ id: volumeId, bytes }));
      const node = talos.nodes.find((each) => each.id === machine);
      return [name, { vmId: id, host, machine, config, volumes: disks, ...factsOf(node) }] as const;
    });
    const physical = talos.nodes
      .filter((node) => node.physical === true)
      .map(
        (node) =>
          [node.name, { vmId: 0, host: '', machine: node.id, config: {}, volumes: [], ...factsOf(node) }] as const,
      );
    const machines: readonly (readonly [string, MachineFacts])[] = [...virtual, ...physical];
    return Object.fromEntries(machines);
  }

  /** Hostnames of the members of etcd, sorted. */
  public async etcdMembers(): Promise<readonly string[]> {
    const { talos } = await this.inventory();
    return Object.values(talos.etcd).flatMap((members) => members.map(({ hostname }) => hostname).sort());
  }

  /** The Node objects, and whether they are ready. */
  public async nodes(): Promise<Readonly<Record<string, boolean>>> {
    const { kubernetes } = await this.inventory();
    return Object.fromEntries(kubernetes.flatMap(({ nodes }) => nodes.map(({ name, ready }) => [name, ready])));
  }

  /** Files that Proxmox VE hosts have, as `<host>: <file>`. */
  public async files(): Promise<readonly string[]> {
    const { proxmox } = await this.inventory();
    return proxmox.flatMap(({ files }) => files.map(({ id, host }) => `${host}: ${id}`));
  }

  /**
   * Waits until all machines run and are ready in Kubernetes, or known there where no CNI makes them ready. Physical
   * machines may wait to become members.
   */
  public async settle(): Promise<void> {
    const hasNetwork = this.homelab.cluster.spec.kubernetes.cni !== 'none';
    const members = this.homelab.cluster.model.nodes.map(({ name }) => name);
    await this.until('all machines run and are ready', ({ talos, kubernetes }) => {
      const nodes = kubernetes.flatMap((cluster) => cluster.nodes.filter(({ ready }) => ready || !hasNetwork));
      const names = nodes.map(({ name }) => name);
      return talos.nodes
        .filter(({ physical, name }) => physical !== true || members.includes(name))
        .every(({ stage, hostname = '' }) => stage === 'running' && names.includes(hostname));
    });
  }

  /** Waits until Kubernetes has a Node object that is not ready: its machine is gone, and the object stays. */
  public async untilNotReady(name: string): Promise<void> {
    await this.until(`node ${name} is there and not ready`, ({ kubernetes }) =>
      kubernetes.some(({ nodes }) => nodes.some((node) => node.name === name && !node.ready)),
    );
  }

  /** Waits until a machine has started again. */
  public async untilRebooted(name: string, { bootId }: MachineFacts): Promise<void> {
    await this.until(`${name} has started again`, ({ talos }) =>
      talos.nodes.some((node) => node.name === name && node.bootId !== undefined && node.bootId !== bootId),
    );
    await this.settle();
  }

  private async until(what: string, isSo: (inventory: Inventory) => boolean): Promise<void> {
    const end = Date.now() + DEADLINE_MS;
    while (!isSo(await this.inventory())) {
      if (Date.now() > end) {
        const { talos, kubernetes } = await this.inventory();
        throw new Error(`${what}: not after ${DEADLINE_MS / 1000} s; ${JSON.stringify({ talos, kubernetes })}`);
      }
      await pause(100);
    }
  }

  private async describe(spec: unknown): Promise<Plan> {
    this.homelab.describe(spec);
    this.learnNames();
    return this.homelab.workspace.plan();
  }

  private learnNames(): void {
    for (const { name, machine, vm } of this.homelab.cluster.model.nodes) {
      this.names.set(machine.address, name);
      this.names.set(String(vm?.vmId), name);
    }
  }

  /** Acts that the journal has had since it was read last. */
  private async actsSinceLast(): Promise<readonly string[]> {
    const calls = await this.homelab.simulator.journal(this.lastCall);
    this.lastCall = calls.at(-1)?.number ?? this.lastCall;
    return calls.flatMap((call) => this.actOf(call) ?? []);
  }

  private inventory(): Promise<Inventory> {
    return this.homelab.simulator.inventory() as Promise<Inventory>;
  }

  /** Nothing for a call that changes nothing, and for one that a machine has passed on to itself. */
  private actOf({ service, target, method, path, arguments: args = {} }: Call): string | undefined {
    if (service === 'talos') {
      const [, rpc = ''] = /^\/machine\.MachineService\/(ApplyConfiguration|Bootstrap|Reset)$/.exec(path) ?? [];
      return rpc === '' || 'proxyfrom' in args ? undefined : `${this.nameOf(target)}: ${rpc}`;
    }
    if (service === 'factory') return method === 'POST' ? `factory: POST ${path}` : undefined;
    if (service !== 'proxmox' || method === 'GET') return undefined;
    const [, host = '', rest = ''] = /\/nodes\/([^/]+)\/(.*?)\/?$/.exec(path) ?? [];
    if (rest === 'qemu') return `${this.nameOf(args.vmid ?? '')}: POST on ${host}`;
    const [, vmId, act] = /^qemu\/(\d+)(?:\/(.*))?$/.exec(rest) ?? [];
    if (vmId !== undefined) return `${this.nameOf(vmId)}: ${method}${act === undefined ? '' : ` ${act}`}`;
    const [, file] = /\/content\/(.*)$/.exec(rest) ?? [];
    return `${host}: ${method} ${file === undefined ? (args.filename ?? rest) : decodeURIComponent(file)}`;
  }

  private nameOf(key: string): string {
    return this.names.get(key) ?? key;
  }
}

type TalosNode = Inventory['talos']['nodes'][number];

function factsOf(node: TalosNode | undefined): Omit<MachineFacts, 'vmId' | 'host' | 'machine' | 'config' | 'volumes'> {
  const { bootId = '', version = '', schematicId = '', clusterId = '', secureBoot = false } = node ?? {};
  return { bootId, version, schematicId, clusterId, secureBoot };
}

/** The names of the machines that are not what they were, those that came and went among them. */
export function touched({ before, after }: Edit): readonly string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}

/** The acts on one machine, in order. */
export function actsOn(name: string, { acts }: Pick<Edit, 'acts'>): readonly string[] {
  return acts.filter((act) => act.startsWith(`${name}: `)).map((act) => act.slice(name.length + 2));
}

/** A change and its resource, without the hash at the end of the address. */
function inWords({ address, actions }: Plan['changes'][number]): string {
  const action = actions.length > 1 ? 'replace' : actions[0];
  return `${action} ${address.replace(/_[0-9A-F]{8}$/, '')}`;
}

/** The part of what the simulator tells of itself that stories look at. */
interface Inventory {
  readonly proxmox: readonly {
    readonly guests: readonly {
      readonly id: number;
      readonly name: string;
      readonly host: string;
      readonly machine: string;
      readonly config: Readonly<Record<string, string>>;
      readonly volumes: readonly { readonly id: string; readonly bytes: number }[];
    }[];
    readonly files: readonly { readonly id: string; readonly host: string }[];
  }[];
  readonly talos: {
    readonly nodes: readonly {
      readonly id: string;
      readonly name: string;
      readonly stage: string;
      readonly hostname?: string;
      readonly bootId?: string;
      readonly version: string;
      readonly schematicId: string;
      readonly secureBoot?: boolean;
      readonly clusterId?: string;
      readonly physical?: boolean;
    }[];
    readonly etcd: Readonly<Record<string, readonly { readonly hostname: string }[]>>;
  };
  readonly kubernetes: readonly {
    readonly nodes: readonly { readonly name: string; readonly ready: boolean }[];
  }[];
}
