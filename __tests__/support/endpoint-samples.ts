import type { Sample } from './key-samples';

/** Where high availability is written. */
const HA = 'proxmox.endpoints.any.highAvailability';
/** Where backup jobs are written. */
const BACKUPS = 'proxmox.endpoints.any.backupJobs';
const SECOND_CONTROL_PLANE = { 'nodes.ctrl-01': { machineType: 'controlplane', host: 'pve2', address: '10.0.0.12' } };
const SECOND_WORKER = {
  'nodes.work-01': { machineType: 'worker', host: 'pve2', address: '10.0.0.22' },
  'proxmox.endpoints.main.hosts.pve3': { diskDatastoreId: 'local-lvm' },
};

/** Entries of maps of an endpoint that samples are made for. */
export const ENDPOINT_ENTRIES: Readonly<Record<string, string>> = {
  'proxmox.endpoints.any.pciMappings': 'gpu',
  'proxmox.endpoints.any.usbMappings': 'stick',
  'proxmox.endpoints.any.resourcePools': 'lab',
  [BACKUPS]: 'nightly',
  [`${HA}.nodeAffinity`]: 'near',
  [`${HA}.resourceAffinity`]: 'apart',
};

/** Settings that objects of an endpoint need before one of their keys can be tried. */
export const ENDPOINT_WHOLE: Readonly<Record<string, unknown>> = {
  'proxmox.endpoints.any.pciMappings.any.devices.0': { host: 'pve1', path: '0000:00:02.0', id: '8086:46a6' },
  'proxmox.endpoints.any.usbMappings.any.devices.0': { host: 'pve1', id: '1a86:55d4' },
  [`${BACKUPS}.any`]: { schedule: '02:30', datastoreId: 'nas' },
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
