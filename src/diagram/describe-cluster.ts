import type { ClusterOverview, MachineOverview } from './cluster-overview';

/** A cluster in a few sentences, for those who do not see its picture. */
export function describeCluster(overview: ClusterOverview): string {
  const { cluster, talosVersions, kubernetesVersion, api, endpoints, physicalMachines, layers, gitops } = overview;
  const shared = api.vip === undefined ? '' : `, with the virtual address ${api.vip}`;
  const hosts = endpoints.flatMap(({ name, hosts: all }) =>
    all.map((host) => `Host ${host.name} of Proxmox VE ${name} has ${listed(host.machines)}.`),
  );
  return [
    `${cluster} runs Talos ${talosVersions.join(' and ')} and Kubernetes ${kubernetesVersion}.`,
    `Its Kubernetes API is ${api.url}${shared}, answered by ${api.controlPlanes.join(', ')}.`,
    ...hosts,
    ...(physicalMachines.length === 0 ? [] : [`Physical machines: ${listed(physicalMachines)}.`]),
    ...(gitops === undefined ? [] : [`${gitops.tool} follows ${gitops.path} in ${gitops.repository}.`]),
    `Made in this order: ${layers.map(({ name, creates }) => `${name} (${creates.join(', ')})`).join('; ')}.`,
  ].join(' ');
}

function listed(machines: readonly MachineOverview[]): string {
  if (machines.length === 0) return 'no machine';
  return machines
    .map(
      ({ name, machineType, address }) =>
        `${machineType === 'controlplane' ? 'control plane' : 'worker'} ${name} at ${address}`,
    )
    .join(', ');
}
