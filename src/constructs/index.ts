export { BareMetalNode, type BareMetalNodeProps } from './node/bare-metal-node';
export { type BootMedia, BootMediaKind } from './image/boot-media';
export { CredentialFile, type CredentialFileProps } from './credentials/credential-file';
export { FluxBootstrap } from './gitops/flux-bootstrap';
export type { FluxBootstrapProps } from './gitops/flux-bootstrap-props';
export { GitAuth, type GiteaDeployKeyOptions, type SshKeyOptions, type TokenOptions } from './gitops/git-auth';
export type { KubernetesAccess } from './cluster/kubernetes-access';
export { type IPciMapping, PciMapping, type PciMappingProps } from './proxmox/pci-mapping';
export { type IProxmoxEndpoint, ProxmoxEndpoint, type ProxmoxEndpointProps } from './proxmox/proxmox-endpoint';
export { type ProxmoxHost, proxmoxHostKey } from './proxmox/proxmox-host';
export { ProxmoxNode } from './node/proxmox-node';
export type { ProxmoxNodeProps } from './node/proxmox-node-props';
export { StateBackend } from './state/state-backend';
export { StateEncryption } from './state/state-encryption';
export { type ITalosCluster, TalosCluster } from './cluster/talos-cluster';
export type {
  HealthCheckOptions,
  TalosClusterAttributes,
  TalosClusterProps,
  TalosClusterTimeouts,
} from './cluster/talos-cluster-props';
export { type ITalosImage, TalosImage } from './image/talos-image';
export type { TalosImageAttributes, TalosImageProps } from './image/talos-image-props';
export type { ITalosNode, TalosNodeAttributes } from './node/talos-node';
