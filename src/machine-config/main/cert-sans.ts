import type { ClusterSettings } from '../settings/cluster';
import type { MachineSettings } from '../settings/machine';

/** Names and addresses that a machine's certificates are valid for: what reaches it, then what the settings add. */
export function machineCertSans(cluster: ClusterSettings, machine: MachineSettings): readonly string[] {
  return distinct([...apiServerCertSans(cluster, machine), ...(machine.certSans ?? [])]);
}

/** Names and addresses that the certificate of the Kubernetes API is valid for. */
export function apiServerCertSans(cluster: ClusterSettings, machine: MachineSettings): readonly string[] {
  const vip = cluster.vip === undefined ? [] : [cluster.vip];
  return distinct([...vip, machine.address, ...endpointHost(cluster.clusterEndpoint), ...(cluster.certSans ?? [])]);
}

/** None of an endpoint that only OpenTofu knows; Talos itself adds it to the certificate of the Kubernetes API. */
function endpointHost(clusterEndpoint: string): readonly string[] {
  if (!URL.canParse(clusterEndpoint)) return [];
  return [new URL(clusterEndpoint).hostname.replace(/^\[(.*)\]$/, '$1')];
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
