import type { ClusterSpec } from '../../src/cluster-file';
import type { ClusterModel } from '../../src/model';
import { MachineType } from '../../src/values/machine-type';
import { resolvedVirtualMachine } from '../../src/virtual-machine/resolved';
import type { Edit } from './edit';

/** A change of a cluster file that is shown. */
export interface Change {
  /** In words: `work-00 gets 1 GiB more memory`. */
  readonly title: string;
  readonly edits: readonly Edit[];
}

type Node = ClusterModel['nodes'][number];

/** More memory than any simulated host is sure to have left. */
const LARGE_MIB = 64 * 1024;

const MORE_MIB = 1024;

/** Pod networks, of which a cluster has one at most. */
const POD_NETWORKS = ['10.245.0.0/16', '172.27.0.0/16'];

/**
 * Changes of a running cluster that the guard may allow, the best one first: one of them fits every cluster.
 *
 * @param model of the cluster file as it stands
 */
export function dayTwoChanges({ nodes }: ClusterModel): readonly Change[] {
  const [last] = nodes.slice(-1);
  const machines = [...controlPlanesOf(nodes), ...workersOf(nodes)].filter(isGrowing);
  const grown = machines.map((node): Change => ({
    title: `${node.name} gets 1 GiB more memory`,
    edits: [{ path: [...placeOf(node), 'memoryMiB'], value: memoryOf(node) + MORE_MIB, otherwise: memoryOf(node) }],
  }));
  const labelled = last === undefined ? [] : [labelOf(last)];
  return [...grown.slice(-1), ...labelled];
}

function labelOf(node: Node): Change {
  const edit = { path: [...placeOf(node), 'nodeLabels', 'tried'], value: 'yes' };
  return { title: `${node.name} gets a label`, edits: [edit] };
}

/** Where settings of one machine are written. */
export function placeOf({ name, pool }: Node): readonly string[] {
  return pool === undefined ? ['nodes', name] : ['pools', pool, 'overrides', name];
}

/** A machine of a pool goes by another number or list of them, which is not shown. */
function isSingle({ pool }: Node): boolean {
  return pool === undefined;
}

/**
 * Changes that look harmless and that the guard refuses, the most telling one first: one of them is refused for every
 * cluster.
 *
 * @param spec what the cluster file holds
 * @param model of it
 */
export function refusedChanges(spec: ClusterSpec, { nodes, cluster, healthCheck }: ClusterModel): readonly Change[] {
  const single = nodes.filter(isSingle);
  const removals = [...lostDisks(single), ...leavingMember(single)];
  const others = [...memoryAtOnce(spec, nodes), otherPodNetwork(cluster), otherDomain(cluster)];
  // a health check waits minutes for a machine that the file has no more, and the plan fails
  return healthCheck === undefined ? [...removals, ...others] : [...others, ...removals];
}

/** A worker with data on its disks is removed. */
function lostDisks(nodes: readonly Node[]): readonly Change[] {
  const [last] = workersOf(nodes)
    .filter(({ vm }) => Object.keys(vm?.disks ?? {}).length > 0 && vm?.protection !== true)
    .slice(-1);
  return last === undefined ? [] : [removal(last.name)];
}

/** All control planes would restart in one apply. */
function memoryAtOnce({ nodeDefaults }: ClusterSpec, nodes: readonly Node[]): readonly Change[] {
  const memoryMiB = nodeDefaults?.controlplane?.memoryMiB;
  const growing = controlPlanesOf(nodes).filter((node) => isGrowing(node) && memoryOf(node) === memoryMiB);
  if (memoryMiB === undefined || growing.length < 2) return [];
  const path = ['nodeDefaults', 'controlplane', 'memoryMiB'];
  return [{ title: 'all control planes get more memory at once', edits: [{ path, value: memoryMiB + MORE_MIB }] }];
}

function leavingMember(nodes: readonly Node[]): readonly Change[] {
  const [, ...others] = controlPlanesOf(nodes);
  const [last] = others.slice(-1);
  return last === undefined ? [] : [removal(last.name)];
}

/** Fits every cluster, and is refused for every one. */
function otherDomain({ kubernetes }: ClusterModel['cluster']): Change {
  const { dnsDomain: otherwise = 'cluster.local' } = kubernetes;
  const edit = { path: ['kubernetes', 'dnsDomain'], value: `other.${otherwise}`, otherwise };
  return { title: 'services get another domain', edits: [edit] };
}

/** Fits every cluster whose pods have IPv4 addresses. */
function otherPodNetwork({ kubernetes }: ClusterModel['cluster']): Change {
  const { podSubnets: otherwise } = kubernetes;
  const value = POD_NETWORKS.filter((network) => otherwise?.includes(network) !== true).slice(0, 1);
  return { title: 'the pods get another network', edits: [{ path: ['kubernetes', 'podSubnets'], value, otherwise }] };
}

function removal(name: string): Change {
  return { title: `${name} is removed`, edits: [{ path: ['nodes', name] }] };
}

function isGrowing(node: Node): boolean {
  return node.vm !== undefined && memoryOf(node) < LARGE_MIB;
}

/** In MiB, also where the file leaves it to the default; none for a physical machine. */
function memoryOf({ machine, vm }: Node): number {
  if (vm === undefined) return 0;
  const { hostKey: _host, ...settings } = vm;
  const { hostname, machineType } = machine;
  const traits = { diskDatastoreId: '', networkBridge: '', guestAgent: false };
  const surroundings = { stackName: '', hostname, machineType, ...traits };
  return resolvedVirtualMachine(settings, surroundings).memoryMiB;
}

function workersOf(nodes: readonly Node[]): readonly Node[] {
  return nodes.filter(({ machine }) => isOf(machine, MachineType.WORKER));
}

function controlPlanesOf(nodes: readonly Node[]): readonly Node[] {
  return nodes.filter(({ machine }) => isOf(machine, MachineType.CONTROL_PLANE));
}

function isOf({ machineType }: Node['machine'], type: `${MachineType}`): boolean {
  return machineType === type;
}
