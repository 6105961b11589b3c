import type { ClusterNetworkSettings } from '../../network/settings';
import type { KubernetesVersion } from '../../values/kubernetes-version';
import type { MachineType } from '../../values/machine-type';
import type { ConfigPatch } from './config-patch';
import type { KeySources } from './encryption';
import type { MachineInterfaces } from './interfaces';
import type { NodeTalosOptions } from './node-options';

/** Settings of a machine that documents of its network say. */
export interface LinkSettings extends Omit<ClusterNetworkSettings, 'vlanId'> {
  /** Name of the machine in Talos and in Kubernetes: a DNS label. */
  readonly hostname: string;
  /** The machine's own IP address, without prefix. */
  readonly address: string;
  /**
   * If the address comes from a DHCP server, which has it reserved for the machine.
   * @default false
   */
  readonly dhcp?: boolean;
}

/** Settings of Talos on one machine, virtual or physical. */
export interface MachineSettings extends LinkSettings, NodeTalosOptions {
  /** Role of the machine in the cluster. */
  readonly machineType: `${MachineType}`;
  /**
   * Network interfaces, where there are several or one of which more is known than its addresses.
   * @default - one
   */
  readonly interfaces?: MachineInterfaces;
  /**
   * Data disks that workloads can use.
   * @default - none
   */
  readonly volumes?: readonly VolumeSettings[];
  /**
   * Directories of its host that workloads can use.
   * @default - none
   */
  readonly shares?: readonly ShareSettings[];
  /**
   * Time after which the watchdog device of the machine acts, unless Talos tells it that all is well.
   * @default - the machine has no watchdog that Talos looks after
   */
  readonly watchdogSeconds?: number;
  /**
   * Where keys of encrypted volumes come from.
   * @default - nothing is known of it
   */
  readonly keySources?: KeySources;
  /**
   * Kubernetes version of this machine.
   * @default - that of the cluster
   */
  readonly kubernetesVersion?: KubernetesVersion;
  /**
   * Patches of this machine, applied after all others.
   * @default - none
   */
  readonly configPatches?: readonly ConfigPatch[];
}

/** A directory of the host of a virtual machine, mounted at `/var/mnt/<name>`. */
export interface ShareSettings {
  /** Name that it is mounted under. */
  readonly name: string;
  /** Name by which the machine knows it. */
  readonly tag: string;
  /**
   * If nothing is written in it.
   * @default false
   */
  readonly readOnly?: boolean;
  /**
   * If it is mounted without executable files, devices and set-user-id.
   * @default true
   */
  readonly secure?: boolean;
  /**
   * If the time of the last access of files stays as it is.
   * @default false
   */
  readonly disableAccessTime?: boolean;
}

/** A data disk that is formatted, mounted and handed to the kubelet. */
export interface VolumeSettings {
  /** Name of the volume: letters, digits and dashes. */
  readonly name: string;
  /** Where workloads find it, such as `/var/lib/longhorn`. */
  readonly mountPath: string;
  /** Stable path of the disk, such as `/dev/disk/by-id/…`; used by contracts up to `v1.9`. */
  readonly devicePath: string;
  /** Serial number of the disk; used by contracts from `v1.10` on. */
  readonly serial: string;
}
