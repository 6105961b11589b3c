import type { Sample } from './key-samples';

/** Where high availability is written. */
const HA = 'proxmox.endpoints.any.highAvailability';
/** Where backup jobs are written. */
const BACKUPS = 'proxmox.endpoints.any.backupJobs';
/** Where the software-defined network is written. */
const SDN = 'proxmox.endpoints.any.sdn';
const ZONE = `${SDN}.zones.any`;
const VNET = `${SDN}.vnets.any`;
const MAIN_ZONE = 'proxmox.endpoints.main.sdn.zones.own';
/** Zones of other types, with all that these need. */
const QINQ = { type: 'qinq', bridge: 'vmbr1', serviceVlan: 100 };
const EVPN = { type: 'evpn', controller: 'bgp', vrfVxlan: 10_000, exitNodes: ['pve1', 'pve2'] };
const SECOND_CONTROL_PLANE = { 'nodes.ctrl-01': { machineType: 'controlplane', host: 'pve2', address: '10.0.0.12' } };
const SECOND_WORKER = {
  'nodes.work-01': { machineType: 'worker', host: 'pve2', address: '10.0.0.22' },
  'proxmox.endpoints.main.hosts.pve3': { diskDatastoreId: 'local-lvm' },
};

/** Entries of maps of an endpoint that samples are made for. */
export const ENDPOINT_ENTRIES: Readonly<Record<string, string>> = {
  'proxmox.endpoints.any.pciMappings': 'gpu',
  'proxmox.endpoints.any.usbMappings': 'stick',
  'proxmox.endpoints.any.directoryMappings': 'media',
  'proxmox.endpoints.any.resourcePools': 'lab',
  [BACKUPS]: 'nightly',
  [`${SDN}.zones`]: 'own',
  [`${SDN}.vnets`]: 'lab',
  [`${HA}.nodeAffinity`]: 'near',
  [`${HA}.resourceAffinity`]: 'apart',
};

/** Settings that objects of an endpoint need before one of their keys can be tried. */
export const ENDPOINT_WHOLE: Readonly<Record<string, unknown>> = {
  'proxmox.endpoints.any.pciMappings.any.devices.0': { host: 'pve1', path: '0000:00:02.0', id: '8086:46a6' },
  'proxmox.endpoints.any.usbMappings.any.devices.0': { host: 'pve1', id: '1a86:55d4' },
  'proxmox.endpoints.any.directoryMappings.any.directories.0': { host: 'pve1', path: '/tank/media' },
  [`${BACKUPS}.any`]: { schedule: '02:30', datastoreId: 'nas' },
  [ZONE]: { type: 'simple' },
  [VNET]: { zone: 'theirs' },
  [`${VNET}.subnets.0`]: { cidr: '10.20.0.0/24', gateway: '10.20.0.1' },
  [`${VNET}.subnets.0.dhcpRange`]: { start: '10.20.0.100', end: '10.20.0.199' },
  [`${HA}.nodeAffinity.any`]: { machines: ['work-00'], hosts: { pve1: 1 } },
  [`${HA}.resourceAffinity.any`]: { machines: ['ctrl-00', 'work-00'], affinity: 'negative' },
};

