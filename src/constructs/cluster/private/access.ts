import { Fn, type ITerraformDependable, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { ClusterKubeconfig } from '../../../../.gen/providers/talos/cluster-kubeconfig';
import { DataTalosClientConfiguration } from '../../../../.gen/providers/talos/data-talos-client-configuration';
import type { KubernetesAccess } from '../kubernetes-access';
import { duration } from './duration';
import { addressesOf } from './health';
import type { ResolvedCluster } from './resolved-cluster';
import type { TalosApi } from './talos-api';

/** Fetches the credentials of the Kubernetes API from the first control plane. */
export function createKubeconfig(
  cluster: Construct,
  { bootstrapAddress, timeouts }: ResolvedCluster,
  { provider, clientConfiguration }: TalosApi,
  after: readonly ITerraformDependable[],
): ClusterKubeconfig {
  const timeout = duration(timeouts.kubeconfigSeconds);
  return new ClusterKubeconfig(cluster, 'kubeconfig', {
    provider,
    nodeAttribute: bootstrapAddress,
    clientConfiguration,
    timeouts: { create: timeout, update: timeout },
    dependsOn: [...after],
  });
}

/** Makes the credentials of the Talos API for people: all machines are nodes, control planes are endpoints. */
export function createTalosconfig(
  cluster: Construct,
  { settings, nodes, controlPlanes }: ResolvedCluster,
  { provider, clientConfiguration }: TalosApi,
): DataTalosClientConfiguration {
  return new DataTalosClientConfiguration(cluster, 'talosconfig', {
    provider,
    clusterName: settings.clusterName,
    clientConfiguration,
    nodes: addressesOf(nodes),
    endpoints: addressesOf(controlPlanes),
  });
}

/** Credentials for providers, out of a kubeconfig. */
export function kubernetesAccess({ kubernetesClientConfiguration }: ClusterKubeconfig): KubernetesAccess {
  const { host, caCertificate, clientCertificate, clientKey } = kubernetesClientConfiguration;
  return {
    host,
    clusterCaCertificate: Token.asString(Fn.base64decode(caCertificate)),
    clientCertificate: Token.asString(Fn.base64decode(clientCertificate)),
    clientKey: Token.asString(Fn.base64decode(clientKey)),
  };
}
