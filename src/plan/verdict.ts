import type { MachineType } from '../values/machine-type';
import type { DiskChange } from './disk-changes';

/**
 * What becomes of a machine.
 *
 * `changed`: in place, and it goes on running. `wiped`: its configuration is taken away by a reset. `forgotten`: it goes
 * on running, and OpenTofu knows it no more. `superseded`: it is forgotten, and another one is created in its place.
 */
export type MachineOutcome =
  | 'created'
  | 'changed'
  | 'restarted'
  | 'stopped'
  | 'replaced'
  | 'superseded'
  | 'wiped'
  | 'destroyed'
  | 'forgotten'
  | 'unchanged';

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

/** Why the guard refuses. */
export type RefusalKind =
  | 'disk-slot-shifts'
  | 'disk-shrinks'
  | 'boot-disk-removed'
  | 'setting-not-removable'
  | 'machine-protected'
  | 'machine-tainted'
  | 'machine-wiped'
  | 'data-disks-lost'
  | 'machines-replaced-together'
  | 'control-planes-away-together'
  | 'workers-away-together'
  | 'quorum-lost'
  | 'machines-made-again'
  | 'vm-id-in-use'
  | 'machine-foreign'
  | 'address-passes'
  | 'address-changes'
  | 'machine-superseded'
  | 'member-stays'
  | 'control-planes-stopped'
  | 'trigger-created'
  | 'import-replaced'
  | 'not-readable'
  | 'secrets-replaced'
  | 'bootstrap-repeated'
  | 'cluster-destroyed'
  | 'cluster-network-changes'
  | 'cluster-access-changes'
  | 'cluster-secrets-change'
  | 'data-disk-renamed'
  | 'kubernetes-lowered'
  | 'kubernetes-skips-minor'
  | 'kubernetes-raised-together'
  | 'kubelet-ahead'
  | 'talos-lowered'
  | 'talos-skips-minor'
  | 'versions-unknown'
  | 'endpoint-silent'
  | 'proxmox-too-old'
  | 'privileges-missing'
  | 'vm-id-taken'
  | 'host-missing'
  | 'datastore-unfit'
  | 'bridge-missing'
  | 'memory-exceeded'
  | 'factory-lacks';

/** A way out of a refusal, as a program can follow it; the sentence says the same and more. */
export type Way =
  /** The change is given up, or made otherwise. */
  | { readonly kind: 'take-back' }
  /** `-target` with this address, and what is left afterwards. */
  | { readonly kind: 'apply-alone'; readonly machine: string; readonly target: string }
  /** `talosctl reset` of the machine, then `-target` with this address and `--accept` with its name. */
  | { readonly kind: 'leave-etcd'; readonly machine: string; readonly target: string }
  /** `tofu untaint` of this address, and another plan. */
  | { readonly kind: 'untaint'; readonly address: string }
  /** The machines are turned on first. */
  | { readonly kind: 'start'; readonly machines: readonly string[] }
  /** More control planes first. */
  | { readonly kind: 'add-control-planes' }
  /** These commands in the shell of the host, as root. */
  | { readonly kind: 'run'; readonly endpoint: string; readonly hostName: string; readonly commands: readonly string[] }
  /** These addresses with `-target`, then the plan once more. */
  | { readonly kind: 'apply-first'; readonly targets: readonly string[] };

/** One reason not to apply a plan. */
export interface Refusal {
  /** Its kind. */
  readonly kind: RefusalKind;
  /** Names that a person has to accept, every one of them, to overrule it: machines, the cluster, or hosts and endpoints. */
  readonly accept: readonly string[];
  /** What would happen to which machine because of which setting, and the way out. */
  readonly message: string;
  /**
   * What to do instead, one of these.
   * @default - only the sentence says it
   */
  readonly ways?: readonly Way[];
}

/** What hosts and Image Factory say of what a plan creates on them. */
export interface HostFindings {
  /** What they lack. */
  readonly refusals: readonly Refusal[];
  /** What a person should know. */
  readonly notes: readonly string[];
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
  /** Resources made anew. */
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
