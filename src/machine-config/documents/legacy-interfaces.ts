import type { VlanOptions } from '../../network/interface-settings';
import { ANY_ADDRESS, IpCidr } from '../../values/ip-cidr';
import type { InterfaceSettings } from '../settings/interfaces';
import { routeMetric } from './dhcpv4';
import { addressWithPrefix, gatewayNetwork, type LinkSettings } from './link-address';
import { type LegacyFields, legacyFields } from './link-fields';
import { FIRST_LINK, isSelected, PHYSICAL_LINK } from './link-name';

/** One item of `machine.network.interfaces`. */
export interface Interface extends LegacyFields {
  /** Name of the interface, unless it is selected. */
  readonly interface?: string;
  /** Condition that the interface is selected by. */
  readonly deviceSelector?: { readonly physical: true } | { readonly hardwareAddr: string; readonly physical: true };
  /** If the address comes from a DHCP server; otherwise it is static, as in cloud-init. */
  readonly dhcp: boolean;
  /** Weight of the routes that the server gives. */
  readonly dhcpOptions?: { readonly routeMetric: number };
  /** Address that control planes share. */
  readonly vip?: { readonly ip: string };
  /** VLANs inside of the interface. */
  readonly vlans?: readonly Vlan[];
}

/** One VLAN of such an item. */
interface Vlan extends LegacyFields {
  /** Number of the VLAN. */
  readonly vlanId: number;
  /** If the address comes from a DHCP server. */
  readonly dhcp: boolean;
  /** Weight of the routes that the server gives. */
  readonly dhcpOptions?: { readonly routeMetric: number };
}

/** The interfaces of a machine, for contracts without documents for them. */
export function legacyInterfaces(machine: LinkSettings, vip: string | undefined): readonly Interface[] {
  const others = machine.interfaces?.others ?? [];
  return [primaryInterface(machine, vip), ...others.map(otherInterface)];
}

function primaryInterface(machine: LinkSettings, vip: string | undefined): Interface {
  const { dhcp = false, interfaces } = machine;
  const { mtu, vlans } = interfaces?.primary ?? {};
  return {
    ...primarySelector(machine),
    dhcp,
    ...(mtu !== undefined && { mtu }),
    ...(!dhcp && staticFields(machine)),
    ...vlanFields(vlans, 0),
    ...(vip !== undefined && { vip: { ip: vip } }),
  };
}

function staticFields(machine: LinkSettings): LegacyFields {
  const { gateway, subnet } = machine;
  const network = gatewayNetwork(machine);
  return {
    addresses: [addressWithPrefix(machine)],
    ...(gateway !== undefined && {
      routes: [
        ...(network === undefined ? [] : [{ network }]),
        { network: ANY_ADDRESS[IpCidr.of(subnet).family], gateway },
      ],
    }),
  };
}

function primarySelector(machine: LinkSettings): Pick<Interface, 'interface' | 'deviceSelector'> {
  const { link = FIRST_LINK, interfaces } = machine;
  const { macAddress } = interfaces?.primary ?? {};
  if (isSelected(machine) && macAddress !== undefined) return { deviceSelector: bySelector(macAddress) };
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
