import type { Complete } from '../values/complete';
import { nothingLeft } from '../values/nothing-left';
import type { SdnSettings, SdnSubnetSettings, SdnVnetSettings, SdnZoneSettings } from './settings';

/** A zone with every default filled in. */
export interface ResolvedSdnZone extends Omit<SdnZoneSettings, 'dhcp'> {
  /** Its name. */
  readonly name: string;
  /** Program that gives addresses, as Proxmox VE calls it; nothing without DHCP. */
  readonly dhcp?: 'dnsmasq';
}

/** A subnet with every default filled in. */
export interface ResolvedSdnSubnet extends SdnSubnetSettings {
  /** Id of the construct that makes it. */
  readonly id: string;
}

/** A vnet with every default filled in. */
export interface ResolvedSdnVnet extends Omit<SdnVnetSettings, 'subnets'> {
  /** Its name. */
  readonly name: string;
  /** Its subnets. */
  readonly subnets: readonly ResolvedSdnSubnet[];
}

/** A software-defined network with every default filled in. */
export interface ResolvedSdn {
  /** Zones that are made. */
  readonly zones: readonly ResolvedSdnZone[];
  /** Vnets that are made. */
  readonly vnets: readonly ResolvedSdnVnet[];
}

/** Fills in what the settings leave open. */
export function resolvedSdn({ zones = {}, vnets = {}, ...rest }: SdnSettings): ResolvedSdn {
  nothingLeft(rest);
  return {
    zones: Object.entries(zones).map(([name, zone]) => resolvedZone(name, zone)),
    vnets: Object.entries(vnets).map(([name, vnet]) => resolvedVnet(name, vnet)),
  };
}

function resolvedZone(name: string, settings: SdnZoneSettings): Complete<ResolvedSdnZone> {
  const { type, hosts, mtu, bridge, serviceVlan, serviceVlanProtocol, peers, controller, vrfVxlan, ...others } =
    settings;
  const { exitNodes, primaryExitNode, exitNodesLocalRouting, advertiseSubnets, ...more } = others;
  const { disableArpNdSuppression, routeTargetImport, dhcp = false, ipam, dns, reverseDns, dnsZone, ...rest } = more;
  nothingLeft(rest);
  return {
    ...{ name, type, hosts, mtu, bridge, serviceVlan, serviceVlanProtocol, peers, controller, vrfVxlan },
    ...{ exitNodes, primaryExitNode, exitNodesLocalRouting, advertiseSubnets, disableArpNdSuppression },
    ...{ routeTargetImport, dns, reverseDns, dnsZone },
    dhcp: dhcp ? 'dnsmasq' : undefined,
    // without a list of addresses Proxmox VE gives none
    ipam: ipam ?? (dhcp ? 'pve' : undefined),
  };
}

function resolvedVnet(name: string, settings: SdnVnetSettings): Complete<ResolvedSdnVnet> {
  const { zone, tag, alias, vlanAware, isolatePorts, subnets = [], ...rest } = settings;
  nothingLeft(rest);
  return { name, zone, tag, alias, vlanAware, isolatePorts, subnets: subnets.map(resolvedSubnet) };
}

function resolvedSubnet(settings: SdnSubnetSettings): Complete<ResolvedSdnSubnet> {
  const { cidr, gateway, snat, dhcpRange, dhcpDnsServer, dnsZonePrefix, ...rest } = settings;
  nothingLeft(rest);
  return { id: cidr.replaceAll(/[./:]/g, '-'), cidr, gateway, snat, dhcpRange, dhcpDnsServer, dnsZonePrefix };
}
