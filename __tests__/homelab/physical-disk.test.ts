import { physicalDisk } from '../../homelab/mapping/physical-disk';

test.each([
  ['/dev/nvme0n1', { interface: 'nvme0' }],
  ['/dev/vda', { interface: 'virtio0' }],
  ['/dev/disk/by-id/ata-X', { interface: 'sata0' }],
])('%s is there', (path, disk) => {
  expect(physicalDisk(path)).toEqual(disk);
});

test('a disk is as it is known', () => {
  expect(physicalDisk({ type: 'nvme', model: 'Samsung SSD 980*', serial: 'S64*', wwid: 'eui.1' })).toEqual({
    interface: 'nvme0',
    model: 'Samsung SSD 9800',
    serial: 'S640',
    wwid: 'eui.1',
  });
  expect(physicalDisk({ type: 'hdd' })).toEqual({ interface: 'sata0', rotational: true });
  expect(physicalDisk({ type: 'sd' })).toEqual({ interface: 'mmc0' });
});

test.each([
  ['4GB', 4e9],
  ['>= 500 GiB', 500 * 1024 ** 3],
  ['<= 1.5TB', 1.5e12],
  ['> 1TB', 1e12 + 1024 ** 3],
  ['< 2tib', 2 * 1024 ** 4 - 1024 ** 3],
])('the size %s is true', (size, bytes) => {
  expect(physicalDisk({ size })).toEqual({ interface: 'sata0', bytes });
});
