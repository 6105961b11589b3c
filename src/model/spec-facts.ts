import type { ClusterSpec } from '../cluster-file/cluster-settings';
import type { SpecDraft } from '../cluster-file/spec-draft';
import type { Draft } from '../values/draft';
import { IpCidr } from '../values/ip-cidr';
import { MachineType } from '../values/machine-type';
import { TalosContract } from '../values/talos-contract';
import { Hosts } from './hosts';
import { type NodeFacts, nodeFacts } from './node-facts';
import { type Placement, placeMachines } from './placement/placement';
import type { RecallPlacement } from './placement/placement-memory';
import { type PoolFacts, poolFacts } from './pool-facts';
import { writtenNodes } from './written-nodes';
import { type Versions, writtenVersions } from './versions';
import type { Schematics } from './schematics';

/**
 * Facts that follow from a spec. Of a faulty spec these are the facts that can still be known; what is undefined is not known
 * or not written, and nothing is said about it.
 */
export interface SpecFacts {
  /** As much of the spec as has the right form. */
  readonly spec: Draft<ClusterSpec>;
  /** True if a place of the spec is faulty, so that nothing can be said of what is missing there. */
  readonly isUncertain: SpecDraft['isUncertain'];
  /** True if entries of a map are faulty as a whole, so that nothing can be said of their number. */
  readonly lacksEntries: SpecDraft['lacksEntries'];
  /** Contract of the cluster. */
  readonly contract: TalosContract | undefined;
  /** Network of the machines. */
  readonly subnet: IpCidr | undefined;
  /** Versions of machines that stay, and of machines that take the update. */
  readonly versions: Versions;
  /** Hosts of all endpoints. */
  readonly hosts: Hosts;
  /** Pools in the order of the file. */
  readonly pools: readonly PoolFacts[];
  /** Hosts of the machines of pools. */
  readonly placement: Placement;
  /** Machines in the order of the file, those of pools last. */
  readonly nodes: readonly NodeFacts[];
  /** Those that are control planes, as far as the machine types are known. */
  readonly controlPlanes: readonly NodeFacts[];
}

/** If machines may be missing because the place that describes them is faulty. */
export function lacksMachines({ lacksEntries, isUncertain }: SpecFacts): boolean {
  return lacksEntries('nodes') || isUncertain('pools');
}

/** Derives the facts of a spec. */
export function specFacts(
  { spec, isUncertain, lacksEntries }: SpecDraft,
  schematics: Schematics,
  recall: RecallPlacement | undefined,
): SpecFacts {
  const { talos, network } = spec;
  const hosts = new Hosts(spec.proxmox);
  const reader = { spec, isUncertain, schematics };
  const versions = writtenVersions(reader);
  const pools = poolFacts(spec.pools, hosts);
  const written = writtenNodes(reader, pools);
  const placement = placeMachines(written, hosts, () => recall?.({ name: spec.name ?? '', state: spec.state ?? {} }));
  const nodes = nodeFacts(reader, written, versions, hosts, placement);
  return {
    spec,
    isUncertain,
    lacksEntries,
    contract: talos?.contract === undefined ? undefined : TalosContract.of(talos.contract),
    subnet: network?.subnet === undefined ? undefined : IpCidr.of(network.subnet),
    versions,
    hosts,
    pools,
    placement,
    nodes,
    controlPlanes: nodes.filter(({ machineType }) => machineType === MachineType.CONTROL_PLANE),
  };
}
