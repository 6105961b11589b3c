/** Bus that a disk of a virtual machine is attached to; with the slot it names the interface, such as `scsi0`. */
export enum DiskBus {
  /** One controller for up to 31 disks. */
  SCSI = 'scsi',
  /** A device of its own for each disk. */
  VIRTIO = 'virtio',
  /** Six disks at most. */
  SATA = 'sata',
}
