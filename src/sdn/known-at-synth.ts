import type { Path } from '../values/path';

/** Settings of a software-defined network decide at synth what is made, and when it is applied. */
export const SDN_KNOWN_AT_SYNTH: readonly Path[] = [
  ...['type', 'mtu', 'bridge', 'serviceVlan', 'serviceVlanProtocol', 'controller', 'vrfVxlan', 'primaryExitNode'],
  ...['exitNodesLocalRouting', 'advertiseSubnets', 'disableArpNdSuppression', 'routeTargetImport', 'dhcp', 'ipam'],
  ...['dns', 'reverseDns', 'dnsZone'],
]
  .map((key): Path => ['zones', '*', key])
  .concat(
    ['hosts', 'peers', 'exitNodes'].map((key) => ['zones', '*', key, '*']),
    ['zone', 'tag', 'alias', 'vlanAware', 'isolatePorts'].map((key) => ['vnets', '*', key]),
    ['cidr', 'gateway', 'snat', 'dhcpDnsServer', 'dnsZonePrefix'].map((key) => ['vnets', '*', 'subnets', '*', key]),
    ['start', 'end'].map((key) => ['vnets', '*', 'subnets', '*', 'dhcpRange', key]),
  );
