import type { ResolvedOutputs } from './resolved-outputs';
import type { ClusterTimeouts, HealthCheckSettings } from '../cluster/settings';
import type { ClusterSettings } from '../machine-config/settings/cluster';
import type { MachineSettings } from '../machine-config/settings/machine';
import type { BackupJobSettings } from '../backup/settings';
import type { HighAvailabilitySettings } from '../high-availability/settings';
import type { ClusterNetworkSettings } from '../network/settings';
import type { SdnSettings } from '../sdn/settings';
import type { SecretSpec } from '../cluster-file/secret-settings';
import type { VirtualMachineSettings } from '../virtual-machine/settings';
import type { Architecture } from '../values/architecture';
import type { BootRoute } from '../values/boot-route';
import type { LifecycleName } from '../values/lifecycle';
import type { MaxUnavailable } from '../values/max-unavailable';
import type { Platform } from '../values/platform';
import type { Schematic } from '../values/schematic/schematic';
import type { TalosVersion } from '../values/talos-version';
import type { Capacity } from './placement/host-load';
import type { ProxmoxEndpointSettings } from '../proxmox/settings';
import type { GitopsSettings } from '../gitops/settings';
import type { StateSettings } from '../state/settings';

/**
 * A cluster that code may trust: every reference resolved, every rule checked. Frozen. `parseClusterSpec` makes it, and
 * `ClusterStack` takes it; its content is theirs.
 */
export interface ClusterModel {
  /** Name of the cluster and of its stack. */
  readonly name: string;
  /**
   * Settings that all machines have in common, as `TalosCluster` takes them.
   * @internal
   */
  readonly cluster: ClusterSettings;
  /**
   * Images in use, each once, sorted by key.
   * @internal
   */
  readonly images: readonly ImageModel[];
  /**
   * Proxmox VE APIs with their hosts, in the order of the file.
   * @internal
   */
  readonly endpoints: readonly ProxmoxEndpointModel[];
  /**
   * Network that the machines share.
   * @internal
   */
  readonly network: ClusterNetworkSettings;
  /**
   * Machines in the order of the file. The first control plane bootstraps the cluster.
   * @internal
   */
  readonly nodes: readonly NodeModel[];
  /**
   * Effect of a new image on machines that run already.
   * @internal
   */
  readonly lifecycle: LifecycleName;
  /**
   * How many workers may be away at the same time.
   * @internal
   */
  readonly maxUnavailableWorkers: MaxUnavailable;
  /**
   * Full health check after bootstrap.
   * @default - no check
   * @internal
   */
  readonly healthCheck?: HealthCheckSettings;
  /**
   * How long an apply waits for machines that do not answer yet.
   * @default - as `TalosCluster`
   * @internal
   */
  readonly timeouts?: ClusterTimeouts;
  /**
   * Image Factory that images and installer images come from, without trailing slash.
   * @internal
   */
  readonly factoryUrl: string;
  /**
   * Mirror that images are downloaded through.
   * @internal
   */
  readonly imageMirror?: string;
  /**
   * Registry and path of the installer images, where they do not come from the factory.
   * @internal
   */
  readonly installerMirror?: string;
  /**
   * Where the state is kept, and whether it is encrypted.
   * @internal
   */
  readonly state: StateSettings;
  /**
   * Followers of a Git repository from day 0 on.
   * @internal
   */
  readonly gitops: GitopsSettings;
  /**
   * Outputs of the stack beside `kube_config` and `talos_config`.
   * @internal
   */
  readonly outputs: ResolvedOutputs;
  /**
   * Secrets that something refers to, by a text in its place; in the order of the file.
   * @internal
   */
  readonly secrets: readonly SecretModel[];
  /** Warnings of things that are accepted but can do damage: a line each, with its place in the file. */
  readonly warnings: readonly string[];
  /** Advice on things that are accepted and work, but could be done better: a line each, with its place in the file. */
  readonly advice: readonly string[];
}

/** A secret of the file. */
export interface SecretModel extends SecretSpec {
  /** Its name there. */
  readonly name: string;
}

/** One image that machines boot. */
export interface ImageModel {
  /** `<schematic, 8 digits>-<version>`, with `-metal` for physical machines. */
  readonly key: string;
  /** Version of Talos. */
  readonly talosVersion: TalosVersion;
  /** Extensions, kernel arguments and whatever else is built in. */
  readonly schematic: Schematic;
  /** Processor architecture. */
  readonly architecture: `${Architecture}`;
  /** Platform that it is built for. */
  readonly platform: `${Platform}`;
  /** How it gets onto the disk of a virtual machine. */
  readonly bootRoute: `${BootRoute}`;
  /** If it is signed for secure boot. */
  readonly secureBoot: boolean;
  /** Name of its file on a host, without extension. */
  readonly fileName: string;
  /** Keys of the hosts that need it, such as `main/pve1`, sorted; none for physical machines. */
  readonly hosts: readonly string[];
}

/** One Proxmox VE API: a host, or a cluster of hosts. */
export interface ProxmoxEndpointModel extends ProxmoxEndpointSettings {
  /** Name of the endpoint, and alias of its provider. */
  readonly name: string;
  /** Region in topology labels. */
  readonly region: string;
  /** Room that machines have on its hosts, by host; what is undefined has no limit. */
  readonly capacities: Readonly<Record<string, Capacity>>;
  /**
   * High availability of its machines.
   * @default - none
   */
  readonly highAvailability?: HighAvailabilitySettings;
  /**
   * Jobs that back up its machines, by name.
   * @default - none
   */
  readonly backupJobs?: Readonly<Record<string, BackupJobSettings>>;
  /**
   * Zones and vnets that are made.
   * @default - none
   */
  readonly sdn?: SdnSettings;
}

/** One machine. */
export interface NodeModel {
  /** Hostname and name of the virtual machine. */
  readonly name: string;
  /**
   * Pool that it belongs to.
   * @default - it is written by itself
   */
  readonly pool?: string;
  /** Talos settings of the machine. */
  readonly machine: MachineSettings;
  /** Key of its image. */
  readonly imageKey: string;
  /** If it takes the versions and the schematic of the update. */
  readonly updating: boolean;
  /**
   * Its virtual machine.
   * @default - a physical machine
   */
  readonly vm?: VmModel;
}

/** A virtual machine, as `ProxmoxNode` takes it. What is not set here has the default of `ProxmoxNode`. */
export interface VmModel extends VirtualMachineSettings {
  /** Host that it runs on, as `<endpoint>/<host>`. */
  readonly hostKey: string;
}
