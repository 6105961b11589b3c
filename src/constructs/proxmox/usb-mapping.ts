import type { TerraformProvider } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import {
  HardwareMappingUsb,
  type HardwareMappingUsbConfig,
  type HardwareMappingUsbMap,
} from '../../../.gen/providers/proxmox/hardware-mapping-usb';
import { MAPPING_KNOWN_AT_SYNTH } from '../../proxmox/known-at-synth';
import type { MappedUsbDevice, UsbMappingSettings } from '../../proxmox/settings';
import { namedUsbMappingShape } from '../../proxmox/shape';
import { nothingLeft } from '../../values/nothing-left';
import { checkSettings } from '../private/check-settings';
import { checkStack, givenProvider } from '../private/other-stack';

/** The USB devices that machines know by one name. */
export interface UsbMappingProps extends UsbMappingSettings {
  /** Provider of the endpoint that the hosts belong to. */
  readonly proxmoxProvider: TerraformProvider;
  /**
   * Name of the mapping, which machines ask for.
   * @default - the id of the construct
   */
  readonly mappingName?: string;
}

/** A name for USB devices. */
export interface IUsbMapping extends IConstruct {
  /** Name of the mapping, as a token: a machine that takes it from here is made after the mapping. */
  readonly mappingName: string;
}

/**
 * Gives USB devices of Proxmox VE hosts a name, by which an API token may hand them to machines.
 *
 * @see https://pve.proxmox.com/wiki/QEMU/KVM_Virtual_Machines#resource_mapping
 */
export class UsbMapping extends Construct implements IUsbMapping {
  /** Name of the mapping, as a token: a machine that takes it from here is made after the mapping. */
  public readonly mappingName: string;

  /** @throws if the name or a device has the wrong form */
  constructor(scope: Construct, id: string, props: UsbMappingProps) {
    super(scope, id);
    const { proxmoxProvider, mappingName = id, ...settings } = props;
    checkStack(this, [givenProvider('proxmoxProvider', proxmoxProvider)]);
    checkSettings(this.node.path, CHECK, { mappingName, ...settings });
    this.mappingName = new HardwareMappingUsb(
      this,
      'Resource',
      renderMapping(proxmoxProvider, mappingName, settings),
    ).name;
  }
}

const CHECK = { form: namedUsbMappingShape, rules: [], knownAtSynth: MAPPING_KNOWN_AT_SYNTH };

function renderMapping(
  provider: TerraformProvider,
  name: string,
  { devices, ...rest }: UsbMappingSettings,
): HardwareMappingUsbConfig {
  nothingLeft(rest);
  return { provider, name, map: devices.map(renderDevice) };
}

function renderDevice({ host, id, path, ...rest }: MappedUsbDevice): HardwareMappingUsbMap {
  nothingLeft(rest);
  return { nodeAttribute: host, id, path };
}