/** Values for the keys of an endpoint. */
export const ENDPOINT_SAMPLES: Readonly<Record<string, Sample>> = {
  'proxmox.endpoints.any.resourcePools.any.comment': { values: [undefined, 'Experiments'] },
  'proxmox.endpoints.any.imageHost': { values: [undefined, 'pve1', 'pve2'] },
  'proxmox.endpoints.any.pciMappings.any.devices.0.host': { values: ['pve1', 'pve2'] },
  'proxmox.endpoints.any.pciMappings.any.devices.0.path': { values: ['0000:00:02.0', '0000:00:03.0'] },
  'proxmox.endpoints.any.pciMappings.any.devices.0.id': { values: ['8086:46a6', '8086:46a7'] },
  'proxmox.endpoints.any.pciMappings.any.devices.0.subsystemId': { values: [undefined, '8086:0001'] },
  'proxmox.endpoints.any.pciMappings.any.devices.0.iommuGroup': { values: [undefined, 3] },
  'proxmox.endpoints.any.usbMappings.any.devices.0.host': { values: ['pve1', 'pve2'] },
  'proxmox.endpoints.any.usbMappings.any.devices.0.id': { values: ['1a86:55d4', '1a86:55d5'] },
  'proxmox.endpoints.any.usbMappings.any.devices.0.path': { values: [undefined, '1-4'] },
  'proxmox.endpoints.any.directoryMappings.any.directories.0.host': { values: ['pve1', 'pve2'] },
  'proxmox.endpoints.any.directoryMappings.any.directories.0.path': { values: ['/tank/media', '/tank/music'] },
  [`${BACKUPS}.any.schedule`]: { values: ['02:30', 'sun 04:00'] },
  [`${BACKUPS}.any.datastoreId`]: { values: ['nas', 'pbs'] },
  [`${BACKUPS}.any.notesTemplate`]: { values: [undefined, '{{guestname}}'] },
  [`${BACKUPS}.any.machines.0`]: { values: [undefined, ['ctrl-00']] },
  [`${BACKUPS}.any.poolId`]: { values: [undefined, 'lab'] },
  [`${BACKUPS}.any.keep.last`]: { values: [1, 3] },
  [`${BACKUPS}.any.keep.hourly`]: { values: [1, 3] },
  [`${BACKUPS}.any.keep.daily`]: { values: [1, 3] },
  [`${BACKUPS}.any.keep.weekly`]: { values: [1, 3] },
  [`${BACKUPS}.any.keep.monthly`]: { values: [1, 3] },
  [`${BACKUPS}.any.keep.yearly`]: { values: [1, 3] },
  [`${ZONE}.type`]: { at: MAIN_ZONE, values: [{ type: 'simple' }, QINQ, EVPN, { type: 'vlan', bridge: 'vmbr1' }] },
  [`${ZONE}.hosts.0`]: { values: [undefined, ['pve1'], ['pve2']] },
  [`${ZONE}.mtu`]: { values: [undefined, 1400] },
  [`${ZONE}.bridge`]: { at: MAIN_ZONE, values: [QINQ, { ...QINQ, bridge: 'vmbr2' }] },
  [`${ZONE}.serviceVlan`]: { at: MAIN_ZONE, values: [QINQ, { ...QINQ, serviceVlan: 101 }] },
  [`${ZONE}.serviceVlanProtocol`]: { at: MAIN_ZONE, values: [QINQ, { ...QINQ, serviceVlanProtocol: '802.1ad' }] },
  [`${ZONE}.peers.0`]: {
    at: MAIN_ZONE,
    values: [['10.0.0.2'], ['10.0.0.3']].map((peers) => ({ type: 'vxlan', peers })),
  },
  [`${ZONE}.controller`]: { at: MAIN_ZONE, values: [EVPN, { ...EVPN, controller: 'isis' }] },
  [`${ZONE}.vrfVxlan`]: { at: MAIN_ZONE, values: [EVPN, { ...EVPN, vrfVxlan: 10_001 }] },
  [`${ZONE}.exitNodes.0`]: { at: MAIN_ZONE, values: [EVPN, { ...EVPN, exitNodes: ['pve1'] }] },
  [`${ZONE}.primaryExitNode`]: { at: MAIN_ZONE, values: [EVPN, { ...EVPN, primaryExitNode: 'pve2' }] },
  [`${ZONE}.exitNodesLocalRouting`]: { at: MAIN_ZONE, values: [EVPN, { ...EVPN, exitNodesLocalRouting: true }] },
  [`${ZONE}.advertiseSubnets`]: { at: MAIN_ZONE, values: [EVPN, { ...EVPN, advertiseSubnets: true }] },
  [`${ZONE}.disableArpNdSuppression`]: { at: MAIN_ZONE, values: [EVPN, { ...EVPN, disableArpNdSuppression: true }] },
  [`${ZONE}.routeTargetImport`]: { at: MAIN_ZONE, values: [EVPN, { ...EVPN, routeTargetImport: '1:2' }] },
  [`${ZONE}.dhcp`]: { values: [undefined, true] },
  [`${ZONE}.ipam`]: { values: [undefined, 'pve'] },
  [`${ZONE}.dns`]: { values: [undefined, 'named'] },
  [`${ZONE}.reverseDns`]: { values: [undefined, 'named'] },
  [`${ZONE}.dnsZone`]: { values: [undefined, 'lab.example'], beside: { [`${MAIN_ZONE}.dns`]: 'named' } },
  [`${VNET}.zone`]: { values: ['theirs', 'other'] },
  [`${VNET}.tag`]: { values: [undefined, 20] },
  [`${VNET}.alias`]: { values: [undefined, 'Lab'] },
  [`${VNET}.subnets.0.cidr`]: {
    at: 'proxmox.endpoints.main.sdn.vnets.lab',
    values: ['10.20.0.0/24', '10.21.0.0/24'].map((cidr) => ({ zone: 'theirs', subnets: [{ cidr }] })),
  },
  [`${VNET}.subnets.0.gateway`]: { values: ['10.20.0.1', '10.20.0.254'] },
  [`${VNET}.subnets.0.dhcpRange.start`]: { values: ['10.20.0.100', '10.20.0.110'] },
  [`${VNET}.subnets.0.dhcpRange.end`]: { values: ['10.20.0.199', '10.20.0.189'] },
  [`${VNET}.subnets.0.dhcpDnsServer`]: { values: [undefined, '10.20.0.2'] },
  [`${VNET}.subnets.0.dnsZonePrefix`]: { values: [undefined, 'lab'] },
  [`${HA}.machines.0`]: { values: [undefined, ['ctrl-00']] },
  [`${HA}.maxRestart`]: { values: [undefined, 3] },
  [`${HA}.maxRelocate`]: { values: [undefined, 3] },
  [`${HA}.separateControlPlanes`]: { values: [true, false], beside: SECOND_CONTROL_PLANE },
  [`${HA}.nodeAffinity.any.machines.0`]: { values: [['work-00'], ['ctrl-00']] },
  [`${HA}.nodeAffinity.any.hosts.any`]: { values: [{ pve1: 1 }, { pve1: 2 }] },
  [`${HA}.resourceAffinity.any.machines.0`]: {
    values: [
      ['ctrl-00', 'work-00'],
      ['ctrl-00', 'work-00', 'work-01'],
    ],
    beside: SECOND_WORKER,
  },
};

/** Room that keeps a machine of a pool away from a host, and room that does not. */
export function capacity(place: string, key: string, values: readonly [number, number]): Sample {
  return {
    at: `proxmox.endpoints.${place}.capacity.${key}`,
    values,
    beside: {
      'nodes.work-00.host': 'pve1',
      'pools.pool': { machineType: 'worker', nodes: 2, addresses: '10.0.0.41-10.0.0.50' },
    },
  };
}
