import type { ClusterModel, ImageModel, NodeModel } from '../model/cluster-model';

/** Content of the output `upgrade_status`, in the words of OpenTofu. */
export interface UpgradeStatus {
  /** Talos version of the machines without `update: true`; the target if there are none. */
  readonly current_version: string;
  /** Talos version of the machines with `update: true`; the current one if there are none. */
  readonly target_version: string;
  /** Machines with `update: true`. */
  readonly nodes_marked_for_upgrade: readonly string[];
  /** Machines that are not marked yet while others are. */
  readonly pending_upgrades: readonly string[];
  /** All machines in the order in which to mark them: control planes before workers. */
  readonly recommended_order: readonly string[];
  /** Versions and schematic of each machine, by name. */
  readonly node_versions: Readonly<Record<string, NodeVersions>>;
}

/** Versions of one machine once everything is applied. */
export interface NodeVersions {
  /** Talos version, such as `v1.13.9`. */
  readonly talos: string;
  /** Id of the schematic. */
  readonly schematic: string;
  /** Kubernetes version, such as `v1.36.3`. */
  readonly kubernetes: string;
}

/** Which versions the machines of a cluster have, and which of them are marked for an update. */
export function upgradeStatus({ nodes, images, cluster }: ClusterModel): UpgradeStatus {
  const imageOf = new Map(images.map((image) => [image.key, image]));
  const versionsOf = (node: NodeModel): NodeVersions => {
    const { talosVersion, schematic } = imageOf.get(node.imageKey) as ImageModel;
    const kubernetes = node.machine.kubernetesVersion ?? cluster.kubernetes.kubernetesVersion;
    return { talos: talosVersion.tag, schematic: schematic.id, kubernetes: kubernetes.tag };
  };
  const marked = nodes.filter(({ updating }) => updating);
  const unmarked = nodes.filter(({ updating }) => !updating);
  const [current] = [...unmarked, ...marked].map(versionsOf);
  const [target] = [...marked, ...unmarked].map(versionsOf);
  const controlPlanes = nodes.filter(({ machine }) => machine.machineType === 'controlplane');
  const workers = nodes.filter((node) => !controlPlanes.includes(node));
  return {
    current_version: current?.talos ?? '',
    target_version: target?.talos ?? '',
    nodes_marked_for_upgrade: marked.map(({ name }) => name),
    pending_upgrades: marked.length === 0 ? [] : unmarked.map(({ name }) => name),
    recommended_order: [...controlPlanes, ...workers].map(({ name }) => name),
    node_versions: Object.fromEntries(nodes.map((node) => [node.name, versionsOf(node)])),
  };
}
