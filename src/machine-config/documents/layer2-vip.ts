import { MachineType } from '../../values/machine-type';
import type { TalosDocument } from './talos-document';
import { linkName } from './link';
import type { ClusterSettings } from '../settings/cluster';
import type { MachineSettings } from '../settings/machine';

/** An address that one of the control planes carries at any time. */
export interface Layer2VipConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'Layer2VIPConfig';
  /** The address itself. */
  readonly name: string;
  /** Name or alias of the interface that carries it. */
  readonly link: string;
}

/** The virtual IP that a machine takes part in: control planes only. */
export function vipOf(cluster: ClusterSettings, machine: MachineSettings): string | undefined {
  return machine.machineType === MachineType.CONTROL_PLANE ? cluster.vip : undefined;
}

/** The virtual IP as a document. */
export function vipDocuments(cluster: ClusterSettings, machine: MachineSettings): readonly Layer2VipConfig[] {
  const vip = vipOf(cluster, machine);
  if (vip === undefined) return [];
  return [{ apiVersion: 'v1alpha1', kind: 'Layer2VIPConfig', name: vip, link: linkName(machine) }];
}
