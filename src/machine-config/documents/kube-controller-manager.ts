import { type ComponentFields, componentFieldsOf, componentOf } from './component';
import type { DocumentKind, TalosDocument } from './document-kind';

/** The controller manager. */
export interface KubeControllerManagerConfig extends TalosDocument, ComponentFields {
  /** The kind of document. */
  readonly kind: 'KubeControllerManagerConfig';
  /** Further arguments. */
  readonly extraArgs?: unknown;
}

/** The controller manager of a control plane. */
export const kubeControllerManagerConfig: DocumentKind<KubeControllerManagerConfig> = {
  kind: 'KubeControllerManagerConfig',
  since: 'v1.14',
  render(_cluster, _machine, { cluster }) {
    const fields = componentOf(cluster, 'controllerManager');
    if (fields === undefined) return [];
    return [{ apiVersion: 'v1alpha1', kind: 'KubeControllerManagerConfig', ...componentFieldsOf(fields) }];
  },
  replaces: ['cluster.controllerManager', 'machine.controlPlane.controllerManager'],
  settings: { image: 'kubernetes.version' },
  variables: ['env.*'],
};
