import type { NodeTalosOptions, OneMachineTalosOptions, TalosOptions } from '../machine-config/settings/node-options';
import type { SchematicChoice } from './schematic-settings';
import type { SecretReference } from '../values/secret-settings';
import type { Architecture } from '../values/architecture';
import type { MachineType } from '../values/machine-type';
import type { DataDiskOptions } from '../virtual-machine/disk-settings';
import type { VirtualMachineIdentity, VirtualMachineOptions } from '../virtual-machine/settings';
import type { PatchChoice } from './patch-settings';
import type { Presets } from './preset-settings';

/** A value that Talos takes as text. */
export type Setting = string | number | boolean;

/** Talos settings of every machine. */
export interface MachineSpec extends TalosOptions<Setting, SecretReference> {
  /**
   * Settings that belong together, by one word: `longhorn`, `nvidia`, `intel-gpu`, `amd-gpu`, `tailscale`, `iscsi`, `nfs`.
   * @default - none
   */
  readonly presets?: Presets;
  /**
   * Label each virtual machine with the region of its endpoint and its host as the zone
   * (`topology.kubernetes.io/region` and `/zone`).
   * @default true
   */
  readonly topologyLabels?: boolean;
}

/** Settings of machines of one kind, unless a machine has its own. */
export interface MachineKindSpec extends VirtualMachineOptions, OneMachineTalosOptions<Setting, SecretReference> {
  /**
   * Settings that belong together, by one word: `longhorn`, `nvidia`, `intel-gpu`, `amd-gpu`, `tailscale`, `iscsi`, `nfs`.
   * @default - none
   */
  readonly presets?: Presets;
  /**
   * Proxmox VE host that the machine runs on, as `<endpoint>/<host>`; the host alone is enough when only one endpoint has
   * it. A machine without a host is a physical one.
   * @default - a physical machine
   */
  readonly host?: string;
  /**
   * Data disks by name. A disk of the same name replaces that of `nodeDefaults`.
   * @default - none
   */
  readonly disks?: Readonly<Record<string, DataDiskOptions>>;
  /**
   * Network interface that carries the address: its name, or `physical`.
   * @default - network.link
   */
  readonly link?: string;
  /**
   * Take the address from a DHCP server, which has it reserved for the machine's MAC address. A virtual machine has a
   * `deterministic` one then, which is known beforehand.
   * @default false
   */
  readonly dhcp?: boolean;
  /**
   * DNS servers of the machine.
   * @default - network.dnsServers
   */
  readonly dnsServers?: readonly string[];
  /**
   * Further tags in Proxmox VE, in lower case. Lists of several places are joined.
   * @default - none
   */
  readonly tags?: readonly string[];
  /**
   * VLAN of the machine's port on the bridge.
   * @default - network.vlanId
   */
  readonly vlanId?: number;
  /**
   * Schematic of this machine alone: the path of a file, or its content.
   * @default - that of the section talos
   */
  readonly schematic?: SchematicChoice;
  /**
   * Take the versions and the schematic of `talos.update` and `kubernetes.update`.
   * @default false
   */
  readonly update?: boolean;
  /**
   * Patches of the machine configuration, applied after all others: paths of YAML files, or their content.
   * @default - none
   */
  readonly patches?: readonly PatchChoice[];
}

/** Settings of all machines of one type, unless a machine has its own. */
export interface NodeDefaultsSpec extends MachineKindSpec, NodeTalosOptions<Setting, SecretReference> {
  /**
   * Processor architecture of the machine, such as `arm64` for a board among virtual machines; virtual machines are
   * `amd64`.
   * @default - talos.architecture
   */
  readonly architecture?: `${Architecture}`;
}

/** One machine of the cluster. */
export interface NodeSpec extends NodeDefaultsSpec, VirtualMachineIdentity {
  /** Role of the machine in the cluster: `controlplane` or `worker`. */
  readonly machineType: `${MachineType}`;
  /** The machine's own IP, without prefix. */
  readonly address: string;
  /**
   * Size of a virtual machine, a name under `sizes`. Settings beside it are stronger.
   * @default - settings of the machine and of nodeDefaults only
   */
  readonly size?: string;
}
