import type { DataDiskOptions, DiskOptions } from './disk-settings';
import type { NetworkDeviceOptions, PrimaryNetworkDeviceOptions } from './network-device-settings';
import type { HardwareIdentity, HardwareOptions } from './hardware-settings';

/** A virtual machine of Proxmox VE, without the settings of Talos on it. Plain data. */
export interface VirtualMachineSettings extends VirtualMachineOptions, VirtualMachineIdentity {
  /**
   * If false, Talos makes the volume EPHEMERAL on another disk, so that the system disk may be smaller than 6 GiB.
   * @default - as the patches of the machine say; true without one
   */
  readonly holdsEphemeral?: boolean;
  /**
   * Data disks by name, in any order. The name is at most 20 letters, digits and dashes.
   * @default - none
   */
  readonly disks?: Readonly<Record<string, DataDiskOptions>>;
  /**
   * If the machine is tagged with its role, `control-plane` or `worker`.
   * @default false
   */
  readonly roleTag?: boolean;
}

/** Names and numbers that a virtual machine has alone. */
export interface VirtualMachineIdentity extends HardwareIdentity {
  /**
   * Id of the virtual machine, once for each endpoint. Changed later, the machine is replaced. A plan is refused while a
   * machine without the stack's tag has the id: the provider would take that machine over.
   * @default - the next free id
   */
  readonly vmId?: number;
  /**
   * MAC address of the first network card, in any spelling; `deterministic` makes it of the names of cluster and machine,
   * so that a DHCP server can know it beforehand.
   * @default - made by Proxmox VE; deterministic with dhcp
   */
  readonly macAddress?: string;
}

/** Options of a virtual machine that several may have alike. */
export interface VirtualMachineOptions extends HardwareOptions {
  /**
   * Number of processor cores, of each socket.
   * @default 2
   */
  readonly cpuCores?: number;
  /**
   * Processor that the machine sees; `host` passes on what the host has, and such a machine moves only between hosts with
   * like processors. Talos needs x86-64-v2.
   * @default host
   */
  readonly cpuType?: string;
  /**
   * Memory of the machine. It is fixed unless there is a `memoryMinimumMiB`.
   * @default 4096
   */
  readonly memoryMiB?: number;
  /**
   * Size of the system disk. It can grow later, never shrink.
   * @default - 10 for a control plane, 50 for a worker
   */
  readonly diskGiB?: number;
  /**
   * Datastore of the system disk, of the cloud-init data and, unless `firmwareDatastoreId` names another, of the variables
   * of the firmware.
   * @default - that of the host
   */
  readonly diskDatastoreId?: string;
  /**
   * How the system disk is attached. It is slot 0 of its bus.
   * @default - the defaults of each option
   */
  readonly osDisk?: DiskOptions;
  /**
   * Bridge of the host that the machine is connected to.
   * @default - that of the host
   */
  readonly networkBridge?: string;
  /**
   * Firmware: `ovmf` is UEFI, with an EFI disk without enrolled keys.
   * @default ovmf
   */
  readonly bios?: 'ovmf' | 'seabios';
  /**
   * SCSI controller. With `virtio-scsi-single` the bootstrap of Talos has been seen to hang.
   * @default virtio-scsi-pci
   */
  readonly scsiHardware?: 'virtio-scsi-pci' | 'virtio-scsi-single';
  /**
   * Start the machine with its host.
   * @default true
   */
  readonly onBoot?: boolean;
  /**
   * Order and delays when the host starts and stops; needs the privilege `Sys.Modify`.
   * @default - no order
   */
  readonly startup?: StartupOptions;
  /**
   * Talk to the guest agent. It must be true exactly when the schematic has `siderolabs/qemu-guest-agent`: a silent agent
   * shuts nothing down.
   * @default - as the schematic says
   */
  readonly guestAgent?: boolean;
  /**
   * Devices of the host that are handed to the machine, 16 at most.
   * @default - none
   */
  readonly pciDevices?: readonly PciDevice[];
  /**
   * USB devices of the host that are handed to the machine, 14 at most.
   * @default - none
   */
  readonly usbDevices?: readonly UsbDevice[];
  /**
   * Directories of the host that the machine shares, 8 at most, each by the name under which Talos mounts it at
   * `/var/mnt/<name>`. Contract v1.13 or newer. A running machine with one does not migrate, and has no snapshot with memory.
   * @default - none
   */
  readonly virtiofs?: Readonly<Record<string, VirtiofsShare>>;
  /**
   * Description in Proxmox VE; spaces around it are cut, and the empty text is none.
   * @default - Talos Control Plane or Talos Worker
   */
  readonly description?: string;
  /**
   * Further tags in Proxmox VE, in lower case. The tag `stack-<name>` is always added.
   * @default - none
   */
  readonly tags?: readonly string[];
  /**
   * Resource pool that the machine belongs to, such as `talos`, or `lab/talos` for one inside of another. `resourcePools` of the
   * endpoint makes pools. Another pool moves the machine; without one it stays where it is, as the provider takes no machine
   * out of a pool.
   * @default - none
   */
  readonly poolId?: string;
  /**
   * Reaction to a machine that is found on another host, or whose `host` is changed: `migrate` moves it to the host
   * written here, `ignore` leaves it where it is, as with high availability.
   * @default migrate
   */
  readonly onHostChange?: 'migrate' | 'ignore';
  /**
   * Let Proxmox VE refuse to remove the machine or its disks.
   * @default false
   */
  readonly protection?: boolean;
  /**
   * VLAN of the machine's port on the bridge.
   * @default - untagged; in a cluster file network.vlanId
   */
  readonly vlanId?: number;
  /**
   * Further options of the first network card, which carries the address of the machine.
   * @default - the defaults of each option
   */
  readonly primaryNetworkDevice?: PrimaryNetworkDeviceOptions;
  /**
   * Network cards beside the first, by name. With them Talos finds all cards by their MAC addresses.
   * @default - none
   */
  readonly networkDevices?: Readonly<Record<string, NetworkDeviceOptions>>;
}

