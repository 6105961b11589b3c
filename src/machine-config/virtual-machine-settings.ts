import type { DiskBus } from '../values/disk-bus';

/** What Proxmox VE shall know of a machine, where that does not follow from what Talos is on it. Plain data. */
export interface VirtualMachineSettings {
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
   * If false, Talos makes the volume EPHEMERAL on another disk, so that the system disk may be smaller than 6 GiB.
   * @default - as the patches of the machine say; true without one
   */
  readonly holdsEphemeral?: boolean;
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
   * agent shuts nothing down.
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
}

/** How a disk of a virtual machine behaves. */
export interface DiskOptions {
  /**
   * Bus that the disk is attached to.
   * @default DiskBus.SCSI
   */
  readonly bus?: DiskBus;
  /**
   * What the Proxmox VE host does with the page cache.
   * @default 'none' - what Talos asks for in clusters: etcd has its writes on the disk when it believes so
   */
  readonly cache?: 'none' | 'directsync' | 'writethrough' | 'writeback' | 'unsafe';
  /**
   * Whether blocks that the machine frees are given back to the datastore.
   * @default true
   */
  readonly discard?: boolean;
  /**
   * Whether the machine sees a solid-state disk. The virtio bus has no such flag.
   * @default - true, but on the virtio bus
   */
  readonly ssd?: boolean;
  /**
   * Whether the disk has a thread of its own. Works on the virtio bus, and on scsi with `virtio-scsi-single`.
   * @default - true where it works
   */
  readonly ioThread?: boolean;
  /**
   * Whether backups of the machine hold the disk.
   * @default - as Proxmox VE decides: true
   */
  readonly backup?: boolean;
  /**
   * Whether storage replication takes the disk along.
   * @default - as Proxmox VE decides: true
   */
  readonly replicate?: boolean;
  /**
   * How the host reads and writes.
   * @default - as Proxmox VE decides: 'io_uring'
   */
  readonly aio?: 'io_uring' | 'native' | 'threads';
}

/** A disk beside the system disk. */
export interface DataDisk extends DiskOptions {
  /** Name of the disk, unique on its machine. */
  readonly name: string;
  /**
   * Number of the disk on its bus, at least 1; slot 0 is the system disk. Unique on the machine over all buses.
   *
   * A new disk takes a number above all others and is added in an apply of its own: the provider knows disks by their
   * position and would attach an existing volume twice.
   */
  readonly slot: number;
  /** Size of the disk. It can grow later, never shrink. */
  readonly sizeGiB: number;
  /**
   * Datastore of the disk.
   * @default - that of the system disk
   */
  readonly datastoreId?: string;
  /**
   * Serial number that the machine reads from the disk, at most 20 characters. Talos finds the disk by it.
   * @default - the name of the disk
   */
  readonly serial?: string;
}

/** A PCI device of the host, named by a resource mapping: raw addresses would need the password of `root@pam`. */
export interface PciDevice {
  /**
   * Name of the mapping in Proxmox VE.
   * @see https://pve.proxmox.com/wiki/QEMU/KVM_Virtual_Machines#resource_mapping
   */
  readonly mapping: string;
  /**
   * Whether the machine sees a PCI Express device.
   * @default true
   */
  readonly pcie?: boolean;
  /**
   * Whether the firmware of the device is visible to the machine.
   * @default true
   */
  readonly rombar?: boolean;
  /**
   * Whether the device is the primary graphics card of the machine.
   * @default false
   */
  readonly xvga?: boolean;
}

/** When Proxmox VE starts and stops a machine, relative to others. Needs the privilege `Sys.Modify` on `/`. */
export interface StartupOptions {
  /** Machines with lower numbers start first and stop last. */
  readonly order?: number;
  /** Pause after the start, before the next machine starts. */
  readonly upDelaySeconds?: number;
  /** Time that the machine has to shut down before the next one is stopped. */
  readonly downDelaySeconds?: number;
}
