/** Content of an output with a name of the user's choice. */
export enum OutputValue {
  /** Credentials of the Kubernetes API: the content of `~/.kube/config`. Sensitive. */
  KUBE_CONFIG = 'kubeConfig',
  /** Credentials of the Talos API: the content of `~/.talos/config`. Sensitive. */
  TALOS_CONFIG = 'talosConfig',
  /** Certificates and key for the Talos API, as the Talos provider takes them. Sensitive. */
  CLIENT_CONFIGURATION = 'clientConfiguration',
  /** `host`, `cluster_ca_certificate`, `client_certificate` and `client_key`, as the Kubernetes provider takes them. Sensitive. */
  KUBERNETES_ACCESS = 'kubernetesAccess',
  /** All secrets of the cluster. Sensitive. */
  MACHINE_SECRETS = 'machineSecrets',
  /** Machine configuration of each machine, by name. Sensitive. */
  MACHINE_CONFIGURATIONS = 'machineConfigurations',
  /** Name of the cluster. */
  CLUSTER_NAME = 'clusterName',
  /** URL of the Kubernetes API. */
  CLUSTER_ENDPOINT = 'clusterEndpoint',
  /** Addresses of the control planes, in the order of the cluster file. */
  CONTROL_PLANE_ADDRESSES = 'controlPlaneAddresses',
  /** Addresses of the workers, in the order of the cluster file. */
  WORKER_ADDRESSES = 'workerAddresses',
  /** Address of each machine, by name. */
  NODE_ADDRESSES = 'nodeAddresses',
  /** Talos version, schematic id and Kubernetes version of each machine, by name. */
  NODE_VERSIONS = 'nodeVersions',
}

/** Outputs that stacks of clusters have, or may have, by names that are always the same: command line and guard read them. */
export const OUTPUT_NAMES = {
  kubeConfig: 'kube_config',
  talosConfig: 'talos_config',
  machineSecrets: 'machine_secrets',
  machineConfigurations: 'machine_config',
  clientConfiguration: 'client_configuration',
  upgradeStatus: 'upgrade_status',
  macAddresses: 'mac_addresses',
  bootMedia: 'boot_media',
} as const;

/** True if an output of the user's choice can have a name: OpenTofu takes it, and the stack has no other one of it. */
export function isFreeOutputName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(name) && !(Object.values(OUTPUT_NAMES) as readonly string[]).includes(name);
}
