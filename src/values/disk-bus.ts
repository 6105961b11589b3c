/** Bus that a disk of a virtual machine is attached to; with the slot it names the interface, such as `scsi0`. */
export enum DiskBus {
  SCSI = 'scsi',
  VIRTIO = 'virtio',
  SATA = 'sata',
}
