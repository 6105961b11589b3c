export { Architecture } from './architecture';
export { BootRoute } from './boot-route';
export { DiskBus } from './disk-bus';
export { isDnsLabel, isDnsName } from './dns-name';
export type { Fault } from './fault';
export { ipFamily, isIpAddress, normalizeIpAddress } from './ip-address';
export { IpCidr } from './ip-cidr';
export { KubernetesVersion } from './kubernetes-version';
export { type LifecycleName, LIFECYCLES } from './lifecycle';
export { MacAddress } from './mac-address';
export { MachineType } from './machine-type';
export { Platform } from './platform';
export { brokenRules, checkRules, type Rule } from './rule';
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
