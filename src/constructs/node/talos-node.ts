import type { ITerraformDependable } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import type { MachineSettings } from '../../machine-config/settings/machine';
import { MEMBER_KNOWN_AT_SYNTH } from '../../network/known-at-synth';
import { NODE_ADDRESS_RULES } from '../../network/rules';
import { physicalMachineShape } from '../../network/shape';
import type { MachineType } from '../../values/machine-type';
import { lateText } from '../private/late-values';
import { checkNode } from './private/check-node';
import { machineSettings } from './private/machine-settings';
import type { TalosNodeProps } from './talos-node-props';

/** A machine that can be a member of a Talos cluster: virtual, physical, or made elsewhere. */
export interface ITalosNode extends IConstruct {
  /** Name of the machine, in Talos and in Kubernetes. */
  readonly hostname: string;
  /** Role of the machine in the cluster. */
  readonly machineType: `${MachineType}`;
  /** The machine's own IP address, without prefix. */
  readonly address: string;
  /** Container image that an upgrade of the machine pulls; it holds the extensions of the machine's image. */
  readonly installerImage: string;
  /** Talos settings of the machine. */
  readonly machine: MachineSettings;
  /**
   * Resource that exists once the machine can be configured, to depend on.
   * @default - nothing in the stack makes the machine
   */
  readonly ready?: ITerraformDependable;
  /**
   * Plain references (no `${}`) that change exactly when the machine is replaced, for `replace_triggered_by`.
   *
   * @internal
   */
  readonly _replacementTriggers?: readonly string[];
}

/** A machine that another stack or a person made. */
export interface TalosNodeAttributes extends TalosNodeProps {
  /** Container image that an upgrade of the machine pulls. */
  readonly installerImage: string;
}

/** A machine that exists already, whatever made it. It makes no resources. */
export class TalosNode extends Construct implements ITalosNode {
  /**
   * A machine that another stack or a person made.
   *
   * @throws one error with a line for each fault, such as an address outside of the network
   */
  public static fromTalosNodeAttributes(scope: Construct, id: string, attrs: TalosNodeAttributes): ITalosNode {
    return new TalosNode(scope, id, attrs);
  }

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

  private constructor(scope: Construct, id: string, { installerImage, ...props }: TalosNodeAttributes) {
    super(scope, id);
    const machine = machineSettings(id, props);
    const { hostname, machineType, address, dhcp, subnet, dnsServers, link } = machine;
    checkNode(
      this,
      { form: physicalMachineShape, rules: NODE_ADDRESS_RULES, knownAtSynth: MEMBER_KNOWN_AT_SYNTH },
      { hostname, machineType, address, dhcp, network: { subnet }, dnsServers, link },
      props,
    );

    this.machine = machine;
    this.hostname = hostname;
    this.machineType = machineType;
    this.address = address;
    this.installerImage = lateText(installerImage);
  }
}
