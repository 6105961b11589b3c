export { Architecture } from './architecture';
export { BootRoute } from './boot-route';
export { DiskBus } from './disk-bus';
export type { Fault } from './fault';
export { IpCidr } from './ip-cidr';
export { KubernetesVersion } from './kubernetes-version';
export type { LifecycleName } from './lifecycle';
export { MacAddress } from './mac-address';
export { MachineType } from './machine-type';
export { OutputValue } from './output-value';
export { Platform } from './platform';
export { QEMU_GUEST_AGENT, Schematic } from './schematic/schematic';
export type {
  SchematicContent,
  SchematicMeta,
  SchematicOption,
  SchematicOverlay,
  SchematicSecureBoot,
} from './schematic/schematic-content';
export { TalosContract } from './talos-contract';
export { TalosVersion } from './talos-version';
