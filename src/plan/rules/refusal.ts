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
  | 'disk-vm-recreated'
  | 'disk-volume-stays'
  | 'machines-replaced-together'
  | 'control-planes-away-together'
  | 'workers-away-together'
  | 'quorum-lost'
  | 'machines-recreated'
  | 'vm-id-in-use'
  | 'machine-foreign'
  | 'address-passes'
  | 'address-changes'
  | 'network-card-shifts'
  | 'pool-not-empty'
  | 'vnet-in-use'
  | 'zone-in-use'
  | 'zone-not-changeable'
  | 'subnet-in-use'
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
  | 'volume-locked'
  | 'system-volume-moves'
  | 'kubernetes-lowered'
  | 'kubernetes-skips-minor'
  | 'kubernetes-raised-together'
  | 'kubelet-ahead'
  | 'talos-lowered'
  | 'talos-skips-minor'
  | 'secure-boot-changes'
  | 'versions-unknown'
  | 'endpoint-silent'
  | 'proxmox-too-old'
  | 'privileges-missing'
  | 'vm-id-taken'
  | 'host-missing'
  | 'datastore-unfit'
  | 'bridge-missing'
  | 'sdn-unfit'
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
  /** The consequence, the machine, the setting that causes it, and the way out. */
  readonly message: string;
  /**
   * Ways out, one of which is enough.
   * @default - only the sentence says it
   */
  readonly ways?: readonly Way[];
}

/** Findings about the hosts and Image Factory on which a plan creates something. */
export interface HostFindings {
  /** Shortages. */
  readonly refusals: readonly Refusal[];
  /** Notes for the person who applies. */
  readonly notes: readonly string[];
}
