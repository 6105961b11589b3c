import { testAdvice, testFaults, testWarnings } from '../../support/rule-rows';
import { adviceOf, changedSpec, faultsOf } from '../../support/small-spec';

const disk = { slot: 1, sizeGiB: 10 };
const disks = 'nodes.work-00.disks';

describe('faults', () => {
  testFaults([
    {
      title: 'F-14 G-5 a slot belongs to one disk, whatever the bus',
      both: { [`${disks}.data`]: disk },
      good: { [`${disks}.backup`]: { slot: 2, sizeGiB: 10, bus: 'virtio' } },
      bad: { [`${disks}.backup`]: { slot: 1, sizeGiB: 10, bus: 'virtio' } },
      line: 'nodes.work-00.disks.backup.slot: got 1; the disk data has that slot, write another',
    },
    {
      title: 'a disk of the machine and one of its type share the slots',
      both: { 'nodeDefaults.worker.disks.data': disk },
      good: { [`${disks}.backup`]: { slot: 2, sizeGiB: 10 } },
      bad: { [`${disks}.backup`]: disk },
      line: 'nodes.work-00.disks.backup.slot: got 1; the disk data has that slot, write another',
    },
    {
      title: 'a slot exists on the bus sata',
      good: { [`${disks}.data`]: { slot: 5, sizeGiB: 10, bus: 'sata' } },
      bad: { [`${disks}.data`]: { slot: 6, sizeGiB: 10, bus: 'sata' } },
      line: 'nodes.work-00.disks.data.slot: got 6; the bus sata has the slots 1 to 5 for data disks, write one of these',
    },
    {
      title: 'a slot exists on the bus virtio',
      good: { [`${disks}.data`]: { slot: 15, sizeGiB: 10, bus: 'virtio' } },
      bad: { [`${disks}.data`]: { slot: 16, sizeGiB: 10, bus: 'virtio' } },
      line: 'nodes.work-00.disks.data.slot: got 16; the bus virtio has the slots 1 to 15 for data disks, write one of these',
    },
    {
      title: 'S-14 a serial number belongs to one disk',
      both: { [`${disks}.data`]: disk },
      good: { [`${disks}.backup`]: { slot: 2, sizeGiB: 10, serial: 'backup-1' } },
      bad: { [`${disks}.backup`]: { slot: 2, sizeGiB: 10, serial: 'data' } },
      line: 'nodes.work-00.disks.backup.serial: got "data"; the disk data has that serial number, write another',
    },
    {
      title: 'a mount path belongs to one disk',
      both: { [`${disks}.data`]: { ...disk, mountPath: '/var/mnt/data' } },
      good: { [`${disks}.backup`]: { slot: 2, sizeGiB: 10, mountPath: '/var/mnt/backup' } },
      bad: { [`${disks}.backup`]: { slot: 2, sizeGiB: 10, mountPath: '/var/mnt/data' } },
      line: 'nodes.work-00.disks.backup.mountPath: got "/var/mnt/data"; the disk data is mounted there, write another',
    },
    {
      title: 'a slash at the end makes no other mount path',
      both: { [`${disks}.data`]: { ...disk, mountPath: '/var/mnt/data/' } },
      good: { [`${disks}.backup`]: { slot: 2, sizeGiB: 10, mountPath: '/var/mnt/backup/' } },
      bad: { [`${disks}.backup`]: { slot: 2, sizeGiB: 10, mountPath: '/var/mnt/data' } },
      line: 'nodes.work-00.disks.backup.mountPath: got "/var/mnt/data"; the disk data is mounted there, write another',
    },
    {
      title: 'a disk is not mounted over what Talos uses',
      good: { [`${disks}.data`]: { ...disk, mountPath: '/var/lib/etcd-backup' } },
      bad: { [`${disks}.data`]: { ...disk, mountPath: '/var/lib/etcd' } },
      line: 'nodes.work-00.disks.data.mountPath: got "/var/lib/etcd"; write a directory below /var that Talos does not use itself, such as "/var/lib/longhorn"',
    },
    {
      title: 'a disk is not named like a partition of Talos',
      good: { [`${disks}.state`]: disk },
      bad: { [`${disks}.STATE`]: disk },
      line: 'nodes.work-00.disks.STATE: the name "STATE" can\'t be used; write at most 20 letters, digits and dashes, with a letter or digit at both ends, but neither osDisk nor the name of a partition of Talos',
    },
    {
      title: 'a disk on virtio does not tell its kind',
      good: { [`${disks}.data`]: { ...disk, bus: 'virtio', ssd: false } },
      bad: { [`${disks}.data`]: { ...disk, bus: 'virtio', ssd: true } },
      line: 'nodes.work-00.disks.data.ssd: got true; the bus virtio does not tell the kind of disk, leave ssd out or write bus: scsi',
    },
    {
      title: 'a disk on sata has no thread of its own',
      good: { 'nodes.work-00.osDisk': { bus: 'virtio', ioThread: true } },
      bad: { 'nodes.work-00.osDisk': { bus: 'sata', ioThread: true } },
      line: 'nodes.work-00.osDisk.ioThread: got true; a disk on sata has no thread of its own, leave ioThread out or write bus: virtio',
    },
    {
      title: 'a disk on scsi has a thread of its own with one controller only',
      good: { 'nodes.work-00.osDisk.ioThread': false },
      bad: { 'nodes.work-00.osDisk.ioThread': true },
      line: 'nodes.work-00.osDisk.ioThread: got true; a disk on scsi has a thread of its own only with scsiHardware: virtio-scsi-single, leave ioThread out or write bus: virtio',
    },
  ]);

  test('a disk on virtio-scsi-single may have a thread of its own', () => {
    const spec = changedSpec({
      'nodes.work-00.scsiHardware': 'virtio-scsi-single',
      'nodes.work-00.osDisk': { ioThread: true, cache: 'writethrough', discard: true, ssd: true },
    });
    expect(faultsOf(spec)).toEqual([]);
    expect(adviceOf(spec)).toEqual([
      'nodes.work-00.scsiHardware: got "virtio-scsi-single"; "virtio-scsi-pci" is advised, bootstraps of Talos were seen to hang with the other',
      'nodes.work-00.osDisk.cache: got "writethrough"; "none" is advised, which keeps no second copy in the memory of the host',
    ]);
  });

  test('disks of two machines have slots of their own', () => {
    const spec = changedSpec({ 'nodes.ctrl-00.disks.data': disk, 'nodes.work-00.disks.data': disk });
    expect(faultsOf(spec)).toEqual([]);
  });

  test('a serial number that is the name of another disk is told at the disk', () => {
    const spec = changedSpec({ [disks]: { data: { ...disk, serial: 'backup' }, backup: { slot: 2, sizeGiB: 10 } } });
    expect(faultsOf(spec)).toEqual([
      'nodes.work-00.disks.backup: got "backup"; the disk data has that serial number, write another',
    ]);
  });
});

