import type { DocumentKind, TalosDocument } from './document-kind';
import { interfaceName, linkName } from './link-name';
import { namedVlans } from './vlan';

/** An interface that asks a DHCP server for its address. */
export interface Dhcpv4Config extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'DHCPv4Config';
  /** Name or alias of the interface. */
  readonly name: string;
  /** Weight of the routes that the server gives. */
  readonly routeMetric?: number;
}

/**
 * Interfaces that ask a DHCP server. A document for any link switches DHCP off on all others, so each has to be named;
 * before this kind it is a field of the interface.
 */
export const dhcpv4Config: DocumentKind<Dhcpv4Config> = {
  kind: 'DHCPv4Config',
  since: 'v1.12',
  render(_cluster, machine) {
    const others = machine.interfaces?.others ?? [];
    return [
      ...(machine.dhcp ? [document(linkName(machine))] : []),
      ...others.filter(({ dhcp }) => dhcp).map((each) => document(interfaceName(each), routeMetric(each.slot))),
      ...namedVlans(machine)
        .filter(({ vlan }) => vlan.dhcp)
        .map(({ name, slot }) => document(name, routeMetric(slot + 1))),
    ];
  },
};

/** Weight of the routes of DHCP servers beside the one of the address: heavier with each interface, so that one counts. */
export function routeMetric(slot: number): number {
  return DEFAULT_ROUTE_METRIC * (slot + 1);
}

/** Weight that Talos gives any route. */
const DEFAULT_ROUTE_METRIC = 1024;

function document(name: string, metric?: number): Dhcpv4Config {
  return { apiVersion: 'v1alpha1', kind: 'DHCPv4Config', name, ...(metric !== undefined && { routeMetric: metric }) };
}
