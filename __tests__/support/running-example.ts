import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { getJson } from '../../homelab/clients/https-client';
import { readKubeconfig } from '../../homelab/clients/kubernetes-client';
import type { ClusterModel } from '../../src/model';
import type { Call, Homelab, Plan } from './homelab-run';

/** Observations made while an example was applied. */
interface Applied {
  /** The plan that was applied. */
  readonly first: Plan;
  /** Calls of init, first plan and apply. */
  readonly calls: readonly Call[];
  /** Plan right after the apply. */
  readonly second: Plan;
  /** Values of the outputs, secrets among them. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** How long is waited for something that takes its time after an apply. */
const DEADLINE_MS = 120_000;

/** An example that was applied in a homelab and runs there. */
export class RunningExample {
  /** Makes the cluster that a homelab was opened with, as one does by hand: init, validate, plan, apply. */
  public static async apply(homelab: Homelab): Promise<RunningExample> {
    const { workspace, simulator } = homelab;
    await workspace.init();
    await workspace.validate();
    const first = await workspace.plan();
    await workspace.apply(undefined, [first.file]);
    const calls = await simulator.journal();
    const second = await workspace.plan();
    return new RunningExample(homelab, homelab.cluster.model, {
      first,
      calls,
      second,
      outputs: await workspace.outputs(),
    });
  }

  private constructor(
    public readonly homelab: Homelab,
    /** The stack that the library makes of the example, on loopback. */
    public readonly model: ClusterModel,
    public readonly applied: Applied,
  ) {}

  public get kubeconfig(): string {
    return String(this.applied.outputs.kube_config);
  }

  public get talosconfig(): string {
    return String(this.applied.outputs.talos_config);
  }

  /** Names of the machines, sorted. */
  public get names(): readonly string[] {
    return this.model.nodes.map(({ name }) => name).sort();
  }

  /** Address of a machine. */
  public addressOf(name: string): string {
    const node = this.model.nodes.find((each) => each.name === name);
    if (node === undefined) throw new Error(`the example has no machine ${name}`);
    return node.machine.address;
  }

  /** Directory of the copy of the project in which OpenTofu was run. */
  public get projectDirectory(): string {
    return join(this.homelab.workspace.directory, '..', '..', '..');
  }

  /** Everything there is in the homelab now. */
  public async inventory(): Promise<Inventory> {
    return (await this.homelab.simulator.inventory()) as Inventory;
  }

  /** The virtual machines of all endpoints, in the order of their ids. */
  public async guests(): Promise<readonly Guest[]> {
    return (await this.inventory()).proxmox.flatMap(({ guests }) => guests);
  }

  /** Files on the datastores of Proxmox VE hosts, as `<host> <file>`. */
  public async files(): Promise<readonly string[]> {
    const { proxmox } = await this.inventory();
    return proxmox.flatMap(({ files }) => files.map(({ host, id }) => `${host} ${id}`));
  }

  /** Calls of init, plan and apply to one service; those that a machine has passed on to another one only once. */
  public callsTo(service: Call['service'], method: string, path: RegExp): readonly Call[] {
    return this.applied.calls.filter(
      (call) =>
        call.service === service &&
        call.method === method &&
        path.test(call.path) &&
        !('proxyfrom' in (call.arguments ?? {})),
    );
  }

  /**
   * Bootstraps of etcd, as `<address> <status>`. Refusals with `FailedPrecondition` by a machine that takes the call
   * later are left out: the provider asks again until a machine is ready for it.
   */
  public bootstraps(): readonly string[] {
    const calls = this.callsTo('talos', 'RPC', /\/Bootstrap$/);
    const taken = calls.filter(({ status }) => status === 'OK').map(({ target }) => target);
    return calls
      .filter(({ status, target }) => status !== 'FailedPrecondition' || !taken.includes(target))
      .map(({ target, status }) => `${target} ${status}`);
  }

  /** Requests that machines made by themselves until now, in the apply and after it, as `<path> <status>`. */
  public async deedsOfMachines(service: Call['service'], method: string): Promise<readonly string[]> {
    const calls = await this.homelab.simulator.journal();
    return calls
      .filter((call) => call.service === service && call.method === method)
      .map(({ path, status }) => `${path} ${status}`);
  }

  /** Number in the journal of the first call that is meant, made by init, plan and apply. */
  public firstCall(isMeant: (call: Call) => boolean): number {
    return Math.min(...this.numbersOf(isMeant));
  }

  /** Number of the last one. */
  public lastCall(isMeant: (call: Call) => boolean): number {
    return Math.max(...this.numbersOf(isMeant));
  }

  /** Values of the resources of a type that the first plan knew. */
  public planned(type: string): readonly Readonly<Record<string, unknown>>[] {
    const { planned_values: values } = this.applied.first.json as PlanJson;
    return values.root_module.resources.filter((resource) => resource.type === type).map((resource) => resource.values);
  }

