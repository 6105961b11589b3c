import type { MachineType } from '../values/machine-type';
import type { DataDiskOptions } from '../virtual-machine/disk-settings';
import type { VirtualMachineOptions } from '../virtual-machine/settings';
import type { MachineKindSpec } from './node-settings';

/** Hardware that several machines have alike, by a name. */
export interface SizeSpec extends VirtualMachineOptions {
  /**
   * Data disks by name. A disk of the same name replaces that of `nodeDefaults`.
   * @default - none
   */
  readonly disks?: Readonly<Record<string, DataDiskOptions>>;
}

/**
 * Virtual machines of one kind, whose names, addresses and ids follow from the number of each machine, from 0. A machine
 * that is added or removed changes nothing of the others.
 */
export interface PoolSpec extends MachineKindSpec {
  /** Role of the machines in the cluster: `controlplane` or `worker`. */
  readonly machineType: `${MachineType}`;
  /**
   * How many machines there are, or which, by their hostnames. Take the list to replace a machine in the middle:
   * `[work-00, work-02, work-03]` has neither its name nor its address again.
   */
  readonly nodes: number | readonly string[];
  /**
   * Hostname of the machine with number 0, which ends in a number; the other names count on from it. It can't be changed
   * later.
   * @default - the name of the pool, and -00
   */
  readonly firstName?: string;
  /**
   * Addresses of the machines, from that of number 0 on, of IPv4 or IPv6, without prefix: `10.0.0.31-10.0.0.60`. They are
   * reserved, also for machines that do not exist yet.
   */
  readonly addresses: string;
  /**
   * Ids of the virtual machines, from that of number 0 on: `830-859`. They are reserved on every endpoint of the hosts,
   * also for machines that do not exist yet.
   * @default - the next free id
   */
  readonly vmIds?: string;
  /**
   * Size of the machines, a name under `sizes`. Settings beside it are stronger.
   * @default - settings of the pool and of nodeDefaults only
   */
  readonly size?: string;
  /**
   * Hosts that the machines are placed on, as `<endpoint>/<host>`; the host alone is enough when only one endpoint has it.
   * @default - all hosts
   */
  readonly hosts?: readonly string[];
  /**
   * How a machine without `host` gets one. `spread` places new machines when the cluster is synthesized: control planes
   * share no host while there are enough, `capacity` of the hosts is kept to, and `<cluster>.placement.yaml` beside the
   * cluster file remembers the result; commit it. What stands there never moves by itself. `modulo` gives the machine with
   * number n the host with number n modulo the number of hosts; it moves machines when the list of hosts changes.
   * @default spread
   */
  readonly placement?: 'spread' | 'modulo';
  /**
   * Settings of single machines, by hostname.
   * @default - none
   */
  readonly overrides?: Readonly<Record<string, PoolMemberSpec>>;
}

/** Settings of one machine of a pool, which are stronger than those of the pool. */
export interface PoolMemberSpec extends MachineKindSpec {
  /**
   * Size of this machine, a name under `sizes`.
   * @default - that of the pool
   */
  readonly size?: string;
  /**
   * MAC address of the network card, in any spelling.
   * @default - made by Proxmox VE
   */
  readonly macAddress?: string;
}
