import type { InlineManifest } from '../manifests/inline-manifest';
import { type KubernetesFacts, kubernetesFacts } from '../manifests/kubernetes-settings';
import { MachineType } from '../values/machine-type';
import { apiServerCertSans } from './cert-sans';
import { present } from './present';
import type { ClusterSettings, MachineSettings } from './settings';

/**
 * The section `cluster` of the main document. Workers get the networks only; the rest is work of control planes.
 *
 * @param inlineManifests what Talos creates in Kubernetes at first
 */
export function clusterSection(
  cluster: ClusterSettings,
  machine: MachineSettings,
  inlineManifests: readonly InlineManifest[],
): object {
  const kubernetes = kubernetesFacts(cluster.kubernetes);
  const network = networkFields(kubernetes);
  if (machine.machineType === MachineType.WORKER) return { network };
  return present({
    network,
    ...controlPlaneFields(kubernetes, apiServerCertSans(cluster, machine)),
    etcd: { advertisedSubnets: [machine.subnet] },
    inlineManifests,
  });
}

function networkFields({ cni, dnsDomain, podSubnets, serviceSubnets }: KubernetesFacts): object {
  return present({ cni: cni.isBuiltIn ? undefined : { name: 'none' }, dnsDomain, podSubnets, serviceSubnets });
}

function controlPlaneFields(kubernetes: KubernetesFacts, certSANs: readonly string[]): object {
  return {
    allowSchedulingOnControlPlanes: kubernetes.schedulingOnControlPlanes,
    apiServer: { certSANs, extraArgs: kubernetes.apiServerExtraArgs },
    proxy: kubernetes.kubeProxy ? undefined : { disabled: true },
    coreDNS: kubernetes.coreDns === 'default' ? undefined : { disabled: true },
    extraManifests: kubernetes.extraManifests,
  };
}