  /** Asks the Kubernetes API with the kubeconfig, until it answers as wanted. */
  public async kubernetes<T = KubernetesObject>(
    path: string,
    isWanted: (answer: T) => boolean = () => true,
  ): Promise<T> {
    const { server, ...access } = readKubeconfig(this.kubeconfig);
    const end = Date.now() + DEADLINE_MS;
    for (;;) {
      try {
        const answer = (await getJson(`${server}${path}`, access)) as T;
        if (isWanted(answer)) return answer;
        throw new Error(`GET ${path} is not as wanted: ${JSON.stringify(answer)}`);
      } catch (error) {
        if (Date.now() > end) throw error;
      }
      await pause(200);
    }
  }

  /** Names of the objects of a list, sorted by the API. */
  public async namesAt(path: string): Promise<readonly string[]> {
    const { items } = await this.kubernetes<List<KubernetesObject>>(path);
    return items.map(({ metadata }) => metadata.name);
  }

  /** The Node objects as soon as there is one for each machine, ready if that is wanted. */
  public async nodes(wanted?: 'ready'): Promise<readonly KubernetesNode[]> {
    const { items } = await this.kubernetes<List<KubernetesNode>>(
      '/api/v1/nodes',
      (list) => list.items.length >= this.names.length && (wanted === undefined || list.items.every(isReady)),
    );
    return items;
  }

  private numbersOf(isMeant: (call: Call) => boolean): readonly number[] {
    const numbers = this.applied.calls.filter(isMeant).map(({ number }) => number);
    if (numbers.length === 0) throw new Error(`there was no call that is meant by ${String(isMeant)}`);
    return numbers;
  }
}

/** Keys of the settings of a machine that have a form, such as `net0`. */
export function keysOf(config: Guest['config'], form: RegExp): readonly string[] {
  return Object.keys(config).filter((key) => form.test(key));
}

function isReady({ status }: KubernetesNode): boolean {
  return status.conditions.some((condition) => condition.type === 'Ready' && condition.status === 'True');
}

interface PlanJson {
  readonly planned_values: {
    readonly root_module: {
      readonly resources: readonly { readonly type: string; readonly values: Readonly<Record<string, unknown>> }[];
    };
  };
}

/** A list as the Kubernetes API answers with it. */
export interface List<T> {
  readonly items: readonly T[];
}

/** An object of Kubernetes as far as all are alike. */
export interface KubernetesObject {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
}

/** A Node object, with the parts that are looked at. */
export interface KubernetesNode extends KubernetesObject {
  readonly spec: {
    readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
  };
  readonly status: {
    readonly addresses: readonly { readonly type: string; readonly address: string }[];
    readonly conditions: readonly { readonly type: string; readonly status: string }[];
    readonly nodeInfo: { readonly kubeletVersion: string };
  };
}

/** A Pod, with the parts that are looked at. */
export interface Pod extends KubernetesObject {
  readonly spec: {
    readonly nodeName: string;
    readonly containers: readonly { readonly image: string; readonly command?: readonly string[] }[];
  };
  readonly status: { readonly phase: string };
}

/** A Deployment, with the parts that are looked at. */
export interface Deployment extends KubernetesObject {
  readonly spec: { readonly replicas: number };
  readonly status: { readonly availableReplicas?: number };
}

/** A configuration as a machine gets it, with the parts that are looked at. */
export interface MachineConfiguration {
  readonly machine: {
    readonly certSANs: readonly string[];
    readonly network: { readonly hostname: string };
    readonly kubelet: {
      readonly extraArgs: Readonly<Record<string, string>>;
      readonly extraMounts?: readonly object[];
    };
    readonly disks?: readonly object[];
  };
  readonly cluster: {
    readonly controlPlane: { readonly endpoint: string };
    readonly network: { readonly dnsDomain: string };
    readonly inlineManifests?: readonly { readonly name: string }[];
  };
}

/** A Job, with the parts that are looked at. */
export interface Job extends KubernetesObject {
  readonly spec: { readonly backoffLimit: number; readonly template: { readonly spec: object } };
  readonly status: { readonly succeeded?: number };
}

/** A virtual machine as Proxmox VE has it. */
export interface Guest {
  readonly id: number;
  readonly name: string;
  readonly host: string;
  readonly status: string;
  readonly config: Readonly<Record<string, string>>;
}

/** The part of what the simulator tells of itself that examples look at. */
export interface Inventory {
  readonly proxmox: readonly {
    readonly guests: readonly Guest[];
    readonly files: readonly { readonly id: string; readonly host: string }[];
  }[];
  readonly talos: {
    readonly nodes: readonly {
      readonly name: string;
      readonly hostname: string;
      readonly address: string;
      readonly clusterId: string;
      readonly clusterName: string;
      readonly version: string;
      readonly schematicId: string;
    }[];
  };
  readonly kubernetes: readonly { readonly endpoints: readonly string[]; readonly error?: string }[];
  readonly git:
    | readonly {
        readonly files: readonly string[];
        readonly deployKeys: readonly {
          readonly title: string;
          readonly fingerprint: string;
          readonly readOnly: boolean;
        }[];
      }[]
    | null;
  readonly state: readonly { readonly path: string; readonly bytes: number; readonly locked: boolean }[] | null;
}
