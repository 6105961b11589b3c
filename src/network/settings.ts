import type { MachineType } from '../values/machine-type';
import type { InstallDiskSelector } from '../values/install-disk-settings';

/** Network that machines of a cluster share. Plain data. */
export interface ClusterNetworkSettings {
  /** Network of the machines, such as `10.200.0.0/16`. It gives every address its prefix. */
  readonly subnet: string;
  /**
   * Default gateway of every machine: an address of the subnet, the link-local IPv6 address of the router, such as
   * `fe80::1`, or an address outside of the subnet, to which the machines get a route on the link. A virtual machine
   * reaches an IPv4 gateway outside of the subnet only with a kernel argument in its image.
   * @default - no default route
   */
  readonly gateway?: string;
  /**
   * DNS servers of every machine.
   * @default - what Talos asks by itself
   */
  readonly dnsServers?: readonly string[];
  /**
   * Domains that short names are looked up in; the first is also the domain in the cloud-init data.
   * @default - none
   */
  readonly searchDomains?: readonly string[];
  /**
   * Network interface that carries the address: its name, or `physical` for the one physical interface whatever it is
   * called.
   * @default - eth0, but physical for a physical machine
   */
  readonly link?: string;
  /**
   * VLAN of the virtual machines' ports on the bridge.
   * @default - untagged
   */
  readonly vlanId?: number;
}

/** A machine in such a network. */
export interface NetworkMember {
  /** Name of the machine, in Talos and in Kubernetes: a DNS label. */
  readonly hostname: string;
  /** Role of the machine in the cluster. */
  readonly machineType: `${MachineType}`;
  /** The machine's own IP address, without prefix. */
  readonly address: string;
  /**
   * If the address comes from a DHCP server, which has it reserved.
   * @default false
   */
  readonly dhcp?: boolean;
  /** Network of the machine. */
  readonly network: Pick<ClusterNetworkSettings, 'subnet'>;
  /**
   * DNS servers of the machine.
   * @default - what Talos asks by itself
   */
  readonly dnsServers?: readonly string[];
  /**
   * Network interface that carries the address.
   * @default eth0
   */
  readonly link?: string;
}

/** A machine that Talos is installed on from something else, such as an optical disc. */
export interface PhysicalMachine extends NetworkMember {
  /**
   * Disk that Talos is installed on and erases: its path, or what is known of it.
   * @default - none, which a physical machine can't do without
   */
  readonly installDisk?: string | InstallDiskSelector;
}
