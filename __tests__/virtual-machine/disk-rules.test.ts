import { DiskBus } from '../../src/values/disk-bus';
import { testBothDoors } from '../support/both-doors';
import { testAdvice, testFaults, testWarnings } from '../support/rule-rows';
import { adviceOf, changedSpec, faultsOf } from '../support/small-spec';

const disk = { slot: 1, sizeGiB: 10 };
const disks = 'nodes.work-00.disks';

const data = { slot: 1, sizeGiB: 10 };
const backup = { slot: 2, sizeGiB: 10 };

describe('faults', () => {
  testBothDoors([
    {
      title: 'F-14 G-5 a slot belongs to one disk, whatever the bus',
      good: { disks: { data, backup: { ...backup, bus: 'virtio' } } },
      bad: { disks: { data, backup: { ...backup, slot: 1, bus: 'virtio' } } },
      line: 'disks.backup.slot: got 1; the disk data has that slot, write another',
    },
    {
      title: 'slot 0 is that of the system disk',
      good: { disks: { data } },
      bad: { disks: { data: { ...data, slot: 0 } } },
      line: 'disks.data.slot: got 0; write a whole number from 1 to 30',
    },
    {
      title: 'a slot exists on the bus scsi',
      good: { disks: { data: { ...data, slot: 30 } } },
      bad: { disks: { data: { ...data, slot: 31 } } },
      line: 'disks.data.slot: got 31; write a whole number from 1 to 30',
    },
    {
      title: 'a slot exists on the bus sata',
      good: { disks: { data: { ...data, slot: 5, bus: DiskBus.SATA } } },
      bad: { disks: { data: { ...data, slot: 6, bus: DiskBus.SATA } } },
      line: 'disks.data.slot: got 6; the bus sata has the slots 1 to 5 for data disks, write one of these',
    },
    {
      title: 'a slot exists on the bus virtio',
      good: { disks: { data: { ...data, slot: 15, bus: 'virtio' } } },
      bad: { disks: { data: { ...data, slot: 16, bus: 'virtio' } } },
      line: 'disks.data.slot: got 16; the bus virtio has the slots 1 to 15 for data disks, write one of these',
    },
    {
      title: 'S-14 a serial number belongs to one disk',
      good: { disks: { data, backup: { ...backup, serial: 'backup-1' } } },
      bad: { disks: { data, backup: { ...backup, serial: 'data' } } },
      line: 'disks.backup.serial: got "data"; the disk data has that serial number, write another',
    },
    {
      title: 'a serial number that is the name of another disk is reported at the disk',
      good: { disks: { data: { ...data, serial: 'data-1' }, backup } },
      bad: { disks: { data: { ...data, serial: 'backup' }, backup } },
      line: 'disks.backup: got "backup"; the disk data has that serial number, write another',
    },
    {
      title: 'a serial number is one that QEMU keeps whole',
      good: { disks: { data: { ...data, serial: 'x'.repeat(20) } } },
      bad: { disks: { data: { ...data, serial: 'x'.repeat(21) } } },
      line: `disks.data.serial: got "${'x'.repeat(21)}"; write at most 20 letters, digits and dashes, with a letter or digit at both ends`,
    },
    {
      title: 'a mount path belongs to one disk',
      good: {
        disks: { data: { ...data, mountPath: '/var/mnt/data' }, backup: { ...backup, mountPath: '/var/mnt/b' } },
      },
      bad: {
        disks: { data: { ...data, mountPath: '/var/mnt/data' }, backup: { ...backup, mountPath: '/var/mnt/data' } },
      },
      line: 'disks.backup.mountPath: got "/var/mnt/data"; the disk data is mounted there, write another',
    },
    {
      title: 'a slash at the end makes no other mount path',
      good: {
        disks: { data: { ...data, mountPath: '/var/mnt/data/' }, backup: { ...backup, mountPath: '/var/mnt/b/' } },
      },
      bad: {
        disks: { data: { ...data, mountPath: '/var/mnt/data/' }, backup: { ...backup, mountPath: '/var/mnt/data' } },
      },
      line: 'disks.backup.mountPath: got "/var/mnt/data"; the disk data is mounted there, write another',
    },
    {
      title: 'a disk is not mounted over what Talos uses',
      good: { disks: { data: { ...data, mountPath: '/var/lib/etcd-backup' } } },
      bad: { disks: { data: { ...data, mountPath: '/var/lib/etcd' } } },
      line: 'disks.data.mountPath: got "/var/lib/etcd"; write a directory below /var that Talos does not use itself, such as "/var/lib/longhorn"',
    },
    ...['STATE', 'osDisk'].map((name) => ({
      title: `a disk is not named ${name}`,
      good: { disks: { state: data } },
      bad: { disks: { [name]: data } },
      line: `disks.${name}: the name "${name}" can't be used; write at most 20 letters, digits and dashes, with a letter or digit at both ends, but neither osDisk nor the name of a partition of Talos`,
    })),
    {
      title: 'a disk on virtio does not tell its kind',
      good: { disks: { data: { ...data, bus: 'virtio', ssd: false } } },
      bad: { disks: { data: { ...data, bus: 'virtio', ssd: true } } },
      line: 'disks.data.ssd: got true; the bus virtio does not tell the kind of disk, leave ssd out or write bus: scsi',
    },
    {
      title: 'a disk on sata has no thread of its own',
      good: { osDisk: { bus: 'virtio', ioThread: true } },
      bad: { osDisk: { bus: 'sata', ioThread: true } },
      line: 'osDisk.ioThread: got true; a disk on sata has no thread of its own, leave ioThread out or write bus: virtio',
    },
    {
      title: 'a disk on scsi has a thread of its own with one controller only',
      good: { scsiHardware: 'virtio-scsi-single', osDisk: { ioThread: true } },
      bad: { osDisk: { ioThread: true } },
      line: 'osDisk.ioThread: got true; a disk on scsi has a thread of its own only with scsiHardware: virtio-scsi-single, leave ioThread out or write bus: virtio',
    },
    {
      title: 'a disk on scsi has queues with one controller only',
      good: { scsiHardware: 'virtio-scsi-single', osDisk: { queues: 4 } },
      bad: { osDisk: { queues: 4 } },
      line: 'osDisk.queues: got 4; a disk on scsi has queues of its own only with scsiHardware: virtio-scsi-single, leave queues out',
    },
    {
      title: 'a disk on virtio has no queues to choose',
      good: { scsiHardware: 'virtio-scsi-single', disks: { data: { ...data, queues: 2 } } },
      bad: { scsiHardware: 'virtio-scsi-single', disks: { data: { ...data, queues: 2, bus: 'virtio' } } },
      line: 'disks.data.queues: got 2; a disk on virtio has no queues to choose, leave queues out or write bus: scsi',
    },
    {
      title: 'queues are more than one',
      good: { scsiHardware: 'virtio-scsi-single', osDisk: { queues: 2 } },
      bad: { scsiHardware: 'virtio-scsi-single', osDisk: { queues: 1 } },
      line: 'osDisk.queues: got 1; write a whole number from 2 to 1022',
    },
    {
      title: 'a volume that is there names its datastore itself',
      good: { disks: { data: { ...data, existingVolume: 'tank:vm-900-disk-0' } } },
      bad: { disks: { data: { ...data, existingVolume: 'tank:vm-900-disk-0', datastoreId: 'fast' } } },
      line: 'disks.data.datastoreId: got "fast", but existingVolume "tank:vm-900-disk-0" names the datastore; remove datastoreId',
    },
    {
      title: 'a volume that is there needs no other machine',
      good: { disks: { data: { ...data, diskVm: {} } } },
      bad: { disks: { data: { ...data, diskVm: {}, existingVolume: 'tank:vm-900-disk-0' } } },
      line: 'disks.data.diskVm: the volume "tank:vm-900-disk-0" belongs to a machine already and outlives this one; remove diskVm, or existingVolume for a new disk',
    },
    {
      title: 'a volume that is there is not the own one of the machine, with which it would go',
      both: { vmId: 900 },
      good: { disks: { data: { ...data, existingVolume: 'tank:vm-901-disk-0' } } },
      bad: { disks: { data: { ...data, existingVolume: 'tank:vm-900-disk-0' } } },
      line: 'disks.data.existingVolume: got "tank:vm-900-disk-0", which by its name belongs to this machine itself (vmId 900): Proxmox VE would destroy it with the machine; give it to another machine with qm disk move, or write another vmId',
    },
    {
      title: 'a volume that is there is one disk',
      good: {
        disks: {
          data: { ...data, existingVolume: 'tank:vm-900-disk-0' },
          backup: { ...backup, existingVolume: 'tank:vm-900-disk-1' },
        },
      },
      bad: {
        disks: {
          data: { ...data, existingVolume: 'tank:vm-900-disk-0' },
          backup: { ...backup, existingVolume: 'tank:vm-900-disk-0' },
        },
      },
      line: 'disks.backup.existingVolume: got "tank:vm-900-disk-0"; the disk data has that volume, and two at once destroy what is on it; write another',
    },
    {
      title: 'a volume is written as Proxmox VE names it',
      good: { disks: { data: { ...data, existingVolume: 'local:900/vm-900-disk-0.qcow2' } } },
      bad: { disks: { data: { ...data, existingVolume: '/dev/pve/vm-900-disk-0' } } },
      line: 'disks.data.existingVolume: got "/dev/pve/vm-900-disk-0"; write a volume as pvesm list shows it, such as "tank:vm-900-disk-0"',
    },
    {
      title: 'a short time goes beyond a limit',
      good: { osDisk: { speed: { readIops: 100, readBurstIops: 100 } } },
      bad: { osDisk: { speed: { readBurstIops: 100 } } },
      line: 'osDisk.speed.readBurstIops: got 100, but there is no readIops that it goes beyond; write that too, or leave this out',
    },
    {
      title: 'a short time has no less than all the time',
      good: { disks: { data: { ...data, speed: { writeMiBPerSecond: 100, writeBurstMiBPerSecond: 200 } } } },
      bad: { disks: { data: { ...data, speed: { writeMiBPerSecond: 100, writeBurstMiBPerSecond: 50 } } } },
      line: 'disks.data.speed.writeBurstMiBPerSecond: got 50, less than writeMiBPerSecond: 100; write more, or leave this out',
    },
  ]);

  testFaults([
    {
      title: 'what keeps a disk has an id of its own',
      both: { 'nodes.ctrl-00.vmId': 800 },
      good: { [`${disks}.data`]: { ...disk, diskVm: { vmId: 801 } } },
      bad: { [`${disks}.data`]: { ...disk, diskVm: { vmId: 800 } } },
      line: 'nodes.work-00.disks.data.diskVm.vmId: got 800; ctrl-00 has that id on the endpoint main, write another',
    },
    {
      title: 'what keeps two disks is two',
      both: { 'nodes.ctrl-00.disks.data': { ...disk, diskVm: { vmId: 900 } } },
      good: { [`${disks}.data`]: { ...disk, diskVm: { vmId: 901 } } },
      bad: { [`${disks}.data`]: { ...disk, diskVm: { vmId: 900 } } },
      line: 'nodes.work-00.disks.data.diskVm.vmId: got 900; the disk data of ctrl-00 has that id on the endpoint main, write another',
    },
    {
      title: 'a volume belongs to one machine',
      both: { 'nodes.ctrl-00.disks.data': { ...disk, existingVolume: 'tank:vm-900-disk-0' } },
      good: { [`${disks}.data`]: { ...disk, existingVolume: 'tank:vm-900-disk-1' } },
      bad: { [`${disks}.data`]: { ...disk, existingVolume: 'tank:vm-900-disk-0' } },
      line: 'nodes.work-00.disks.data.existingVolume: got "tank:vm-900-disk-0"; the disk data of ctrl-00 has that volume, and two at once destroy what is on it; write another',
    },
    {
      title: 'a machine is not tagged as what keeps disks is',
      good: { 'nodes.work-00.tags': ['disks'] },
      bad: { 'nodes.work-00.tags': ['disk-vm'] },
      line: 'nodes.work-00.tags: got "disk-vm"; that tag tells which virtual machines only keep a disk, write another',
    },
    {
      title: 'a disk of the machine and one of its type share the slots',
      both: { 'nodeDefaults.worker.disks.data': disk },
      good: { [`${disks}.backup`]: { slot: 2, sizeGiB: 10 } },
      bad: { [`${disks}.backup`]: disk },
      line: 'nodes.work-00.disks.backup.slot: got 1; the disk data has that slot, write another',
    },
    {
      title: 'a fault of a disk of the type is reported there',
      good: { 'nodeDefaults.worker.disks.data': disk },
      bad: { 'nodeDefaults.worker.disks.data': { ...disk, bus: 'virtio', ssd: true } },
      line: 'nodeDefaults.worker.disks.data.ssd: got true; the bus virtio does not tell the kind of disk, leave ssd out or write bus: scsi',
    },
  ]);

  test('nothing is said of a thread while the bus or the controller is faulty', () => {
    const osDisk = { ioThread: true };
    const faulty = changedSpec({
      'nodes.work-00': { machineType: 'worker', host: 'pve2', address: '10.0.0.21', osDisk, scsiHardware: 'lsi' },
    });
    expect(faultsOf(faulty)).toEqual([expect.stringContaining('nodes.work-00.scsiHardware: got "lsi"')]);
    expect(faultsOf(changedSpec({ 'nodes.work-00.osDisk': { ...osDisk, bus: 'ide' } }))).toEqual([
      expect.stringContaining('nodes.work-00.osDisk.bus: got "ide"'),
    ]);
  });

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