/** A PCI device of the host, named by a resource mapping: raw addresses would need the password of `root@pam`. */
export interface PciDevice {
  /**
   * Resource mapping of the device, made under `pciMappings` of the endpoint or there already.
   * @see https://pve.proxmox.com/wiki/QEMU/KVM_Virtual_Machines#resource_mapping
   */
  readonly mapping: string;
  /**
   * Present it as a PCI Express device, which only a q35 has.
   * @default - true on a q35
   */
  readonly pcie?: boolean;
  /**
   * Let the machine see the firmware of the device.
   * @default true
   */
  readonly rombar?: boolean;
  /**
   * Use it as the machine's first graphics card.
   * @default false
   */
  readonly xvga?: boolean;
}

/** A USB device of the host, named by a resource mapping: raw ids would need the password of `root@pam`. */
export interface UsbDevice {
  /** Resource mapping of the device, made under `usbMappings` of the endpoint or there already. */
  readonly mapping: string;
}

/** A directory of the host that a machine shares. */
export interface VirtiofsShare {
  /**
   * Resource mapping of the directory, made under `directoryMappings` of the endpoint or there already; one share of a
   * machine has it.
   * @see https://pve.proxmox.com/wiki/QEMU/KVM_Virtual_Machines#qm_virtiofs
   */
  readonly mapping: string;
  /**
   * How long the machine trusts what it has read, as others may write in the directory: `never` asks each time.
   * @default auto
   */
  readonly cache?: 'auto' | 'always' | 'metadata' | 'never';
  /**
   * Let programs that ask for it write past the cache of the host.
   * @default false
   */
  readonly directIo?: boolean;
  /**
   * Let the machine see and set POSIX access lists.
   * @default false
   */
  readonly exposeAcl?: boolean;
  /**
   * Let the machine see and set extended attributes, which access lists are.
   * @default - as `exposeAcl`
   */
  readonly exposeXattr?: boolean;
  /**
   * If the machine writes nothing in the directory.
   * @default false
   */
  readonly readOnly?: boolean;
  /**
   * Mount it without executable files, devices and set-user-id.
   * @default true
   */
  readonly secure?: boolean;
  /**
   * Leave the time of the last access of files as it is.
   * @default false
   */
  readonly disableAccessTime?: boolean;
}

/** When Proxmox VE starts and stops a machine, relative to others. Needs the privilege `Sys.Modify` on `/`. */
export interface StartupOptions {
  /**
   * Position among the machines of the host; lower numbers start first and stop last.
   * @default - any
   */
  readonly order?: number;
  /**
   * Wait after the start before the next machine starts.
   * @default - none
   */
  readonly upDelaySeconds?: number;
  /**
   * Time for the shutdown before the next machine stops.
   * @default - none
   */
  readonly downDelaySeconds?: number;
}
