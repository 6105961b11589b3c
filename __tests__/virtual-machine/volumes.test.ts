import { mountedDisks } from '../../src/virtual-machine/volumes';

test('S-14 each disk that is mounted is found by its serial number and its stable path', () => {
  expect(
    mountedDisks({
      plain: { slot: 4, sizeGiB: 1 },
      sata: { slot: 3, sizeGiB: 1, bus: 'sata', mountPath: '/var/mnt/c/' },
      virtio: { slot: 2, sizeGiB: 1, bus: 'virtio', mountPath: '/var/mnt/b', serial: 'v-1' },
      scsi: { slot: 1, sizeGiB: 1, mountPath: '/var/mnt/a' },
    }),
  ).toEqual([
    {
      name: 'scsi',
      mountPath: '/var/mnt/a',
      serial: 'scsi',
      devicePath: '/dev/disk/by-id/scsi-0QEMU_QEMU_HARDDISK_scsi',
    },
    { name: 'virtio', mountPath: '/var/mnt/b', serial: 'v-1', devicePath: '/dev/disk/by-id/virtio-v-1' },
    { name: 'sata', mountPath: '/var/mnt/c', serial: 'sata', devicePath: '/dev/disk/by-id/ata-QEMU_HARDDISK_sata' },
  ]);
});

test('a machine without disks mounts none', () => {
  expect(mountedDisks()).toEqual([]);
});
