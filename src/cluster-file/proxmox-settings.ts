import type { BackupJobSettings } from '../backup/settings';
import type { HighAvailabilitySettings } from '../high-availability/settings';
import type { ProxmoxApiSettings, ProxmoxHostOptions } from '../proxmox/settings';
import type { SdnSettings } from '../sdn/settings';

/** Where the virtual machines run. */
export interface ProxmoxSpec {
  /**
   * Tags of every machine, in lower case. The tag `stack-<name>` is always added.
   * @default k8s
   */
  readonly tags?: readonly string[];
  /**
   * Tag each machine with its role, `control-plane` or `worker`.
   * @default true
   */
  readonly roleTags?: boolean;
  /**
   * APIs of Proxmox VE by name: a host, or a cluster of hosts. The name is the alias of the provider, and the API token
   * comes from the variable `proxmox_<endpoint>_api_token`.
   */
  readonly endpoints: Readonly<Record<string, EndpointSpec>>;
}

/** One API of Proxmox VE, and where its hosts stand. */
export interface EndpointSpec extends ProxmoxApiSettings {
  /**
   * Region in the topology labels of the machines.
   * @default - the name of the endpoint
   */
  readonly region?: string;
  /**
   * Settings of every host of the endpoint, unless a host has its own.
   * @default - none
   */
  readonly hostDefaults?: HostSpec;
  /**
   * High availability of machines; Proxmox VE 9 or newer has its rules. The hosts of the endpoint are a cluster, and the disks
   * of the machines are on shared storage or replicated.
   * @default - none: a machine is down with its host
   */
  readonly highAvailability?: HighAvailabilitySettings;
  /**
   * Jobs that back up virtual machines, by name.
   * @default - none
   */
  readonly backupJobs?: Readonly<Record<string, BackupJobSettings>>;
  /**
   * Software-defined network: zones and vnets to create, which machines use as `networkBridge` or `bridge`.
   * @default - none
   */
  readonly sdn?: SdnSettings;
  /**
   * Ids of the virtual machines on this endpoint: `800-899`. Every machine, pool and disk with a machine of its own then says
   * which of them it has, and one outside is refused; the message for one that says nothing names the next free id.
   * @default - any id; a machine without `vmId` gets the next free one of Proxmox VE
   */
  readonly vmIds?: string;
  /** Hosts by the names that Proxmox VE has for them; `{}` where `hostDefaults` say everything. */
  readonly hosts: Readonly<Record<string, HostSpec>>;
}

/** One Proxmox VE host, and what is used on it unless a machine says otherwise. */
export interface HostSpec extends ProxmoxHostOptions {
  /**
   * Datastore of the machines' disks, such as `local-lvm`.
   * @default - that of `hostDefaults`, where it must then be written
   */
  readonly diskDatastoreId?: string;
  /**
   * Room for the machines of this cluster together; those of other clusters do not count.
   * @default - no limit
   */
  readonly capacity?: CapacitySpec;
}

/** Room on a host. New machines of pools are placed where they fit, and more than fits is refused. */
export interface CapacitySpec {
  /**
   * Processor cores of all machines together; it may be more than the host has, as machines share cores.
   * @default - no limit
   */
  readonly cpuCores?: number;
  /**
   * Memory of all machines together. Leave some to the host itself, and to ZFS.
   * @default - no limit
   */
  readonly memoryMiB?: number;
}
