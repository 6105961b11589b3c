import { type Attributes, diskValues, home, update } from '../../support/plan';
import { type Allowed, describeRules, disks, type Refused } from '../../support/refusal-rows';
import { configurationText } from '../../support/versioned-plan';

const os = diskValues('scsi0', 20, 1);
const data = (serial: string | null, slot = 'scsi1'): Attributes => ({ ...diskValues(slot, 100, 2), serial });

const volume = (name: string, match: string, kind = 'UserVolumeConfig'): string =>
  `---\napiVersion: v1alpha1\nkind: ${kind}\nname: ${name}\nprovisioning:\n  diskSelector:\n    match: ${match}\n`;
const onSerial = (name: string, serial: string, kind?: string): string =>
  volume(name, `disk.serial == "${serial}"`, kind);

/** A worker whose documents become other ones, and whose disks do. */
function worker(now: string, then: string, from: Attributes, to: readonly Attributes[] = [from]) {
  const isSame = to.length === 1 && to[0] === from;
  return home({
    'work-00': {
      vmIs: (values) => {
        values.disk = [os, from];
      },
      ...(!isSame && { vm: disks(os, ...to) }),
      configIs: (values) => {
        values.machine_configuration_input = configurationText('worker', 'work-00', { documents: now });
      },
      ...(now !== then && {
        config: update((values) => {
          values.machine_configuration_input = configurationText('worker', 'work-00', { documents: then });
        }),
      }),
    },
  });
}

const serial = (from: string, to: string, way: string): string =>
  `data-disk-renamed: work-00: the serial number of disk scsi1 would change from ${from} to ${to}, and what finds the disk by it would no longer ` +
  `find its data; ${way}, or move the data to a new disk`;
const renamed = (from: string, to: string): string =>
  `data-disk-renamed: work-00: volume ${from} would become ${to} on the same disk; Talos finds a volume by its name, so it would look for an empty ` +
  `disk and leave the data of ${from} unmounted; call it ${from} again, or move the data to a new disk`;

const refused: readonly Refused[] = [
  [
    'a data disk that is renamed',
    worker(onSerial('data', 'data'), onSerial('store', 'store'), data('data'), [data('store')]),
    [serial('data', 'store', 'call it data again')],
    ['work-00'],
  ],
  [
    'a disk without a volume that is renamed',
    worker('', '', data('ceph'), [data('osd')]),
    [serial('ceph', 'osd', 'write serial: ceph for it')],
    ['work-00'],
  ],
  [
    'a disk that loses its serial number',
    worker('', '', data('ceph'), [data(null)]),
    [serial('ceph', 'none', 'write serial: ceph for it')],
    ['work-00'],
  ],
  [
    'a data disk that is renamed and keeps its serial number',
    worker(onSerial('data', 'ABC'), onSerial('store', 'ABC'), data('ABC')),
    [renamed('data', 'store')],
    ['work-00'],
  ],
  [
    'a volume that is renamed on a disk of another kind of choice',
    worker(volume('data', 'disk.transport == "nvme"'), volume('store', 'disk.transport == "nvme"'), data(null)),
    [renamed('data', 'store')],
    ['work-00'],
  ],
  [
    'a raw volume that is renamed',
    worker(onSerial('a', 'ABC', 'RawVolumeConfig'), onSerial('b', 'ABC', 'RawVolumeConfig'), data('ABC')),
    [renamed('a', 'b')],
    ['work-00'],
  ],
];

const allowed: readonly Allowed[] = [
  ['a disk that gets its first serial number', worker('', '', data(null), [data('data')])],
  [
    'a volume that goes with its disk while another one comes',
    worker(onSerial('a', 'a'), onSerial('b', 'b'), data('a'), []),
  ],
  [
    'one of two volumes on a disk that is no longer mounted',
    worker(onSerial('a', 'ABC') + onSerial('b', 'ABC'), onSerial('b', 'ABC'), data('ABC')),
  ],
  ['a volume that is no longer mounted', worker(onSerial('data', 'data'), '', data('data'))],
  ['a disk that is mounted from now on', worker('', onSerial('data', 'data'), data('data'))],
  [
    'a second volume',
    worker(onSerial('a', 'a'), onSerial('a', 'a') + onSerial('b', 'b'), data('a'), [data('a'), data('b', 'scsi2')]),
  ],
];

describeRules(refused, allowed);
