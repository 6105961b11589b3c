import type { GitopsSettings } from '../gitops/settings';
import type { StateSettings } from '../state/settings';
import type { LIFECYCLES } from '../values/lifecycle';
import type { KubernetesSpec } from './kubernetes-settings';
import type { NetworkSpec } from './network-settings';
import type { MachineSpec, NodeDefaultsSpec, NodeSpec } from './node-settings';
import type { OutputsSpec } from './outputs-settings';
import type { PatchChoice } from './patch-settings';
import type { SecretSpec } from './secret-settings';
import type { PoolSpec, SizeSpec } from './pool-settings';
import type { ProxmoxSpec } from './proxmox-settings';
import type { TalosSpec } from './talos-settings';

/**
 * A cluster as a person writes it: plain data, in TypeScript or read from YAML. Texts may hold `${env.NAME}`, but for
 * patches and manifests.
 */
export interface ClusterSpec {
  /** Name of the cluster and of its stack: a DNS label. It can't be changed later. */
  readonly name: string;
  /** Image and contract of the machines. */
  readonly talos: TalosSpec;
  /** Kubernetes: versions, networks and what is there from the first boot. */
  readonly kubernetes: KubernetesSpec;
  /** Network of the machines. */
  readonly network: NetworkSpec;
  /**
   * Talos settings of every machine.
   * @default - none
   */
  readonly machine?: MachineSpec;
  /**
   * Secrets by name. Where a value may be one, `{ secret: <name> }` stands for it, in patches and manifests too; the value
   * itself is in no file of the project in clear text.
   * @default - none
   */
  readonly secrets?: Readonly<Record<string, SecretSpec>>;
  /**
   * Patches of every machine's configuration, in order: paths of YAML files, or their content. Those of a machine type
   * and of a machine come after them.
   * @default - none
   */
  readonly patches?: readonly PatchChoice[];
  /**
   * The machines; the key is hostname and name of the virtual machine. The first control plane bootstraps the cluster;
   * machines of `pools` come after those written here. Write `{}` where all machines are of pools.
   */
  readonly nodes: Readonly<Record<string, NodeSpec>>;
  /**
   * Pools of virtual machines by name: names, addresses, ids and hosts of the machines follow from their numbers.
   * @default - none
   */
  readonly pools?: Readonly<Record<string, PoolSpec>>;
  /**
   * Sizes of virtual machines by name, which machines and pools refer to.
   * @default - none
   */
  readonly sizes?: Readonly<Record<string, SizeSpec>>;
  /**
   * Settings of all control planes and of all workers, unless a machine has its own: every key of a node but
   * `machineType`, `address`, `vmId` and `macAddress`. Patches here are applied before those of a machine.
   * @default - none
   */
  readonly nodeDefaults?: NodeDefaultsByType;
  /**
   * Where virtual machines run.
   * @default - physical machines only
   */
  readonly proxmox?: ProxmoxSpec;
  /**
   * Effect of a new image on a machine that runs already: `replace` replaces it, one machine at a time; with `manual`
   * you upgrade with `talosctl`. A control plane that is removed leaves etcd by itself with `replace` only; with `manual`
   * run `talosctl reset` on it first. A switch touches no machine; one to `replace` needs an apply of its own before the
   * first replacement.
   * @default manual
   */
  readonly lifecycle?: (typeof LIFECYCLES)[number];
  /**
   * How many workers may restart or be replaced in one apply, as a number or as a share of all workers such as `25%`,
   * which is rounded down; one always may. `plan` and `apply` of the command line refuse more.
   * @default 1
   */
  readonly maxUnavailableWorkers?: number | string;
  /**
   * Where OpenTofu keeps the state, and whether it is encrypted.
   * @default - a local file, not encrypted
   */
  readonly state?: StateSettings;
  /**
   * Follower of a Git repository from day 0 on.
   * @default - nothing
   */
  readonly gitops?: GitopsSettings;
  /**
   * Outputs of the stack beside `kube_config` and `talos_config`.
   * @default - nothing
   */
  readonly outputs?: OutputsSpec;
}

/** Settings of all machines of a type. */
export interface NodeDefaultsByType {
  /**
   * Of control planes.
   * @default - none
   */
  readonly controlplane?: NodeDefaultsSpec;
  /**
   * Of workers.
   * @default - none
   */
  readonly worker?: NodeDefaultsSpec;
}
