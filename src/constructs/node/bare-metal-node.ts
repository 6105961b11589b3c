import { Construct } from 'constructs';
import { PHYSICAL_LINK } from '../../machine-config/documents/link-name';
import type { MachineSettings } from '../../machine-config/settings/machine';
import { MEMBER_KNOWN_AT_SYNTH } from '../../network/known-at-synth';
import { PHYSICAL_MACHINE_RULES } from '../../network/rules';
import { physicalMachineShape } from '../../network/shape';
import type { InstallDiskSelector } from '../../values/install-disk-settings';
import type { MachineType } from '../../values/machine-type';
import { Platform } from '../../values/platform';
import { physicalKeySources } from '../../virtual-machine/key-sources';
import type { ITalosImage } from '../image/talos-image';
import { checkNode } from './private/check-node';
import { machineSettings } from './private/machine-settings';
import type { ITalosNode } from './talos-node';
import type { TalosNodeProps } from './talos-node-props';

/** A machine that a person boots. */
export interface BareMetalNodeProps extends TalosNodeProps {
  /** Image whose version and schematic the machine gets when it is installed. */
  readonly image: ITalosImage;
  /**
   * Disk that Talos is installed on and erases: its path, such as `/dev/sda` or `/dev/disk/by-id/nvme-…`, or what is known
   * of it, such as `{ type: 'nvme', size: '>= 500GB' }`.
   */
  readonly installDisk: string | InstallDiskSelector;
}

/**
 * One Talos machine that exists already: a physical one, or a virtual one of another system.
 *
 * It makes no resources. Boot the machine from `TalosImage.bootMedia` so that it answers on its address; the cluster
 * then configures it, and Talos installs itself from the `metal` installer image.
 */
export class BareMetalNode extends Construct implements ITalosNode {
  /** Name of the machine, in Talos and in Kubernetes. */
  public readonly hostname: string;
  /** Role of the machine in the cluster. */
  public readonly machineType: `${MachineType}`;
  /** The machine's own IP address, without prefix. */
  public readonly address: string;
  /** Container image that an upgrade of the machine pulls. */
  public readonly installerImage: string;
  /** Talos settings of the machine. */
  public readonly machine: MachineSettings;

  /**
   * @throws one error with a line for each fault, such as an address outside of the network
   */
  constructor(scope: Construct, id: string, props: BareMetalNodeProps) {
    super(scope, id);
    const { image, installDisk, ...settings } = props;
    const machine = machineSettings(id, settings, {
      defaultLink: PHYSICAL_LINK,
      installDisk,
      keySources: physicalKeySources(image, props.dhcp),
    });
    const { hostname, machineType, address, dhcp, subnet, dnsServers, link } = machine;
    checkNode(
      this,
      { form: physicalMachineShape, rules: PHYSICAL_MACHINE_RULES, knownAtSynth: MEMBER_KNOWN_AT_SYNTH },
      { hostname, machineType, address, dhcp, network: { subnet }, dnsServers, link, installDisk },
      props,
    );

    this.machine = machine;
    this.hostname = hostname;
    this.machineType = machineType;
    this.address = address;
    this.installerImage = image.installerImageFor(Platform.METAL);
  }
}
