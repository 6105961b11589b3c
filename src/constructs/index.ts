export { BareMetalNode, type BareMetalNodeProps } from './node/bare-metal-node';
export { type BootMedia, BootMediaKind } from './image/boot-media';
export { CredentialFile, type CredentialFileProps, type ICredentialFile } from './credentials/credential-file';
export { FluxBootstrap, type IFluxBootstrap } from './gitops/flux-bootstrap';
export type { FluxBootstrapProps } from './gitops/flux-bootstrap-props';
export { type GiteaDeployKeyOptions, GitSource, type SshKeyOptions, type TokenOptions } from './gitops/git-source';
export type { CertificateAndKey, ClusterSecrets } from './cluster/cluster-secrets';
export type { KubernetesAccess } from './cluster/kubernetes-access';
export { type IPciMapping, PciMapping, type PciMappingProps } from './proxmox/pci-mapping';
export { BackupJob, type BackupJobProps, type IBackupJob } from './proxmox/backup-job';
export {
  type ISoftwareDefinedNetwork,
  SoftwareDefinedNetwork,
  type SoftwareDefinedNetworkProps,
} from './proxmox/software-defined-network';
export { HighAvailability, type HighAvailabilityProps, type IHighAvailability } from './proxmox/high-availability';
export type { IProxmoxMachine } from './proxmox/proxmox-machine';
export { type IResourcePool, ResourcePool, type ResourcePoolProps } from './proxmox/resource-pool';
export { DirectoryMapping, type DirectoryMappingProps, type IDirectoryMapping } from './proxmox/directory-mapping';
export { type IUsbMapping, UsbMapping, type UsbMappingProps } from './proxmox/usb-mapping';
export { type IProxmoxEndpoint, ProxmoxEndpoint, type ProxmoxEndpointProps } from './proxmox/proxmox-endpoint';
export type { ProxmoxHost } from './proxmox/proxmox-host';
export { Lifecycle, type ReplaceOptions } from './lifecycle/lifecycle';
export { ClusterNetwork } from './node/cluster-network';
export { ProxmoxNode, type ProxmoxNodeProps } from './node/proxmox-node';
export { StateBackend } from './state/state-backend';
export { StateEncryption } from './state/state-encryption';
export { type ITalosCluster, TalosCluster } from './cluster/talos-cluster';
export type { HealthCheckOptions, TalosClusterAttributes, TalosClusterProps } from './cluster/talos-cluster-props';
export type { TalosAccess } from './cluster/talos-access';
export { type ITalosImage, TalosImage } from './image/talos-image';
export type { TalosImageAttributes, TalosImageProps } from './image/talos-image-props';
export { type ITalosNode, TalosNode, type TalosNodeAttributes } from './node/talos-node';
export type { TalosNodeProps } from './node/talos-node-props';
