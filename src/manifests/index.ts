export { type AddonCluster, ClusterAddon, type ManifestAddonOptions } from './addon';
export { Cni } from './cni/cni';
export type { CiliumOptions, CiliumRelease } from './cni/settings';
export type {
  ComponentOptions,
  ComponentResources,
  ComponentVolume,
  ControlPlaneOptions,
  EtcdOptions,
  OidcSettings,
  ResourceAmounts,
  SchedulerOptions,
} from './control-plane/settings';
export type { CoreDnsSettings } from './dns/settings';
export type { InlineManifest } from './inline-manifest';
export type { KubernetesObject } from './kubernetes-object';
export type { KubernetesOptions, KubernetesSettings } from './settings';
