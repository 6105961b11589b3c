import type { IConstruct } from 'constructs';
import type { MachineType } from '../../values/machine-type';
import type { ResolvedVirtualMachine } from '../../virtual-machine/resolved';
import type { ProxmoxHost } from './proxmox-host';

/** A virtual machine on a Proxmox VE host, such as a `ProxmoxNode`: what belongs to it in Proxmox VE is made after it. */
export interface IProxmoxMachine extends IConstruct {
  /** Name of the machine, in Talos, in Kubernetes and in Proxmox VE. */
  readonly hostname: string;
  /** Role of the machine in the cluster. */
  readonly machineType: `${MachineType}`;
  /** Proxmox VE host that the machine is made on. */
  readonly host: ProxmoxHost;
  /** The virtual machine, with every default filled in. */
  readonly settings: ResolvedVirtualMachine;
  /** Id of the virtual machine, as a token: not known while the machine is replaced. */
  readonly vmIdText: string;
  /** @internal */
  readonly _replacementTriggers: readonly string[];
}
