import type { InlineManifest } from '../../manifests/inline-manifest';
import { type KubernetesFacts, kubernetesFacts } from '../../manifests/kubernetes-settings';
import { MachineType } from '../../values/machine-type';
import { nothingLeft } from '../../values/nothing-left';
import { apiServerCertSans } from './cert-sans';
import type { Fields } from '../fields';
import type { ClusterSettings } from '../settings/cluster';
import type { MachineSettings } from '../settings/machine';

/** What the network of a cluster is made of. */
type NetworkFacts = Pick<KubernetesFacts, 'cni' | 'dnsDomain' | 'podSubnets' | 'serviceSubnets'>;

/**
 * The section `cluster` of the main document. Workers get the networks only; the rest is work of control planes.
 *
 * @param inlineManifests what Talos creates in Kubernetes at first
 */
export function clusterSection(
  cluster: ClusterSettings,
  machine: MachineSettings,
  inlineManifests: readonly InlineManifest[],
): Fields {
  const { cni, dnsDomain, podSubnets, serviceSubnets, ...others } = kubernetesFacts(cluster.kubernetes);
  const network = {
    cni: cni.isBuiltIn ? undefined : { name: 'none' },
    dnsDomain,
    podSubnets,
    serviceSubnets,
  };
  if (machine.machineType === MachineType.WORKER) return { network };
  return {
    network,
    ...controlPlaneFields(others, apiServerCertSans(cluster, machine)),
    etcd: { advertisedSubnets: [machine.subnet] },
    inlineManifests,
  };
}

/** The version is no part of the configuration, and the manifests come from more than the settings. */
function controlPlaneFields(
  kubernetes: Omit<KubernetesFacts, keyof NetworkFacts | 'kubernetesVersion' | 'inlineManifests'>,
  certSANs: readonly string[],
): object {
  const { schedulingOnControlPlanes, apiServerExtraArgs, kubeProxy, coreDns, extraManifests, ...rest } = kubernetes;
  nothingLeft(rest);
  return {
    allowSchedulingOnControlPlanes: schedulingOnControlPlanes,
    apiServer: { certSANs, extraArgs: apiServerExtraArgs },
    proxy: kubeProxy ? undefined : { disabled: true },
    coreDNS: coreDns === 'default' ? undefined : { disabled: true },
    extraManifests,
  };
}
