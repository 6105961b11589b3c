/** High availability of an endpoint: what runs on a host that fails is started on another one. */
export interface HighAvailabilitySettings {
  /**
   * Machines that are looked after: names of machines, or of pools for all of their machines.
   * @default - every virtual machine of the endpoint
   */
  readonly machines?: readonly string[];
  /**
   * If Proxmox VE keeps the machines running: `ignored` leaves them alone, as during maintenance.
   * @default started
   */
  readonly state?: 'started' | 'ignored';
  /**
   * Starts that are tried again on the host of a machine, before it goes to another one.
   * @default 1
   */
  readonly maxRestart?: number;
  /**
   * Hosts that are tried after the first one.
   * @default 1
   */
  readonly maxRelocate?: number;
  /**
   * Bring a machine back to the host that it prefers when that is there again.
   * @default true
   */
  readonly failback?: boolean;
  /**
   * Keep each control plane on a host of its own, always: on too few hosts one of them is then not started.
   * @default - true with at least as many hosts as control planes
   */
  readonly separateControlPlanes?: boolean;
  /**
   * Hosts that machines should be on, by the name of the rule.
   * @default - none
   */
  readonly nodeAffinity?: Readonly<Record<string, NodeAffinitySettings>>;
  /**
   * Machines that are kept together or apart, by the name of the rule.
   * @default - none
   */
  readonly resourceAffinity?: Readonly<Record<string, ResourceAffinitySettings>>;
}

/** Hosts that machines should be on. */
export interface NodeAffinitySettings {
  /** The machines: names of machines or of pools. Each machine is in one rule of this kind at most. */
  readonly machines: readonly string[];
  /** Priorities of hosts, 0 to 1000: a machine is on the host with the highest one that is there. */
  readonly hosts: Readonly<Record<string, number>>;
  /**
   * Stop the machines rather than start them on any other host.
   * @default false
   */
  readonly strict?: boolean;
}

/** Machines that are kept together or apart. */
export interface ResourceAffinitySettings {
  /** The machines, two at least: names of machines or of pools. */
  readonly machines: readonly string[];
  /** `positive` keeps them on one host, `negative` each on a host of its own. */
  readonly affinity: 'positive' | 'negative';
}
