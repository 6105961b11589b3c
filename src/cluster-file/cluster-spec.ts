import { z } from 'zod';
import { LIFECYCLES } from '../values/lifecycle';
import { gitopsShape } from '../gitops/shape';
import { kubernetesSpec } from './kubernetes-spec';
import { networkSpec } from './network-spec';
import { machineShape, nodeDefaultsShape, nodeShape } from './node-shape';
import { outputsSpec } from './outputs-spec';
import { patchChoice } from './patch-spec';
import { proxmoxShape } from './proxmox-shape';
import { clusterName, nodeName, share, wholeNumber } from '../forms/scalars';
import { stateShape } from '../state/shape';
import { type DeepReadonly, type NamedSchema, strictObject } from '../forms/strict-object';
import { talosSpec } from './talos-spec';

const nodeDefaultsByType = strictObject({
  /**
   * Of control planes.
   * @default - none
   */
  controlplane: nodeDefaultsShape.optional(),
  /**
   * Of workers.
   * @default - none
   */
  worker: nodeDefaultsShape.optional(),
});

const cluster = strictObject({
  /** Name of the cluster and of its stack: a DNS label. It can't be changed later. */
  name: clusterName,
  /** Image and contract of the machines. */
  talos: talosSpec,
  /** Kubernetes: versions, networks and what is there from the first boot. */
  kubernetes: kubernetesSpec,
  /** Network of the machines. */
  network: networkSpec,
  /**
   * Talos settings of every machine.
   * @default - none
   */
  machine: machineShape.optional(),
  /**
   * Patches of every machine's configuration, in order: paths of YAML files, or their content. Those of a machine type
   * and of a machine come after them.
   * @default - none
   */
  patches: z.array(patchChoice).optional(),
  /**
   * The machines; the key is hostname and name of the virtual machine. The first control plane bootstraps the cluster.
   */
  nodes: z.record(nodeName, nodeShape),
  /**
   * Settings of all control planes and of all workers, unless a machine has its own: every key of a node but
   * `machineType`, `address`, `vmId` and `macAddress`. Patches here are applied before those of a machine.
   * @default - none
   */
  nodeDefaults: nodeDefaultsByType.optional(),
  /**
   * Where virtual machines run.
   * @default - physical machines only
   */
  proxmox: proxmoxShape.optional(),
  /**
   * What a new image does to a machine that runs already: `replace` replaces it, one machine at a time; with `manual`
   * you upgrade with `talosctl`. A control plane that is removed leaves etcd by itself with `replace` only; with `manual`
   * run `talosctl reset` on it first. A switch touches no machine; one to `replace` needs an apply of its own before the
   * first replacement.
   * @default manual
   */
  lifecycle: z.enum(LIFECYCLES).optional(),
  /**
   * How many workers may restart or be replaced in one apply, as a number or as a share of all workers such as `25%`,
   * which is rounded down; one always may. `plan` and `apply` of the command line refuse more.
   * @default 1
   */
  maxUnavailableWorkers: z.union([wholeNumber(1), share]).optional(),
  /**
   * Where OpenTofu keeps the state, and whether it is encrypted.
   * @default - a local file, not encrypted
   */
  state: stateShape.optional(),
  /**
   * What follows a Git repository from day 0 on.
   * @default - nothing
   */
  gitops: gitopsShape.optional(),
  /**
   * What the stack puts out beside `kube_config` and `talos_config`.
   * @default - nothing
   */
  outputs: outputsSpec.optional(),
});

/** Schema of a cluster file. */
export interface ClusterSpecSchema extends ClusterObject, NamedSchema {}
type ClusterObject = typeof cluster;

/** A cluster file. */
export const clusterSpec: ClusterSpecSchema = cluster;

/**
 * A cluster as a person writes it: plain data, in TypeScript or read from YAML. Texts may hold `${env.NAME}`, but for
 * patches and manifests.
 */
export type ClusterSpec = DeepReadonly<z.input<typeof clusterSpec>>;
