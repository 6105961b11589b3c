export type { CiliumOptions } from './cni/cilium-job';
export { Cni } from './cni/cni';
export type { CoreDnsSettings } from './core-dns-settings';
export type { InlineManifest } from './inline-manifest';
export type { KubernetesSettings } from './kubernetes-settings';
