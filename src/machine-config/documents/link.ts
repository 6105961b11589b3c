import type { InterfaceSettings } from '../settings/interfaces';
import type { DocumentKind, TalosDocument } from './document-kind';
import { addressWithPrefix, gatewayNetwork, type LinkSettings } from './link-address';
import { legacyInterfaces } from './legacy-interfaces';
import { vipOf } from './layer2-vip';
import { type LinkFields, linkFields } from './link-fields';
import { interfaceName, linkName } from './link-name';

/** Addresses and routes of an interface. */
export interface LinkConfig extends TalosDocument, LinkFields {
  /** The kind of document. */
  readonly kind: 'LinkConfig';
  /** Name or alias of the interface. */
  readonly name: string;
  /** Switches the interface on, where nothing else is said of it. */
  readonly up?: true;
}

/** The interfaces of a machine. A document for any link switches DHCP off on all of them. */
export const linkConfig: DocumentKind<LinkConfig> = {
  kind: 'LinkConfig',
  since: 'v1.12',
  describesLink: true,
  render(_cluster, machine) {
    const others = machine.interfaces?.others ?? [];
    return [...primaryLink(machine), ...others.map(otherLink)];
  },
  legacy: (cluster, machine) => ({
    machine: { network: { interfaces: legacyInterfaces(machine, vipOf(cluster, machine)) } },
  }),
};

/** One that asks a DHCP server has nothing to say unless its packets are larger. */
function primaryLink(machine: LinkSettings): readonly LinkConfig[] {
  const { gateway, dhcp = false, interfaces } = machine;
  const { mtu } = interfaces?.primary ?? {};
  const head = { apiVersion: 'v1alpha1', kind: 'LinkConfig', name: linkName(machine), ...(mtu && { mtu }) } as const;
  if (dhcp) return mtu === undefined ? [] : [head];
  const destination = gatewayNetwork(machine);
  return [
    {
      ...head,
      addresses: [{ address: addressWithPrefix(machine) }],
      ...(gateway !== undefined && {
        routes: [...(destination === undefined ? [] : [{ destination }]), { gateway }],
      }),
    },
  ];
}

function otherLink(settings: InterfaceSettings): LinkConfig {
  return {
    apiVersion: 'v1alpha1',
    kind: 'LinkConfig',
    name: interfaceName(settings),
    up: true,
    ...linkFields(settings),
  };
}
