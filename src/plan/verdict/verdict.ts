import type { MachineType } from '../../values/machine-type';
import type { DiskChange } from '../read/disk-changes';
import type { MachineOutcome } from '../read/machine-outcome';
import type { Refusal } from '../rules/refusal';

/** A machine that a plan changes. */
export interface MachineVerdict {
  /** Its name: hostname and name in Proxmox VE. */
  readonly name: string;
  /** What it is in the cluster; nothing if the plan does not say. */
  readonly machineType?: MachineType;
  /** What becomes of it. */
  readonly outcome: MachineOutcome;
  /** What changes, in words. */
  readonly details: readonly string[];
  /** Disks that change; all of them where the machine goes. */
  readonly disks: readonly DiskChange[];
}

/** Commands that upgrade what no apply upgrades, to be pasted as they are. */
export interface UpgradeStep {
  /** What they do, and when. */
  readonly title: string;
  /** The commands in their order; each waits until it is done. */
  readonly commands: readonly string[];
}

/** How many resources of a type a plan touches. */
export interface ResourceCount {
  /** Type, such as `proxmox_download_file`. */
  readonly type: string;
  /** Resources made. */
  readonly created: number;
  /** Resources changed in place. */
  readonly changed: number;
  /** Resources replaced. */
  readonly replaced: number;
  /** Resources removed. */
  readonly destroyed: number;
}

/** What the guard says of a plan. It holds no value that could be a secret. */
export interface Verdict {
  /** Name of the cluster, by which its secrets and its end are accepted. */
  readonly clusterName: string;
  /** Whether the plan may be applied: nothing is refused, or all of it was accepted. */
  readonly allowed: boolean;
  /** Whether the plan does anything. */
  readonly hasChanges: boolean;
  /** Machines that change. */
  readonly machines: readonly MachineVerdict[];
  /** How many machines stay as they are. */
  readonly unchangedMachines: number;
  /** Other resources that change, by type. */
  readonly others: readonly ResourceCount[];
  /** What is permanently lost. */
  readonly losses: readonly string[];
  /** What stands against the plan. */
  readonly refusals: readonly Refusal[];
  /** What would stand against it, had nobody accepted it. */
  readonly accepted: readonly Refusal[];
  /** What a person should know. */
  readonly notes: readonly string[];
  /** What upgrades Talos and Kubernetes where the plan does not; nothing if there is nothing to upgrade. */
  readonly steps: readonly UpgradeStep[];
}
