export type { ConfigPatch } from './config-patch';
export { machinePatches } from './machine-patches';
export { checkPatches, type PatchFault } from './patch-check';
export type { ClusterSettings, MachineSettings, VolumeSettings } from './settings';
