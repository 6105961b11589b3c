import type { ClusterSettings } from '../settings/cluster';
import type { MachineSettings } from '../settings/machine';
import type { DocumentKind, TalosDocument } from './document-kind';
import { linkName } from './link-name';

/** An address that one of the control planes carries at any time. */
export interface Layer2VipConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'Layer2VIPConfig';
  /** The address itself. */
  readonly name: string;
  /** Name or alias of the interface that carries it. */
  readonly link: string;
}

/** The virtual IP; before this kind it is part of the interface that carries it. */
export const layer2VipConfig: DocumentKind<Layer2VipConfig> = {
  kind: 'Layer2VIPConfig',
  since: 'v1.12',
  render(cluster, machine) {
    const vip = vipOf(cluster, machine);
    if (vip === undefined) return [];
    return [{ apiVersion: 'v1alpha1', kind: 'Layer2VIPConfig', name: vip, link: linkName(machine) }];
  },
};

/** The virtual IP that a machine takes part in: control planes only. */
export function vipOf(cluster: ClusterSettings, machine: MachineSettings): string | undefined {
  return machine.machineType === 'controlplane' ? cluster.vip : undefined;
}
