import { resolvedKubernetes } from '../../manifests/resolved';
import type { DocumentKind, TalosDocument } from './document-kind';

/** Policy by which the API server writes about requests. */
export interface KubeAuditPolicyConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'KubeAuditPolicyConfig';
  /** The policy. */
  readonly configuration: Readonly<Record<string, unknown>>;
}

/** The audit policy, in the place of the one of Talos. */
export const kubeAuditPolicyConfig: DocumentKind<KubeAuditPolicyConfig> = {
  kind: 'KubeAuditPolicyConfig',
  since: 'v1.14',
  render({ kubernetes }, { machineType }) {
    const { auditPolicy } = resolvedKubernetes(kubernetes);
    if (auditPolicy === undefined || machineType === 'worker') return [];
    return [{ apiVersion: 'v1alpha1', kind: 'KubeAuditPolicyConfig', configuration: auditPolicy }];
  },
  replaces: ['cluster.apiServer.auditPolicy'],
};
