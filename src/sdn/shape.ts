import * as z from 'zod';
import {
  dnsName,
  hostName,
  ipAddress,
  ipNetwork,
  proxmoxName,
  sdnName,
  someText,
  textOf,
  wholeNumber,
} from '../forms/scalars';
import { shapeOf } from '../forms/shape';
import { writeAlias, writeRouteTarget, writeSomeHost, writeSomePeer } from './faults';
import { LARGEST_MTU, LARGEST_VXLAN, SMALLEST_MTU } from './limits';
import type { SdnDhcpRange, SdnSettings, SdnSubnetSettings, SdnVnetSettings, SdnZoneSettings } from './settings';

const hosts = z.array(hostName).min(1, { error: writeSomeHost() });

const zoneShape = shapeOf<SdnZoneSettings>('SdnZoneSettings')({
  type: z.enum(['simple', 'vlan', 'qinq', 'vxlan', 'evpn']),
  hosts: hosts.optional(),
  mtu: wholeNumber(SMALLEST_MTU, LARGEST_MTU).optional(),
  bridge: proxmoxName.optional(),
  serviceVlan: wholeNumber(1, 4094).optional(),
  serviceVlanProtocol: z.enum(['802.1q', '802.1ad']).optional(),
  peers: z.array(ipAddress).min(1, { error: writeSomePeer() }).optional(),
  controller: someText.optional(),
  vrfVxlan: wholeNumber(1, LARGEST_VXLAN).optional(),
  exitNodes: hosts.optional(),
  primaryExitNode: hostName.optional(),
  exitNodesLocalRouting: z.boolean().optional(),
  advertiseSubnets: z.boolean().optional(),
  disableArpNdSuppression: z.boolean().optional(),
  routeTargetImport: textOf(writeRouteTarget(), /^\d{1,10}:\d{1,10}$/).optional(),
  dhcp: z.boolean().optional(),
  ipam: someText.optional(),
  dns: someText.optional(),
  reverseDns: someText.optional(),
  dnsZone: dnsName.optional(),
});

const rangeShape = shapeOf<SdnDhcpRange>('SdnDhcpRange')({ start: ipAddress, end: ipAddress });

const subnetShape = shapeOf<SdnSubnetSettings>('SdnSubnetSettings')({
  cidr: ipNetwork,
  gateway: ipAddress.optional(),
  snat: z.boolean().optional(),
  dhcpRange: rangeShape.optional(),
  dhcpDnsServer: ipAddress.optional(),
  dnsZonePrefix: dnsName.optional(),
});

const vnetShape = shapeOf<SdnVnetSettings>('SdnVnetSettings')({
  zone: sdnName,
  tag: wholeNumber(1, LARGEST_VXLAN).optional(),
  alias: textOf(writeAlias(), /^[()._a-zA-Z0-9\s-]{1,256}$/).optional(),
  vlanAware: z.boolean().optional(),
  isolatePorts: z.boolean().optional(),
  subnets: z.array(subnetShape).optional(),
});

/** Form of `SdnSettings`. */
export const sdnShape = shapeOf<SdnSettings>('SdnSettings')({
  zones: z.record(sdnName, zoneShape).optional(),
  vnets: z.record(sdnName, vnetShape).optional(),
});
