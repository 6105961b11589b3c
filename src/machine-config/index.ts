export type { ConfigPatch } from './settings/config-patch';
export { machinePatches } from './machine-patches';
export type { ClusterSettings } from './settings/cluster';
export type { LinkSettings, MachineSettings, VolumeSettings } from './settings/machine';
export type { NodeTalosOptions, OneMachineTalosOptions, TalosOptions } from './settings/node-options';
export type { KubeletMount, KubeletOptions } from './settings/kubelet';
export type { LoggingOptions } from './settings/logging';
export type { RegistryMirror, RegistryOptions, RegistryTls } from './settings/registries';
export type { TimeOptions } from './settings/time';
