import type { MachineSettings } from '../../machine-config/settings/machine';
import type { MachineType } from '../../values/machine-type';
import type { ClusterNetwork } from './cluster-network';

/** Talos settings of any machine; what it has from its network, its disks and its construct is not said again. */
export interface TalosNodeProps extends Omit<
  MachineSettings,
  | 'hostname'
  | 'machineType'
  | 'subnet'
  | 'gateway'
  | 'dnsServers'
  | 'searchDomains'
  | 'link'
  | 'installDisk'
  | 'interfaces'
  | 'volumes'
  | 'shares'
  | 'watchdogSeconds'
  | 'keySources'
> {
  /**
   * Name of the machine in Talos and in Kubernetes: a DNS label.
   * @default - the id of the construct
   */
  readonly hostname?: string;
  /** Role of the machine in the cluster: `controlplane` or `worker`. */
  readonly machineType: `${MachineType}`;
  /** Network that the machine belongs to. */
  readonly network: ClusterNetwork;
  /**
   * DNS servers of the machine.
   * @default - those of the network
   */
  readonly dnsServers?: readonly string[];
  /**
   * Network interface that carries the address: its name, or `physical` for the one physical interface whatever it is
   * called.
   * @default - that of the network; without one eth0, but physical for a physical machine
   */
  readonly link?: string;
}
