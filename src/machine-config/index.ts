export type { ConfigPatch } from './settings/config-patch';
export { machinePatches } from './machine-patches';
export type { ClusterSettings } from './settings/cluster';
export type { MachineSettings, VolumeSettings } from './settings/machine';