describe('warnings', () => {
  testWarnings([
    {
      title: 'a cache that holds back writes',
      good: { 'nodes.work-00.osDisk.cache': 'none' },
      bad: { 'nodes.work-00.osDisk.cache': 'writeback' },
      line: 'nodes.work-00.osDisk.cache: got "writeback"; "none" is advised, as etcd must know what is on the disk',
    },
    {
      title: 'the same of a data disk',
      good: { [`${disks}.data`]: { ...disk, cache: 'directsync' } },
      bad: { [`${disks}.data`]: { ...disk, cache: 'unsafe' } },
      line: 'nodes.work-00.disks.data.cache: got "unsafe"; "none" is advised, as etcd must know what is on the disk',
    },
  ]);
});

describe('advice', () => {
  testAdvice([
    {
      title: 'a cache that writes through the memory of the host',
      good: { 'nodes.work-00.osDisk.cache': 'none' },
      bad: { 'nodes.work-00.osDisk.cache': 'writethrough' },
      line: 'nodes.work-00.osDisk.cache: got "writethrough"; "none" is advised, which keeps no second copy in the memory of the host',
    },
  ]);
});

test('the last slot of the bus scsi is 30', () => {
  const at = (slot: number) => faultsOf(changedSpec({ [`${disks}.data`]: { slot, sizeGiB: 1 } }));
  expect(at(30)).toEqual([]);
  expect(at(31)).toEqual([`${disks}.data.slot: got 31; write a whole number from 1 to 30`]);
});
