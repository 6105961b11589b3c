import type { MachineSettings } from '../../machine-config/settings/machine';
import type { VirtualMachineSettings } from '../../virtual-machine/settings';
import type { ProxmoxHost } from '../proxmox/proxmox-host';
import type { ITalosImage } from '../image/talos-image';

/** What Proxmox VE shall know of a machine. Defaults are right for Talos, not the provider's. */
export interface ProxmoxNodeProps extends VirtualMachineSettings {
  /** Proxmox VE host that the machine is made on. */
  readonly host: ProxmoxHost;
  /** Image that the system disk is made from; it must be on the host. */
  readonly image: ITalosImage;
  /** What Talos shall be on the machine. Its address stands in the cloud-init data too, so the machine never needs DHCP. */
  readonly machine: MachineSettings;
  /**
   * If true, the machine is replaced, with all its disks, when its Talos version or schematic changes. Switching it on or
   * off touches no machine.
   * @default false - a new image never touches a machine that exists
   */
  readonly replaceOnImageChange?: boolean;
}
