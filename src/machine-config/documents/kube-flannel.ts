import { resolvedKubernetes } from '../../manifests/resolved';
import type { DocumentKind, TalosDocument } from './document-kind';

/** Takes the network of pods of Talos away. */
export interface KubeFlannelCniConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'KubeFlannelCNIConfig';
  /** Takes away what Talos generates. */
  readonly $patch: 'delete';
}

/** Flannel, which Talos generates for control planes; there is none if its document is not there. */
export const kubeFlannelCniConfig: DocumentKind<KubeFlannelCniConfig> = {
  kind: 'KubeFlannelCNIConfig',
  since: 'v1.14',
  render: ({ kubernetes }, { machineType }) =>
    machineType === 'worker' || resolvedKubernetes(kubernetes).cni.isBuiltIn
      ? []
      : [{ apiVersion: 'v1alpha1', kind: 'KubeFlannelCNIConfig', $patch: 'delete' }],
  replaces: ['cluster.network'],
  deletedBy: 'kubernetes.cni',
};
