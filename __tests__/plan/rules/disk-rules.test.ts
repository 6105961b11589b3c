import { diskValues, home, replacedBy, triggered, update, vmAddress } from '../../support/plan';
import { type Allowed, describeRules, disks, gone, madeAnew, type Refused } from '../../support/refusal-rows';

const [os, data] = [diskValues('scsi0', 20, 1), diskValues('scsi1', 100, 2)];

const SHIFT =
  'as the provider keeps volumes by position; give a new disk the highest slot of its machine, and add and remove disks in separate applies';

const DISKS: readonly Refused[] = [
  [
    'S-20 a disk put before another one',
    home({ 'work-00': { vm: disks(os, diskValues('scsi2', 50, 9), data) } }),
    [`disk-slot-shifts: work-00: disk scsi2 would get the volume of scsi1, ${SHIFT}`],
    ['work-00'],
  ],
  [
    'S-20 a disk put before the boot disk',
    home({ 'work-00': { vm: disks(diskValues('scsi2', 50, 9), os, data) } }),
    [`disk-slot-shifts: work-00: disk scsi2 would get the volume of scsi0, ${SHIFT}`],
    ['work-00'],
  ],
  [
    'S-20 a disk removed and another one added in one apply',
    home({
      'work-00': {
        vmIs: (values) => {
          values.disk = [os, data, diskValues('scsi2', 30, 3)];
        },
        vm: disks(os, diskValues('scsi2', 30, 3), diskValues('scsi3', 40, 9)),
      },
    }),
    [`disk-slot-shifts: work-00: disk scsi3 would get the volume of scsi2, ${SHIFT}`],
    ['work-00'],
  ],
  [
    'S-20 a disk moved to another slot',
    home({ 'work-00': { vm: disks(os, diskValues('scsi7', 100, 2)) } }),
    [`disk-slot-shifts: work-00: disk scsi7 would get the volume of scsi1, ${SHIFT}`],
    ['work-00'],
  ],
  [
    'a disk that shrinks',
    home({ 'work-00': { vm: disks(os, diskValues('scsi1', 50, 2)) } }),
    [
      'disk-shrinks: work-00: disk scsi1 would shrink from 100 to 50 GiB, which Proxmox VE refuses halfway through the apply; ' +
        'write at least 100, or move the data to a new disk',
    ],
    ['work-00'],
  ],
  [
    'the boot disk removed',
    home({ 'work-00': { vm: disks(data) } }),
    [
      'boot-disk-removed: work-00: its boot disk scsi0 would be removed, which the provider refuses halfway through the apply; ' +
        `keep it, or replace the whole machine with npx cdktf-proxmox-talos apply home -- -replace=${vmAddress('work-00')}`,
    ],
    ['work-00'],
  ],
  ...['initialization', 'efi_disk'].map((block): Refused => [
    `${block} removed`,
    home({
      'work-01': {
        vm: update((values) => {
          values[block] = [];
        }),
      },
    }),
    [
      `setting-not-removable: work-01: ${block} would be removed, which never happens and restarts the machine at every apply; ` +
        `keep it, or replace the machine with npx cdktf-proxmox-talos apply home -- -replace=${vmAddress('work-01')}`,
    ],
    ['work-01'],
  ]),
  [
    'a machine with a data disk replaced by a setting',
    home({ 'work-00': { vm: replacedBy('vm_id'), config: triggered } }),
    [
      'data-disks-lost: work-00: would be replaced because of vm_id and lose its data disks scsi1 (100 GiB); ' +
        'revert the change, or save the data first',
    ],
    ['work-00'],
  ],
  [
    'a machine with a data disk replaced by its image',
    home({ 'work-00': madeAnew }),
    [
      'data-disks-lost: work-00: would be replaced because its Talos version or schematic changes and lose its data disks ' +
        'scsi1 (100 GiB); revert the change, or save the data first',
    ],
    ['work-00'],
  ],
  [
    'a machine with a data disk moved to a host without migration',
    home({ 'work-00': { vm: replacedBy('node_name'), config: triggered } }),
    [
      'data-disks-lost: work-00: would be replaced because of node_name and lose its data disks scsi1 (100 GiB); ' +
        'revert the change, or save the data first',
    ],
    ['work-00'],
  ],
  [
    'a machine with a data disk removed',
    home({ 'work-00': gone }),
    [
      'data-disks-lost: work-00: would be destroyed because it was removed from the cluster file and lose its data disks ' +
        'scsi1 (100 GiB); save the data, or move it to other machines, first',
    ],
    ['work-00'],
  ],
];

const DISKS_ALLOWED: readonly Allowed[] = [
  ['S-20 a disk put after the others', home({ 'work-00': { vm: disks(os, data, diskValues('scsi2', 50, 9)) } })],
  ['S-20 a disk removed', home({ 'work-00': { vm: disks(os) } })],
  [
    'S-20 a disk removed from the middle',
    home({
      'work-00': {
        vmIs: (values) => {
          values.disk = [os, data, diskValues('scsi2', 30, 3)];
        },
        vm: disks(os, diskValues('scsi2', 30, 3)),
      },
    }),
  ],
  ['S-20 the same disks in another order', home({ 'work-00': { vm: disks(data, os) } })],
  ['a disk that grows', home({ 'work-00': { vm: disks(os, diskValues('scsi1', 200, 2)) } })],
  ['a machine without a data disk removed', home({ 'work-01': gone })],
  ['a machine without a data disk replaced', home({ 'work-01': madeAnew })],
];

describeRules(DISKS, DISKS_ALLOWED);
