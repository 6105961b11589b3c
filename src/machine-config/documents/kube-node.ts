import { withoutEmpty } from '../fields';
import type { DocumentKind, TalosDocument } from './document-kind';
import { kubeletOf } from './kubelet';

/** The Kubernetes node of a machine. */
export interface KubeNodeConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'KubeNodeConfig';
  /** Networks that the address of the node is chosen from. */
  readonly nodeIP?: unknown;
  /** Labels. */
  readonly labels?: unknown;
  /** Annotations. */
  readonly annotations?: unknown;
  /** Taints. */
  readonly taints?: Readonly<Record<string, unknown>>;
}

/** Taint that Talos generates for control planes; until it was a document there was a switch of its own. */
const CONTROL_PLANE_TAINT = 'node-role.kubernetes.io/control-plane';

/** Labels, annotations, taints and address of the Kubernetes node. */
export const kubeNodeConfig: DocumentKind<KubeNodeConfig> = {
  kind: 'KubeNodeConfig',
  since: 'v1.14',
  render(_cluster, { machineType, nodeTaints }, { machine, cluster }) {
    const isUntainted =
      machineType === 'controlplane' &&
      cluster?.allowSchedulingOnControlPlanes === true &&
      nodeTaints?.[CONTROL_PLANE_TAINT] === undefined;
    const fields = withoutEmpty({
      nodeIP: kubeletOf(machine).nodeIP,
      labels: machine?.nodeLabels,
      annotations: machine?.nodeAnnotations,
      taints: {
        ...(isUntainted && { [CONTROL_PLANE_TAINT]: { $patch: 'delete' } }),
        ...(machine?.nodeTaints as Readonly<Record<string, string>> | undefined),
      },
    });
    return Object.keys(fields).length === 0 ? [] : [{ apiVersion: 'v1alpha1', kind: 'KubeNodeConfig', ...fields }];
  },
  replaces: [
    'machine.nodeLabels',
    'machine.nodeAnnotations',
    'machine.nodeTaints',
    'cluster.allowSchedulingOnControlPlanes',
  ],
};
