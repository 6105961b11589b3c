import type { MachineType } from '../../values/machine-type';
import type { DiskChange } from '../read/disk-changes';
import type { HostTotals } from '../read/host-totals';
import type { MachineOutcome } from '../read/machine-outcome';
import type { Refusal } from '../rules/refusal';

/** A machine that a plan changes. */
export interface MachineVerdict {
  /** Its name: hostname and name in Proxmox VE. */
  readonly name: string;
  /** Its role in the cluster; nothing if the plan does not say. */
  readonly machineType?: MachineType;
  /** Its outcome. */
  readonly outcome: MachineOutcome;
  /** Its changes, in words. */
  readonly details: readonly string[];
  /** Disks that change; all of them where the machine goes. */
  readonly disks: readonly DiskChange[];
}

/** Commands that upgrade what no apply upgrades, to be pasted as they are. */
export interface UpgradeStep {
  /** Heading: what the commands do, and when to run them. */
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

/** The guard's judgement of a plan. It contains no value that could be a secret. */
export interface Verdict {
  /** Name of the cluster, by which its secrets and its end are accepted. */
  readonly clusterName: string;
  /** True if the plan may be applied: nothing is refused, or every refusal was accepted. */
  readonly allowed: boolean;
  /** True if the plan changes anything. */
  readonly hasChanges: boolean;
  /** Machines that change. */
  readonly machines: readonly MachineVerdict[];
  /** How many machines stay as they are. */
  readonly unchangedMachines: number;
  /** Hosts on which the cores or the memory of machines together change. */
  readonly hosts: readonly HostTotals[];
  /** Other resources that change, by type. */
  readonly others: readonly ResourceCount[];
  /** Data and machines that are permanently lost. */
  readonly losses: readonly string[];
  /** Reasons not to apply the plan. */
  readonly refusals: readonly Refusal[];
  /** Refusals that somebody has accepted. */
  readonly accepted: readonly Refusal[];
  /** Notes for the person who applies. */
  readonly notes: readonly string[];
  /** Commands that upgrade Talos and Kubernetes where the plan does not; nothing if there is nothing to upgrade. */
  readonly steps: readonly UpgradeStep[];
}
