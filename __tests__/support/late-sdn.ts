import { SoftwareDefinedNetwork } from '../../src/constructs/proxmox/software-defined-network';
import { managed } from './late-high-availability';
import type { Subject } from './late-subjects';

const COMMON = { mtu: 1400, hosts: ['pve1'], ipam: 'pve', dns: 'named', reverseDns: 'named', dnsZone: 'lab.example' };
const SUBNET = {
  ...{ cidr: '10.20.0.0/24', gateway: '10.20.0.1', snat: true, dhcpDnsServer: '10.20.0.1', dnsZonePrefix: 'lab' },
  dhcpRange: { start: '10.20.0.100', end: '10.20.0.199' },
};
const EVPN = {
  ...{ type: 'evpn', controller: 'bgp', vrfVxlan: 10_000, exitNodes: ['pve1'], primaryExitNode: 'pve1' },
  ...{ exitNodesLocalRouting: true, advertiseSubnets: true, disableArpNdSuppression: true, routeTargetImport: '1:2' },
};
const QINQ = { type: 'qinq', bridge: 'vmbr1', serviceVlan: 100, serviceVlanProtocol: '802.1ad' };

const SUBJECT: Subject = {
  type: 'SoftwareDefinedNetworkProps',
  file: 'src/constructs/proxmox/software-defined-network.ts',
  examples: [
    (stack) => ({
      endpoint: managed(stack).endpoint,
      zones: { own: { type: 'simple', dhcp: true, ...COMMON } },
      vnets: { lab: { zone: 'own', alias: 'Lab', isolatePorts: true, subnets: [SUBNET] } },
    }),
    (stack) => ({
      endpoint: managed(stack).endpoint,
      zones: { inner: { ...QINQ, ...COMMON } },
      vnets: { wide: { zone: 'inner', tag: 20, vlanAware: true } },
    }),
    (stack) => ({ endpoint: managed(stack).endpoint, zones: { over: { type: 'vxlan', peers: ['10.0.0.2'] } } }),
    (stack) => ({ endpoint: managed(stack).endpoint, zones: { routed: { ...EVPN, ...COMMON } } }),
  ],
  make: (stack, props) => new SoftwareDefinedNetwork(stack, 'net', props),
};

/** A zone of each of four types, and vnets in them. */
export function softwareDefinedNetwork(): Subject {
  return SUBJECT;
}
