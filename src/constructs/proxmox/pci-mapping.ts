import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import {
  HardwareMappingPci,
  type HardwareMappingPciConfig,
  type HardwareMappingPciMap,
} from '../../../.gen/providers/proxmox/hardware-mapping-pci';
import { mappingNameInvalid, mappingWithoutDevices, pciDeviceIdInvalid, pciPathInvalid } from '../../errors/constructs';
import { nothingLeft } from '../../values/nothing-left';
import { checkRules, type Rule } from '../../values/rule';

/** A PCI device of one host. */
export interface MappedPciDevice {
  /** Name of the host in Proxmox VE. */
  readonly nodeName: string;
  /** Place on the bus, such as `0000:00:02.0`. */
  readonly path: string;
  /** Vendor and device, such as `8086:4680`. Proxmox VE refuses to start a machine when another device is found. */
  readonly id: string;
  /**
   * Vendor and device of the subsystem.
   * @default - not compared
   */
  readonly subsystemId?: string;
  /**
   * Number of the IOMMU group.
   * @default - not compared
   */
  readonly iommuGroup?: number;
}

/** The devices that machines know by one name. */
export interface PciMappingProps {
  /** Provider of the endpoint that the hosts belong to. */
  readonly provider: TerraformProvider;
  /** Name of the mapping, which machines ask for. */
  readonly mappingName: string;
  /** One device at least; with one on each of several hosts a machine can be made on any of them. */
  readonly devices: readonly MappedPciDevice[];
}

/**
 * Gives PCI devices of Proxmox VE hosts a name, by which an API token may hand them to machines.
 *
 * @see https://pve.proxmox.com/wiki/QEMU/KVM_Virtual_Machines#resource_mapping
 */
export class PciMapping extends Construct {
  /** Name of the mapping, as a token: a machine that takes it from here is made after the mapping. */
  public readonly mappingName: string;

  constructor(scope: Construct, id: string, props: PciMappingProps) {
    super(scope, id);
    checkRules(this.node.path, MAPPING_RULES, props);
    this.mappingName = new HardwareMappingPci(this, 'Resource', renderMapping(props)).name;
  }
}

const MAPPING_RULES: readonly Rule<PciMappingProps>[] = [
  {
    condition: ({ mappingName }) => /^[A-Za-z][A-Za-z0-9_-]+$/.test(mappingName),
    message: ({ mappingName }) => mappingNameInvalid(mappingName),
  },
  {
    condition: ({ devices }) => devices.length > 0,
    message: mappingWithoutDevices,
  },
  {
    condition: ({ devices }) => devices.every(({ path }) => isPciPath(path)),
    message: ({ devices }) => pciPathInvalid(devices.map(({ path }) => path).filter((path) => !isPciPath(path))),
  },
  {
    condition: ({ devices }) => invalidIds(devices).length === 0,
    message: ({ devices }) => pciDeviceIdInvalid(invalidIds(devices)),
  },
];

function renderMapping({ provider, mappingName, devices, ...rest }: PciMappingProps): HardwareMappingPciConfig {
  nothingLeft(rest);
  return { provider, name: mappingName, map: devices.map(renderDevice) };
}

function renderDevice(device: MappedPciDevice): HardwareMappingPciMap {
  const { nodeName, path, id, subsystemId, iommuGroup, ...rest } = device;
  nothingLeft(rest);
  return { nodeAttribute: nodeName, path, id, subsystemId, iommuGroup };
}

function isPciPath(text: string): boolean {
  return /^[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}(?:\.[0-7])?$/i.test(text);
}

function invalidIds(devices: readonly MappedPciDevice[]): readonly string[] {
  return devices
    .flatMap(({ id, subsystemId }) => (subsystemId === undefined ? [id] : [id, subsystemId]))
    .filter((id) => !/^[0-9a-f]{4}:[0-9a-f]{4}$/i.test(id));
}
