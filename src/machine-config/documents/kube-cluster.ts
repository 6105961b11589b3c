import type { DocumentKind } from './document-kind';

/** Name and endpoint of a cluster, which the provider writes. */
export const kubeClusterConfig: DocumentKind = {
  kind: 'KubeClusterConfig',
  since: 'v1.14',
  replaces: ['cluster.clusterName', 'cluster.controlPlane.endpoint'],
  settings: { clusterName: 'name', endpoint: 'network.endpoint' },
};
