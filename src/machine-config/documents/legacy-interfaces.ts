import type { VlanOptions } from '../../network/interface-settings';
import type { LinkAddressing } from '../../network/link-settings';
import type { InterfaceSettings } from '../settings/interfaces';
import { cardSelector, type DeviceSelector } from './card-selector';
import { fieldsOf, isOnMadeLink, primaryOptions } from './described-links';
import { routeMetric } from './dhcpv4';
import type { LinkSettings } from './link-address';
import { type LegacyFields, legacyFields, legacyOf } from './link-fields';
import { FIRST_LINK, isSelected, linkName, PHYSICAL_LINK } from './link-name';
import type { WireguardFields } from './wireguard';

/** One item of `machine.network.interfaces`. */
export interface Interface extends LegacyFields {
  /** Name of the interface, unless it is selected. */
  readonly interface?: string;
  /** Condition that the interface is selected by. */
  readonly deviceSelector?: DeviceSelector;
  /** If the address comes from a DHCP server; otherwise it is static, as in cloud-init. */
  readonly dhcp: boolean;
  /** How the server is asked. */
  readonly dhcpOptions?: LegacyDhcpOptions;
  /** Address that control planes share. */
  readonly vip?: { readonly ip: string };
  /** VLANs inside of the interface. */
  readonly vlans?: readonly LegacyVlan[];
  /** Links that act as one, if it is a bond. */
  readonly bond?: object;
  /** Links in it, if it is a bridge. */
  readonly bridge?: object;
  /** If it is a dummy link. */
  readonly dummy?: true;
  /** Ends and keys, if it is a tunnel. */
  readonly wireguard?: WireguardFields;
}

/** How a DHCP server is asked. */
interface LegacyDhcpOptions {
  /** Weight of the routes that it gives. */
  readonly routeMetric?: number;
  /** If it is asked for an IPv4 address. */
  readonly ipv4?: false;
  /** If it is asked for an IPv6 address. */
  readonly ipv6?: true;
}

/** One VLAN of such an item. */
export interface LegacyVlan extends LegacyFields {
  /** Number of the VLAN. */
  readonly vlanId: number;
  /** If the address comes from a DHCP server. */
  readonly dhcp: boolean;
  /** How the server is asked. */
  readonly dhcpOptions?: LegacyDhcpOptions;
  /** Address that control planes share. */
  readonly vip?: { readonly ip: string };
}

/** The interfaces of a machine that are cards of its own, that of the address first, unless that is on another link. */
export function legacyInterfaces(machine: LinkSettings, vip: string | undefined): readonly Interface[] {
  const others = (machine.interfaces?.others ?? []).map(otherInterface);
  return isOnMadeLink(machine) ? others : [primaryInterface(machine, vip), ...others];
}

function primaryInterface(machine: LinkSettings, vip: string | undefined): Interface {
  const { dhcp = false, interfaces } = machine;
  const { mtu, ...fields } = legacyOf(fieldsOf(machine, linkName(machine), primaryOptions(machine)));
  return {
    ...primarySelector(machine),
    ...legacyDhcp(primaryOptions(machine) ?? {}, { isPrimary: true, asks: dhcp, weight: 0 }),
    ...(mtu !== undefined && { mtu }),
    ...fields,
    ...vlanFields(interfaces?.primary.vlans, 0),
    ...(vip !== undefined && { vip: { ip: vip } }),
  };
}

/**
 * How a link asks a DHCP server.
 *
 * @param about `asks` is for the address of the machine, `weight` is that of routes of other links
 */
export function legacyDhcp(
  { dhcp = false, dhcpv6 = false, dhcpOptions = {} }: LinkAddressing,
  { isPrimary, asks, weight }: { readonly isPrimary: boolean; readonly asks: boolean; readonly weight: number },
): Pick<Interface, 'dhcp' | 'dhcpOptions'> {
  const isAsking = asks || dhcp || dhcpv6;
  const metric = dhcpOptions.routeMetric ?? (isPrimary || !isAsking ? undefined : weight);
  const options: LegacyDhcpOptions = {
    ...(metric !== undefined && { routeMetric: metric }),
    ...(isAsking && !asks && !dhcp && { ipv4: false }),
    ...(dhcpv6 && { ipv6: true }),
  };
  return { dhcp: isAsking, ...(Object.keys(options).length > 0 && { dhcpOptions: options }) };
}

function primarySelector(machine: LinkSettings): Pick<Interface, 'interface' | 'deviceSelector'> {
  const { link = FIRST_LINK, interfaces } = machine;
  const { macAddress } = interfaces?.primary ?? {};
  if (isSelected(machine) && macAddress !== undefined) return { deviceSelector: bySelector(macAddress) };
  const selector = cardSelector(machine.links?.cards?.[link]);
  if (selector !== undefined) return { deviceSelector: selector };
  return link === PHYSICAL_LINK ? { deviceSelector: { physical: true } } : { interface: link };
}

function otherInterface({ slot, macAddress, dhcp = false, vlans, ...options }: InterfaceSettings): Interface {
  return {
    deviceSelector: bySelector(macAddress),
    dhcp,
    ...(dhcp && { dhcpOptions: { routeMetric: routeMetric(slot) } }),
    ...legacyFields(options),
    ...vlanFields(vlans, slot),
  };
}

function vlanFields(vlans: readonly VlanOptions[] = [], slot: number): Pick<Interface, 'vlans'> {
  if (vlans.length === 0) return {};
  return {
    vlans: vlans.map(({ id, dhcp = false, ...options }) => ({
      vlanId: id,
      dhcp,
      ...(dhcp && { dhcpOptions: { routeMetric: routeMetric(slot + 1) } }),
      ...legacyFields(options),
    })),
  };
}

function bySelector(macAddress: string): { readonly hardwareAddr: string; readonly physical: true } {
  // VLANs have the MAC address of their interface
  return { hardwareAddr: macAddress.toLowerCase(), physical: true };
}
