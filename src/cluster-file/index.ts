export type { ClusterSpec, NodeDefaultsByType } from './cluster-settings';
export { ClusterSpecError, type LocatedFault } from './cluster-spec-error';
export type { ProcessEnvironment } from './environment';
export type {
  CiliumChoice,
  CiliumSpec,
  KubernetesSpec,
  KubernetesUpdateSpec,
  ManifestFile,
  ManifestText,
} from './kubernetes-settings';
export type { NetworkSpec } from './network-settings';
export type { MachineKindSpec, MachineSpec, NodeDefaultsSpec, NodeSpec, Setting } from './node-settings';
export type { OutputsSpec } from './outputs-settings';
export type { PatchChoice } from './patch-settings';
export type { PoolMemberSpec, PoolSpec, SizeSpec } from './pool-settings';
export type { CapacitySpec, EndpointSpec, HostSpec, ProxmoxSpec } from './proxmox-settings';
export type { MetaValueSpec, OverlaySpec, SchematicChoice, SchematicSpec } from './schematic-settings';
export type { Position, SpecSource } from './spec-source';
export type { TalosSpec, TalosUpdateSpec } from './talos-settings';
export { type ClusterFile, parseClusterYaml, readClusterFile } from './yaml-source';
