import type { LinkAddressing } from '../../network/link-settings';
import { allLinks, FURTHER_METRIC, primaryOptions } from './described-links';
import type { DocumentKind, TalosDocument } from './document-kind';
import type { LinkSettings } from './link-address';
import { interfaceName, linkName } from './link-name';
import { namedVlans } from './vlan';

/** How a DHCP server is asked. */
export interface DhcpFields {
  /** Weight of the routes that the server gives. */
  readonly routeMetric?: number;
  /** Sort of the identifier. */
  readonly clientIdentifier?: string;
  /** The identifier itself. */
  readonly duidRaw?: string;
  /** If the name that the server gives is left. */
  readonly ignoreHostname?: boolean;
}

/** An interface that asks a DHCP server for its address. */
export interface Dhcpv4Config extends TalosDocument, DhcpFields {
  /** The kind of document. */
  readonly kind: 'DHCPv4Config';
  /** Name or alias of the interface. */
  readonly name: string;
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
    const primary = linkName(machine);
    return [
      ...(machine.dhcp ? [document(primary, dhcpFields(machine, primary, primaryOptions(machine)))] : []),
      ...others.filter(({ dhcp }) => dhcp).map((each) => document(interfaceName(each), weighing(each.slot))),
      ...namedVlans(machine)
        .filter(({ vlan }) => vlan.dhcp)
        .map(({ name, slot }) => document(name, weighing(slot + 1))),
      ...allLinks(machine)
        .filter(([name, { dhcp }]) => dhcp && name !== primary)
        .map(([name, options]) => document(name, dhcpFields(machine, name, options))),
    ];
  },
};

/** Weight of the routes of DHCP servers beside the one of the address: heavier with each interface, so that one counts. */
export function routeMetric(slot: number): number {
  return DEFAULT_ROUTE_METRIC * (slot + 1);
}

/** How a link asks; the routes of links beside the one of the address are heavier. */
export function dhcpFields(machine: LinkSettings, name: string, options: LinkAddressing | undefined): DhcpFields {
  const { routeMetric: metric, clientIdentifier, duid, ignoreHostname } = options?.dhcpOptions ?? {};
  const weight = metric ?? (name === linkName(machine) ? undefined : FURTHER_METRIC);
  return {
    ...(weight !== undefined && { routeMetric: weight }),
    ...(clientIdentifier !== undefined && { clientIdentifier }),
    ...(duid !== undefined && { duidRaw: duid }),
    ...(ignoreHostname !== undefined && { ignoreHostname }),
  };
}

/** Weight that Talos gives any route. */
const DEFAULT_ROUTE_METRIC = 1024;

function weighing(slot: number): DhcpFields {
  return { routeMetric: routeMetric(slot) };
}

function document(name: string, fields: DhcpFields): Dhcpv4Config {
  return { apiVersion: 'v1alpha1', kind: 'DHCPv4Config', name, ...fields };
}
