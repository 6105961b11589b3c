import type { MachineSettings } from '../machine-config/settings';
import type { DataDisk, DiskOptions, PciDevice, StartupOptions } from './proxmox-disk';
import type { ProxmoxHost } from './proxmox-host';
import type { ITalosImage } from './talos-image';

/** What Proxmox VE shall know of a machine. Defaults are right for Talos, not the provider's. */
export interface ProxmoxNodeProps {
  /** Proxmox VE host that the machine is made on. */
  readonly host: ProxmoxHost;
  /** Image that the system disk is made from; it must be on the host. */
  readonly image: ITalosImage;
  /** What Talos shall be on the machine. Its address stands in the cloud-init data too, so the machine never needs DHCP. */
  readonly machine: MachineSettings;
  /**
   * Id of the virtual machine, unique in the Proxmox VE cluster. A plan is refused while a machine without the stack's
   * tag has the id: the provider would take that machine over.
   * @default - the next free id
   */
  readonly vmId?: number;
  /**
   * Number of processor cores.
   * @default 2 - the minimum of Talos for a control plane
   */
  readonly cpuCores?: number;
  /**
   * Type of processor. The provider's own default lacks x86-64-v2, without which Talos does not start.
   * @default 'host' - fastest; a machine then moves only between hosts with like processors
   */
  readonly cpuType?: string;
  /**
   * Memory of the machine, fixed: ballooning is off, as Talos can't give memory back.
   * @default 4096
   */
  readonly memoryMiB?: number;
  /**
   * Size of the system disk. It can grow later, never shrink.
   * @default - 10 for a control plane, 50 for a worker
   */
  readonly diskGiB?: number;
  /**
   * Datastore of the system disk, the firmware's variables and the cloud-init data.
   * @default - that of the host
   */
  readonly diskDatastoreId?: string;
  /**
   * How the system disk behaves. It is slot 0 of its bus.
   * @default - the default of each option
   */
  readonly osDisk?: DiskOptions;
  /**
   * Disks beside the system disk, in any order.
   * @default - none
   */
  readonly disks?: readonly DataDisk[];
  /**
   * Hardware address of the network interface, in any spelling.
   * @default - made by Proxmox VE
   */
  readonly macAddress?: string;
  /**
   * VLAN of the network interface, 1 to 4094.
   * @default - untagged
   */
  readonly vlanId?: number;
  /**
   * Bridge that the network interface is attached to.
   * @default - that of the host
   */
  readonly networkBridge?: string;
  /**
   * Firmware. With `ovmf` (UEFI) the machine has a disk for its variables, without enrolled keys.
   * @default 'ovmf' - what Talos asks for; secure boot needs it
   */
  readonly bios?: 'ovmf' | 'seabios';
  /**
   * Controller of the disks on the scsi bus.
   * @default 'virtio-scsi-pci' - with `virtio-scsi-single` the bootstrap of Talos has been seen to hang
   */
  readonly scsiHardware?: 'virtio-scsi-pci' | 'virtio-scsi-single';
  /**
   * Whether the machine starts with its host.
   * @default true
   */
  readonly onBoot?: boolean;
  /**
   * Order and pauses when hosts start and stop machines.
   * @default - none: it needs the privilege `Sys.Modify` on `/`
   */
  readonly startup?: StartupOptions;
  /**
   * Whether Proxmox VE talks to the QEMU guest agent. It must be so exactly when the image holds the extension: a silent
   * agent delays every plan.
   * @default - whether the image has the extension `siderolabs/qemu-guest-agent`
   */
  readonly guestAgent?: boolean;
  /**
   * PCI devices of the host.
   * @default - none
   */
  readonly pciDevices?: readonly PciDevice[];
  /**
   * Notes in Proxmox VE; spaces around them are cut.
   * @default - 'Talos Control Plane' or 'Talos Worker'
   */
  readonly description?: string;
  /**
   * Tags in Proxmox VE, beside `stack-<stack name>`. Upper case becomes lower case.
   * @default - none
   */
  readonly tags?: readonly string[];
  /**
   * Whether the machine is tagged with its role, `control-plane` or `worker`.
   * @default false
   */
  readonly roleTag?: boolean;
  /**
   * Pool that the machine belongs to. Rights can be given on a pool instead of on all machines.
   * @default - none
   */
  readonly poolId?: string;
  /**
   * What a plan does when the machine is on another host than `host` says: `migrate` moves it there while it runs,
   * `ignore` leaves it where high availability put it.
   * @default 'migrate'
   */
  readonly onHostChange?: 'migrate' | 'ignore';
  /**
   * Whether Proxmox VE and every plan refuse to remove the machine.
   * @default false
   */
  readonly protection?: boolean;
  /**
   * Whether the machine, with all its disks, is made anew when its Talos version or schematic changes.
   * @default false - a new image never touches a machine that exists
   */
  readonly replaceOnImageChange?: boolean;
}
