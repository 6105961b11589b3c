import type { ITerraformDependable } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { MachineSettings } from '../../machine-config/settings/machine';
import type { MachineType } from '../../values/machine-type';

/** A machine that can be a member of a Talos cluster: virtual, physical, or made elsewhere. */
export interface ITalosNode extends IConstruct {
  /** Name of the machine, in Talos and in Kubernetes. */
  readonly hostname: string;
  /** What the machine does in the cluster. */
  readonly machineType: MachineType;
  /** The machine's own IP address, without prefix. */
  readonly address: string;
  /** Container image that an upgrade of the machine pulls; it holds the extensions of the machine's image. */
  readonly installerImage: string;
  /** What Talos shall be on the machine. */
  readonly machine: MachineSettings;
  /**
   * What changes exactly when the machine is made anew, as plain references (no `${}`) for `replace_triggered_by`.
   * Empty if nothing in the stack makes the machine.
   */
  readonly replacementTriggers: readonly string[];
  /** What must exist before the machine can be configured. */
  readonly created: readonly ITerraformDependable[];
}

/** A machine that another stack or a person made. */
export interface TalosNodeAttributes {
  /** What Talos shall be on the machine. */
  readonly machine: MachineSettings;
  /** Container image that an upgrade of the machine pulls. */
  readonly installerImage: string;
}
