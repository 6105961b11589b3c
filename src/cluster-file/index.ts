export { type ClusterSpec, clusterSpec, type ClusterSpecSchema } from './cluster-spec';
export { ClusterSpecError, formatFault, type LocatedFault } from './cluster-spec-error';
export { formatPath } from '../values/path';
export type { Environment } from './environment';
export type { KubernetesSpec, KubernetesSpecSchema } from './kubernetes-spec';
export type { NetworkSpec, NetworkSpecSchema } from './network-spec';
export type {
  MachineSpec,
  MachineSpecSchema,
  NodeDefaultsSpec,
  NodeDefaultsSpecSchema,
  NodeSpec,
  NodeSpecSchema,
} from './node-spec';
export type { OutputsSpec, OutputsSpecSchema } from './outputs-spec';
export type { PatchChoice } from './patch-spec';
export type { ProxmoxSpec, ProxmoxSpecSchema } from './proxmox-spec';
export type { SchematicChoice, SchematicSpecSchema } from './schematic-spec';
export type { Position, SpecSource } from './spec-source';
export type { DeepReadonly, NamedSchema } from '../forms/strict-object';
export type { TalosSpec, TalosSpecSchema } from './talos-spec';
export { type ClusterFile, parseClusterYaml, readClusterFile } from './yaml-source';
