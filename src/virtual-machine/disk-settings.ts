import type { DiskBus } from '../values/disk-bus';

/** How a disk of a virtual machine behaves. */
export interface DiskOptions {
  /**
   * Bus that the disk is attached to.
   * @default scsi
   */
  readonly bus?: `${DiskBus}`;
  /**
   * Cache of the host. Talos asks for none in clusters: etcd has its writes on the disk when it believes so.
   * @default none
   */
  readonly cache?: 'none' | 'directsync' | 'writethrough' | 'writeback' | 'unsafe';
  /**
   * Give freed blocks back to the datastore.
   * @default true
   */
  readonly discard?: boolean;
  /**
   * Present the disk as solid state; not on the bus `virtio`.
   * @default - true, but for the bus virtio
   */
  readonly ssd?: boolean;
  /**
   * A thread of its own for the disk: on the bus `virtio`, or on `scsi` with `scsiHardware: virtio-scsi-single`.
   * @default - true where the controller allows it
   */
  readonly ioThread?: boolean;
  /**
   * Take the disk into backups of the machine.
   * @default true
   */
  readonly backup?: boolean;
  /**
   * Take the disk into storage replication.
   * @default true
   */
  readonly replicate?: boolean;
  /**
   * How the host reads and writes.
   * @default io_uring
   */
  readonly aio?: 'io_uring' | 'native' | 'threads';
  /**
   * Queues of the disk: on the bus `scsi`, with `scsiHardware: virtio-scsi-single`.
   * @default - as QEMU chooses
   */
  readonly queues?: number;
  /**
   * Limits of reading and writing. They change while the machine runs.
   * @default - none
   */
  readonly speed?: DiskSpeed;
}

/** Limits of a disk, so that one machine does not take all of a datastore. */
export interface DiskSpeed {
  /**
   * MiB that are read in a second at most.
   * @default - no limit
   */
  readonly readMiBPerSecond?: number;
  /**
   * The same for a short time, after a while of less. Needs `readMiBPerSecond`, and is not below it.
   * @default - none beyond the limit
   */
  readonly readBurstMiBPerSecond?: number;
  /**
   * MiB that are written in a second at most.
   * @default - no limit
   */
  readonly writeMiBPerSecond?: number;
  /**
   * The same for a short time, after a while of less. Needs `writeMiBPerSecond`, and is not below it.
   * @default - none beyond the limit
   */
  readonly writeBurstMiBPerSecond?: number;
  /**
   * Reads in a second at most.
   * @default - no limit
   */
  readonly readIops?: number;
  /**
   * The same for a short time, after a while of less. Needs `readIops`, and is not below it.
   * @default - none beyond the limit
   */
  readonly readBurstIops?: number;
  /**
   * Writes in a second at most.
   * @default - no limit
   */
  readonly writeIops?: number;
  /**
   * The same for a short time, after a while of less. Needs `writeIops`, and is not below it.
   * @default - none beyond the limit
   */
  readonly writeBurstIops?: number;
}

/** Options of a disk beside the system disk. */
export interface DataDiskOptions extends DiskOptions {
  /**
   * Number of the disk on the machine, once over all buses; 0 is the disk of the system. With the bus it names the
   * interface, such as `scsi1`. Give a new disk the highest number, and add it in an apply of its own: the provider knows
   * disks by their position.
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
   * Where Talos mounts the disk for workloads: below `/var`, but not in a directory of its own.
   * @default - not mounted
   */
  readonly mountPath?: string;
  /**
   * Serial number by which Talos finds the disk, once on the machine; 20 characters at most.
   * @default - the name of the disk
   */
  readonly serial?: string;
  /**
   * Let the disk lie in a virtual machine of its own, which is never started: it outlives the machine that uses it, which
   * finds it again when it is replaced. The machine then stays on its host while the datastore is one of the host alone,
   * and sees a larger size from its next start on.
   * @default - the disk goes with the machine
   */
  readonly diskVm?: DiskVmOptions;
  /**
   * Volume that is there already, such as `tank:vm-900-disk-0`, of a machine that is not started. It is attached, with all
   * that is on it, and neither destroyed nor resized: `sizeGiB` is the size that it has.
   * @default - a new volume
   */
  readonly existingVolume?: string;
}

/** Virtual machine that does nothing but keep a disk. */
export interface DiskVmOptions {
  /**
   * Id of the virtual machine, once for each endpoint.
   * @default - the next free id
   */
  readonly vmId?: number;
  /**
   * Name of the virtual machine in Proxmox VE.
   * @default - `<name of the machine>-<name of the disk>`
   */
  readonly vmName?: string;
  /**
   * Let Proxmox VE and every plan refuse to remove it, also with the whole cluster.
   * @default false
   */
  readonly protection?: boolean;
}
