import type { TerraformProvider } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import {
  HardwareMappingPci,
  type HardwareMappingPciConfig,
  type HardwareMappingPciMap,
} from '../../../.gen/providers/proxmox/hardware-mapping-pci';
import { MAPPING_KNOWN_AT_SYNTH } from '../../proxmox/known-at-synth';
import type { MappedPciDevice, PciMappingSettings } from '../../proxmox/settings';
import { namedPciMappingShape } from '../../proxmox/shape';
import { nothingLeft } from '../../values/nothing-left';
import { checkSettings } from '../private/check-settings';
import { checkStack, givenProvider } from '../private/other-stack';

/** The devices that machines know by one name. */
export interface PciMappingProps extends PciMappingSettings {
  /** Provider of the endpoint that the hosts belong to. */
  readonly proxmoxProvider: TerraformProvider;
  /**
   * Name of the mapping, which machines ask for.
   * @default - the id of the construct
   */
  readonly mappingName?: string;
}

/** A name for PCI devices. */
export interface IPciMapping extends IConstruct {
  /** Name of the mapping, as a token: a machine that takes it from here is made after the mapping. */
  readonly mappingName: string;
}

/**
 * Gives PCI devices of Proxmox VE hosts a name, by which an API token may hand them to machines. With a device on each of
 * several hosts a machine can be made on any of them.
 *
 * @see https://pve.proxmox.com/wiki/QEMU/KVM_Virtual_Machines#resource_mapping
 */
export class PciMapping extends Construct implements IPciMapping {
  /** Name of the mapping, as a token: a machine that takes it from here is made after the mapping. */
  public readonly mappingName: string;

  /** @throws if the name or a device has the wrong form */
  constructor(scope: Construct, id: string, props: PciMappingProps) {
    super(scope, id);
    const { proxmoxProvider, mappingName = id, ...settings } = props;
    checkStack(this, [givenProvider('proxmoxProvider', proxmoxProvider)]);
    checkSettings(this.node.path, CHECK, { mappingName, ...settings });
    this.mappingName = new HardwareMappingPci(
      this,
      'Resource',
      renderMapping(proxmoxProvider, mappingName, settings),
    ).name;
  }
}

const CHECK = { form: namedPciMappingShape, rules: [], knownAtSynth: MAPPING_KNOWN_AT_SYNTH };

function renderMapping(
  provider: TerraformProvider,
  name: string,
  { devices, ...rest }: PciMappingSettings,
): HardwareMappingPciConfig {
  nothingLeft(rest);
  return { provider, name, map: devices.map(renderDevice) };
}

function renderDevice(device: MappedPciDevice): HardwareMappingPciMap {
  const { host, path, id, subsystemId, iommuGroup, ...rest } = device;
  nothingLeft(rest);
  return { nodeAttribute: host, path, id, subsystemId, iommuGroup };
}
