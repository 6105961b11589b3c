import type { DocumentKind, TalosDocument } from './document-kind';

/** How workloads are kept apart from Talos. */
export interface SecurityProfileConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'SecurityProfileConfig';
  /** Runs the container runtime, the kubelet and all pods in namespaces of their own. */
  readonly workloadIsolation: boolean;
}

/** Isolation of workloads. */
export const securityProfileConfig: DocumentKind<SecurityProfileConfig> = {
  kind: 'SecurityProfileConfig',
  since: 'v1.14',
  render: (_cluster, { safeguards: { workloadIsolation } = {} }) =>
    workloadIsolation === undefined
      ? []
      : [{ apiVersion: 'v1alpha1', kind: 'SecurityProfileConfig', workloadIsolation }],
};
