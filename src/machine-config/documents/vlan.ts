import type { VlanOptions } from '../../network/interface-settings';
import type { MachineSettings } from '../settings/machine';
import { fieldsOf, linksOf } from './described-links';
import type { DocumentKind, TalosDocument } from './document-kind';
import { type LinkFields, linkFields } from './link-fields';
import { interfaceName, linkName, vlanName } from './link-name';

/** A link inside another one, identified by a tag. */
export interface VlanConfig extends TalosDocument, LinkFields {
  /** The kind of document. */
  readonly kind: 'VLANConfig';
  /** Name of the link. */
  readonly name: string;
  /** Number of the VLAN. */
  readonly vlanID: number;
  /** Name or alias of the link that it is in. */
  readonly parent: string;
  /** Form of the tags. */
  readonly vlanMode?: '802.1q' | '802.1ad';
}

/** A VLAN of a machine, with the names that it has in documents. */
export interface NamedVlan {
  /** Its settings. */
  readonly vlan: VlanOptions;
  /** Its name. */
  readonly name: string;
  /** Name of the link that it is in. */
  readonly parent: string;
  /** Number of that link on the machine. */
  readonly slot: number;
}

/** VLANs inside of interfaces; before this kind they are part of the interface. */
export const vlanConfig: DocumentKind<VlanConfig> = {
  kind: 'VLANConfig',
  since: 'v1.12',
  describesLink: true,
  render: (_cluster, machine) => [
    ...namedVlans(machine).map(({ vlan, name, parent }) => ({
      apiVersion: 'v1alpha1' as const,
      kind: 'VLANConfig' as const,
      name,
      vlanID: vlan.id,
      parent,
      ...linkFields(vlan),
    })),
    ...linksOf(machine, 'vlans').map(([name, options]) => ({
      apiVersion: 'v1alpha1' as const,
      kind: 'VLANConfig' as const,
      name,
      vlanID: options.id,
      parent: options.parent,
      ...(options.protocol !== undefined && { vlanMode: options.protocol }),
      ...fieldsOf(machine, name, options),
    })),
  ],
};

/** All VLANs of a machine: those of the interface that carries the address first. */
export function namedVlans(machine: Pick<MachineSettings, 'link' | 'interfaces'>): readonly NamedVlan[] {
  const { primary, others = [] } = machine.interfaces ?? {};
  const inside = (vlans: readonly VlanOptions[] = [], parent: string, slot: number): readonly NamedVlan[] =>
    vlans.map((vlan) => ({ vlan, parent, slot, name: vlanName(parent, slot, vlan.id) }));
  return [
    ...inside(primary?.vlans, linkName(machine), 0),
    ...others.flatMap((each) => inside(each.vlans, interfaceName(each), each.slot)),
  ];
}
