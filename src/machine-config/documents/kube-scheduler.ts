import { type ComponentFields, componentFieldsOf, componentOf } from './component';
import type { DocumentKind, TalosDocument } from './document-kind';

/** The scheduler. */
export interface KubeSchedulerConfig extends TalosDocument, ComponentFields {
  /** The kind of document. */
  readonly kind: 'KubeSchedulerConfig';
  /** Fields of its own configuration. */
  readonly config?: unknown;
}

/** The scheduler of a control plane. */
export const kubeSchedulerConfig: DocumentKind<KubeSchedulerConfig> = {
  kind: 'KubeSchedulerConfig',
  since: 'v1.14',
  render(_cluster, _machine, { cluster }) {
    const fields = componentOf(cluster, 'scheduler');
    if (fields === undefined) return [];
    return [
      {
        apiVersion: 'v1alpha1',
        kind: 'KubeSchedulerConfig',
        ...componentFieldsOf(fields),
        ...(fields.config !== undefined && { config: fields.config }),
      },
    ];
  },
  replaces: ['cluster.scheduler', 'machine.controlPlane.scheduler'],
  settings: { image: 'kubernetes.version' },
  variables: ['env.*'],
};
