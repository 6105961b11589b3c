import type { OutputValue } from '../values/output-value';

/** Outputs of the stack beside `kube_config` and `talos_config`. */
export interface OutputsSpec {
  /**
   * Put out the machine secrets, as `machine_secrets`.
   * @default false
   */
  readonly machineSecrets?: boolean;
  /**
   * Put out the machine configurations by node, as `machine_config`.
   * @default false
   */
  readonly machineConfigurations?: boolean;
  /**
   * Put out the client configuration of the Talos API, as `client_configuration`.
   * @default false
   */
  readonly clientConfiguration?: boolean;
  /**
   * Put out which versions each node has and which nodes are marked for an update, as `upgrade_status`.
   * @default false
   */
  readonly upgradeStatus?: boolean;
  /**
   * Put out the MAC addresses that are known before the machines are made, by node and network card, as `mac_addresses`: a
   * plan shows them, so that a DHCP server can have addresses reserved.
   * @default false
   */
  readonly macAddresses?: boolean;
  /**
   * Put out the URLs of what each physical machine is booted from for the first time, as `boot_media`: ISO, script for a
   * boot over the network, disk image. A plan that makes such a machine says them.
   * @default true
   */
  readonly bootMedia?: boolean;
  /**
   * Outputs with names of your own, for whatever reads the stack: the content of each, by the name of the output. Other
   * outputs stay beside them.
   * @default - none
   */
  readonly named?: Readonly<Record<string, `${OutputValue}`>>;
  /**
   * Directory inside the project, or an absolute path, that kubeconfig, talosconfig and machine configurations are written to, readable by the
   * owner only.
   * @default - no files
   */
  readonly directory?: string;
}
