import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { MachineSettings } from '../../machine-config/settings/machine';
import type { MachineType } from '../../values/machine-type';
import { Platform } from '../../values/platform';
import { checkRules } from '../../values/rule';
import { BARE_METAL_RULES } from './private/machine-rules';
import type { ITalosImage } from '../image/talos-image';
import type { ITalosNode } from './talos-node';

/** A machine that a person boots. */
export interface BareMetalNodeProps {
  /** Image whose version and schematic the machine gets when it is installed. */
  readonly image: ITalosImage;
  /** What Talos shall be on the machine; `installDisk` says where. */
  readonly machine: MachineSettings;
}

/**
 * One Talos machine that exists already: a physical one, or a virtual one of another system.
 *
 * It makes no resources. Boot the machine from `TalosImage.bootMedia` so that it answers on its address; the cluster
 * then configures it, and Talos installs itself from the `metal` installer image.
 */
export class BareMetalNode extends Construct implements ITalosNode {
  public readonly hostname: string;
  public readonly machineType: MachineType;
  public readonly address: string;
  public readonly installerImage: string;
  public readonly machine: MachineSettings;
  public readonly replacementTriggers: readonly string[] = [];
  public readonly created: readonly ITerraformDependable[] = [];

  constructor(scope: Construct, id: string, props: BareMetalNodeProps) {
    super(scope, id);
    const { image, machine } = props;
    checkRules(this.node.path, BARE_METAL_RULES, machine);

    this.machine = machine;
    this.hostname = machine.hostname;
    this.machineType = machine.machineType;
    this.address = machine.address;
    this.installerImage = image.installerImageFor(Platform.METAL);
  }
}
