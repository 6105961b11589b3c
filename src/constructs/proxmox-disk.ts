import type { DiskBus } from '../values/disk-bus';

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
