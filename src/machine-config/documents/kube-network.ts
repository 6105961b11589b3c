import { isFields } from '../fields';
import type { DocumentKind, TalosDocument } from './document-kind';

/** Networks of a cluster. */
export interface KubeNetworkConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'KubeNetworkConfig';
  /** Domain of services. */
  readonly dnsDomain?: unknown;
  /** Networks of pods. */
  readonly podSubnets?: unknown;
  /** Networks of services. */
  readonly serviceSubnets?: unknown;
}

/** Networks and domain of Kubernetes. */
export const kubeNetworkConfig: DocumentKind<KubeNetworkConfig> = {
  kind: 'KubeNetworkConfig',
  since: 'v1.14',
  render(_cluster, _machine, { cluster }) {
    const { dnsDomain, podSubnets, serviceSubnets } = isFields(cluster?.network) ? cluster.network : {};
    return [{ apiVersion: 'v1alpha1', kind: 'KubeNetworkConfig', dnsDomain, podSubnets, serviceSubnets }];
  },
  replaces: ['cluster.network'],
  settings: {
    dnsDomain: 'kubernetes.dnsDomain',
    podSubnets: 'kubernetes.podSubnets',
    serviceSubnets: 'kubernetes.serviceSubnets',
  },
};
