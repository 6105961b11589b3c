import { resolvedKubernetes } from '../../manifests/resolved';
import type { DocumentKind, TalosDocument } from './document-kind';

/** An admission plugin of the API server. */
export interface KubeAdmissionControlConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'KubeAdmissionControlConfig';
  /** Name of the plugin. */
  readonly name: string;
  /** Its configuration. */
  readonly configuration: Readonly<Record<string, unknown>>;
}

/** Admission plugins, joined to what Talos has of them. */
export const kubeAdmissionControlConfig: DocumentKind<KubeAdmissionControlConfig> = {
  kind: 'KubeAdmissionControlConfig',
  since: 'v1.14',
  render: ({ kubernetes }, { machineType }) =>
    machineType === 'worker'
      ? []
      : Object.entries(resolvedKubernetes(kubernetes).admission ?? {}).map(([name, configuration]) => ({
          apiVersion: 'v1alpha1',
          kind: 'KubeAdmissionControlConfig',
          name,
          configuration,
        })),
  replaces: ['cluster.apiServer.admissionControl'],
};
