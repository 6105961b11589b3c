export type { CiliumOptions } from './cilium';
export { Cni } from './cni';
export type { CoreDnsSettings } from './core-dns-settings';
export { dayZeroManifests } from './day-zero';
export type { InlineManifest } from './inline-manifest';
export type { KubernetesSettings } from './kubernetes-settings';
