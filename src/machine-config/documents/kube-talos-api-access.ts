import { resolvedKubernetes } from '../../manifests/resolved';
import { nothingLeft } from '../../values/nothing-left';
import type { ClusterSettings } from '../settings/cluster';
import type { MachineSettings } from '../settings/machine';
import type { DocumentKind, TalosDocument } from './document-kind';

/** Access of pods to the Talos API. */
export interface KubeTalosAPIAccessConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'KubeTalosAPIAccessConfig';
  /** Roles that pods may get. */
  readonly allowedRoles: readonly string[];
  /** Namespaces of the pods. */
  readonly allowedKubernetesNamespaces: readonly string[];
}

/** Access of pods to the Talos API; control planes alone give it. */
export const kubeTalosApiAccessConfig: DocumentKind<KubeTalosAPIAccessConfig> = {
  kind: 'KubeTalosAPIAccessConfig',
  since: 'v1.14',
  render: (cluster, machine) =>
    [accessFields(cluster, machine)].flatMap((fields) =>
      fields === undefined ? [] : [{ apiVersion: 'v1alpha1', kind: 'KubeTalosAPIAccessConfig', ...fields }],
    ),
  legacy: (cluster, machine) => {
    const fields = accessFields(cluster, machine);
    return { machine: fields && { features: { kubernetesTalosAPIAccess: { enabled: true, ...fields } } } };
  },
  replaces: ['machine.features.kubernetesTalosAPIAccess'],
};

function accessFields(
  { kubernetes }: ClusterSettings,
  { machineType }: MachineSettings,
): Omit<KubeTalosAPIAccessConfig, keyof TalosDocument> | undefined {
  const { talosApiAccess } = resolvedKubernetes(kubernetes);
  if (talosApiAccess === undefined || machineType === 'worker') return undefined;
  const { allowedRoles, allowedNamespaces, ...rest } = talosApiAccess;
  nothingLeft(rest);
  return { allowedRoles, allowedKubernetesNamespaces: allowedNamespaces };
}
