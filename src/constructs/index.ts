export { BareMetalNode, type BareMetalNodeProps } from './bare-metal-node';
export { type BootMedia, BootMediaKind } from './boot-media';
export { CredentialFile, type CredentialFileProps } from './credential-file';
export { FluxBootstrap } from './flux-bootstrap';
export type { FluxBootstrapProps } from './flux-bootstrap-props';
export { GitAuth, type GiteaDeployKeyOptions, type SshKeyOptions, type TokenOptions } from './git-auth';
export type { KubernetesAccess } from './kubernetes-access';
export { type MappedPciDevice, PciMapping, type PciMappingProps } from './pci-mapping';
export { type ProxmoxHost, proxmoxHostKey } from './proxmox-host';
export { ProxmoxNode } from './proxmox-node';
export type { ProxmoxNodeProps } from './proxmox-node-props';
export { StateBackend } from './state-backend';
export { StateEncryption } from './state-encryption';
export { type ITalosCluster, TalosCluster } from './talos-cluster';
export type {
  HealthCheckOptions,
  TalosClusterAttributes,
  TalosClusterProps,
  TalosClusterTimeouts,
} from './talos-cluster-props';
export { type ITalosImage, TalosImage } from './talos-image';
export type { TalosImageAttributes, TalosImageProps } from './talos-image-props';
export type { ITalosNode, TalosNodeAttributes } from './talos-node';
