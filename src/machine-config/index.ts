export type { ConfigPatch } from './settings/config-patch';
export { machinePatches } from './machine-patches';
export type { ClusterSettings } from './settings/cluster';
export type { LinkSettings, MachineSettings, ShareSettings, VolumeSettings } from './settings/machine';
export type { NodeTalosOptions, OneMachineTalosOptions, TalosOptions } from './settings/node-options';
export type { KubeletMount, KubeletOptions } from './settings/kubelet';
export type { FirewallOptions, FirewallRule } from './settings/firewall';
export type { KubeSpanOptions } from './settings/kubespan';
export type { HostDnsOptions } from './settings/host-dns';
export type { SafeguardOptions } from './settings/safeguards';
export type { LoggingOptions } from './settings/logging';
export type { ExtensionServiceFile, ExtensionServiceOptions } from './settings/extension-services';
export type { EncryptionKey, KeySources, KmsKey, TpmKey, VolumeEncryption } from './settings/encryption';
export type {
  EphemeralVolume,
  ExistingVolume,
  PlacedVolume,
  StateVolume,
  StorageOptions,
  SystemVolumes,
  UserVolume,
  VolumeSize,
} from './settings/storage';
export type { RegistryAuth, RegistryMirror, RegistryOptions, RegistryTls } from './settings/registries';
export type { TimeOptions } from './settings/time';
