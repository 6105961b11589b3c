import type { MachineType } from '../values/machine-type';
import type { SecretReference } from '../values/secret-settings';
import type { KeySources } from './settings/encryption';
import type { MachineInterfaces } from './settings/interfaces';
import type { NodeTalosOptions } from './settings/node-options';

/** Settings of Talos on one machine, as far as they are known. */
export interface JudgedMachine extends NodeTalosOptions<string | number | boolean, string | SecretReference> {
  /** Name of the machine. */
  readonly hostname: string;
  /** Its role. */
  readonly machineType: `${MachineType}`;
  /** Talos minor version that its configuration is written for, such as `v1.13`. */
  readonly contract: string;
  /**
   * Network of the machine.
   * @default - not known
   */
  readonly subnet?: string;
  /**
   * If the address comes from a DHCP server.
   * @default false
   */
  readonly dhcp?: boolean;
  /**
   * Network interface that carries the address.
   * @default eth0
   */
  readonly link?: string;
  /**
   * Data disks that Talos mounts.
   * @default - none
   */
  readonly volumes?: readonly { readonly name: string; readonly mountPath: string }[];
  /**
   * Default gateway of the network.
   * @default - none
   */
  readonly gateway?: string;
  /**
   * If the stack makes the machine, so that cloud-init gives its first card the address.
   * @default false
   */
  readonly isMade?: boolean;
  /**
   * Network interfaces, where there are several.
   * @default - one
   */
  readonly interfaces?: MachineInterfaces;
  /**
   * Names of the data disks that are mounted.
   * @default - none
   */
  readonly dataDisks?: readonly string[];
  /**
   * Names of the directories of the host that are mounted.
   * @default - none
   */
  readonly shares?: readonly string[];
  /**
   * Where keys of encrypted volumes come from.
   * @default - nothing is known of it
   */
  readonly keySources?: KeySources;
}
