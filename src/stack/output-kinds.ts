import type { TalosCluster } from '../constructs/cluster/talos-cluster';
import type { ITalosNode } from '../constructs/node/talos-node';
import type { ClusterModel } from '../model/cluster-model';
import { MachineType } from '../values/machine-type';
import type { OutputValue } from '../values/output-value';
import { upgradeStatus } from './upgrade-status';

/** All that outputs can tell of. */
export interface Told {
  /** With its credentials. */
  readonly cluster: TalosCluster;
  /** The cluster file. */
  readonly model: ClusterModel;
  /** In the order of the cluster file. */
  readonly nodes: readonly ITalosNode[];
}

/** One kind of output. */
export interface OutputKind {
  /** For people who list the outputs. */
  readonly description: string;
  /** If OpenTofu shows its value only where somebody asks for it by name. */
  readonly sensitive?: boolean;
  /** Its value. */
  readonly valueOf: (told: Told) => unknown;
}

/** Kinds of outputs that may have names of the user's choice. */
export const OUTPUT_KINDS: Readonly<Record<`${OutputValue}`, OutputKind>> = {
  kubeConfig: {
    description: 'Credentials of the Kubernetes API: the content of ~/.kube/config.',
    sensitive: true,
    valueOf: ({ cluster }) => cluster.kubeconfig,
  },
  talosConfig: {
    description: 'Credentials of the Talos API: the content of ~/.talos/config.',
    sensitive: true,
    valueOf: ({ cluster }) => cluster.talosconfig,
  },
  clientConfiguration: {
    description: 'Certificates and key for the Talos API.',
    sensitive: true,
    valueOf: ({ cluster }) => cluster.clientConfiguration,
  },
  kubernetesAccess: {
    description: 'Credentials of the Kubernetes API, for a provider.',
    sensitive: true,
    valueOf: ({ cluster: { kubernetesAccess } }) => ({
      host: kubernetesAccess.host,
      cluster_ca_certificate: kubernetesAccess.clusterCaCertificate,
      client_certificate: kubernetesAccess.clientCertificate,
      client_key: kubernetesAccess.clientKey,
    }),
  },
  machineSecrets: {
    description: 'All secrets of the cluster.',
    sensitive: true,
    valueOf: ({ cluster }) => cluster.machineSecrets,
  },
  machineConfigurations: {
    description: 'Machine configuration of each machine, by name.',
    sensitive: true,
    valueOf: ({ cluster }) => cluster.machineConfigurations,
  },
  clusterName: { description: 'Name of the cluster.', valueOf: ({ cluster }) => cluster.clusterName },
  clusterEndpoint: { description: 'URL of the Kubernetes API.', valueOf: ({ cluster }) => cluster.clusterEndpoint },
  controlPlaneAddresses: {
    description: 'Addresses of the control planes.',
    valueOf: ({ nodes }) => addressesOf(nodes, MachineType.CONTROL_PLANE),
  },
  workerAddresses: {
    description: 'Addresses of the workers.',
    valueOf: ({ nodes }) => addressesOf(nodes, MachineType.WORKER),
  },
  nodeAddresses: {
    description: 'Address of each machine, by name.',
    valueOf: ({ nodes }) => Object.fromEntries(nodes.map(({ hostname, address }) => [hostname, address])),
  },
  nodeVersions: {
    description: 'Versions and schematic of each machine, by name.',
    valueOf: ({ model }) => upgradeStatus(model).node_versions,
  },
};

function addressesOf(nodes: readonly ITalosNode[], type: `${MachineType}`): readonly string[] {
  return nodes.filter(({ machineType }) => machineType === type).map(({ address }) => address);
}
