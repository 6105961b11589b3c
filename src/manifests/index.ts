export type { CiliumOptions } from './cni/cilium-job';
export { Cni } from './cni/cni';
export type { CoreDnsSettings } from './core-dns-settings';
export { dayZeroManifests } from './day-zero';
export type { InlineManifest } from './inline-manifest';
export type { KubernetesSettings } from './kubernetes-settings';
