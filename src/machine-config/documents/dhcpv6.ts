import { allLinks } from './described-links';
import { type DhcpFields, dhcpFields } from './dhcpv4';
import type { DocumentKind, TalosDocument } from './document-kind';

/** An interface that asks a DHCP server for an IPv6 address. */
export interface Dhcpv6Config extends TalosDocument, DhcpFields {
  /** The kind of document. */
  readonly kind: 'DHCPv6Config';
  /** Name or alias of the interface. */
  readonly name: string;
}

/** Interfaces that ask a DHCP server for an IPv6 address; before this kind it is a field of the interface. */
export const dhcpv6Config: DocumentKind<Dhcpv6Config> = {
  kind: 'DHCPv6Config',
  since: 'v1.12',
  render: (_cluster, machine) =>
    allLinks(machine)
      .filter(([, { dhcpv6 }]) => dhcpv6)
      .map(([name, options]) => ({
        apiVersion: 'v1alpha1',
        kind: 'DHCPv6Config',
        name,
        ...dhcpFields(machine, name, options),
      })),
};
