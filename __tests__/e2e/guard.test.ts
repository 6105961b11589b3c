import { AppliedCluster, configuration, resourceAt, vm } from '../support/applied-cluster';
import {
  type AllowedEdit,
  bootImage,
  CONTROL_PLANES,
  describeAllowed,
  describeRefused,
  each,
  GUARDED,
  MACHINES,
  oneRefusal,
  type RefusedEdit,
} from '../support/guarded-edits';
import { describeHomelab } from '../support/homelab-run';

const POSITIONS =
  'as the provider keeps volumes by position; give a new disk the highest slot of its machine, and add and remove disks ' +
  'in separate applies';
const LOSES = 'lose its data disks scsi1 (50 GiB), scsi3 (20 GiB)';

const REFUSED: Readonly<Record<string, RefusedEdit>> = {
  'S-20 a disk between others': {
    spec: { 'nodes.work-00.disks.more': { slot: 2, sizeGiB: 10 } },
    changes: [`${vm('work-00')}: update`],
    refused: oneRefusal(
      'disk-slot-shifts',
      `work-00: disk scsi2 would get the volume of scsi3, ${POSITIONS}`,
      'work-00',
    ),
  },
  'S-20 a disk added and one removed': {
    spec: { 'nodes.work-00.disks.more': { slot: 4, sizeGiB: 10 }, 'nodes.work-00.disks.scratch': undefined },
    changes: [`${vm('work-00')}: update`],
    refused: oneRefusal(
      'disk-slot-shifts',
      `work-00: disk scsi4 would get the volume of scsi3, ${POSITIONS}`,
      'work-00',
    ),
  },
  'S-20 a disk put first by a stack that does not sort': {
    stack: (resources) => {
      const { disk } = resourceAt(resources, vm('work-01')) as { disk: object[] };
      disk.unshift({ ...disk[0], interface: 'scsi1', import_from: null });
    },
    changes: [`${vm('work-01')}: update`],
    refused: oneRefusal(
      'disk-slot-shifts',
      `work-01: disk scsi1 would get the volume of scsi0, ${POSITIONS}`,
      'work-01',
    ),
  },
  'a disk that shrinks': {
    spec: { 'nodes.work-00.disks.data.sizeGiB': 40 },
    changes: [`${vm('work-00')}: update`],
    refused: oneRefusal(
      'disk-shrinks',
      'work-00: disk scsi1 would shrink from 50 to 40 GiB, which Proxmox VE refuses halfway through the apply; ' +
        'write at least 50, or move the data to a new disk',
      'work-00',
    ),
  },
  'a boot disk that is removed': {
    stack: (resources) => {
      (resourceAt(resources, vm('work-00')).disk as object[]).shift();
    },
    changes: [`${vm('work-00')}: update`],
    refused: (address) => [
      [
        'boot-disk-removed',
        'work-00: its boot disk scsi0 would be removed, which the provider refuses halfway through the apply; ' +
          `keep it, or replace the whole machine with npx cdktf-proxmox-talos apply home -- -replace=${address(vm('work-00'))}`,
        'work-00',
      ],
    ],
  },
  'the settings of cloud-init and the EFI disk removed': {
    stack: (resources) => {
      delete resourceAt(resources, vm('work-00')).initialization;
      delete resourceAt(resources, vm('work-00')).efi_disk;
    },
    changes: [`${vm('work-00')}: update`],
    refused: (address) =>
      ['initialization', 'efi_disk'].map((block) => [
        'setting-not-removable',
        `work-00: ${block} would be removed, which never happens and restarts the machine at every apply; ` +
          `keep it, or replace the machine with npx cdktf-proxmox-talos apply home -- -replace=${address(vm('work-00'))}`,
        'work-00',
      ]),
  },
  'a machine with data disks removed': {
    spec: { 'nodes.work-00': undefined },
    changes: each(['work-00'], 'delete', vm, configuration, bootImage),
    refused: oneRefusal(
      'data-disks-lost',
      `work-00: would be destroyed because it was removed from the cluster file and ${LOSES}; ` +
        'save the data, or move it to other machines, first',
      'work-00',
    ),
  },
  'a machine with data disks updated': {
    spec: { 'talos.update': { version: 'v1.13.10' }, 'nodes.work-00.update': true },
    changes: [
      'proxmox_download_file.image_ce4c9805-v11310_main_pve2: create',
      ...each(['work-00'], 'delete, create', vm, configuration),
      `${bootImage('work-00')}: update`,
    ],
    refused: oneRefusal(
      'data-disks-lost',
      `work-00: would be replaced because its Talos version or schematic changes and ${LOSES}; ` +
        'revert the change, or save the data first',
      'work-00',
    ),
  },
  'S-23 a tainted machine that was configured': {
    state: ['taint', vm('work-00')],
    changes: each(['work-00'], 'delete, create', vm, configuration),
    refused: (address) => [
      [
        'machine-tainted',
        'work-00: is tainted by a create that failed halfway, and would be destroyed with its data disks scsi1 (50 GiB), scsi3 (20 GiB) ' +
          `although it was configured; if it runs, keep it with tofu untaint '${address(vm('work-00'))}' and plan again`,
        'work-00',
      ],
    ],
  },
  'a control plane whose configuration is tainted': {
    state: ['taint', configuration('ctrl-01')],
    changes: [`${configuration('ctrl-01')}: delete, create`],
    refused: (address) => [
      [
        'machine-wiped',
        'ctrl-01: its configuration would be replaced, and the reset on destroy would wipe the machine and turn it off; ' +
          `keep it with tofu untaint '${address(configuration('ctrl-01'))}' and plan again`,
        'ctrl-01',
      ],
    ],
  },
  'two machines replaced together': {
    spec: {
      'talos.update': { version: 'v1.13.10' },
      'nodes.ctrl-01.update': true,
      'nodes.work-01.update': true,
    },
    changes: [
      ...each(['pve1', 'pve2'], 'create', (host) => `proxmox_download_file.image_ce4c9805-v11310_main_${host}`),
      ...each(['ctrl-01', 'work-01'], 'delete, create', vm, configuration),
      ...each(['ctrl-01', 'work-01'], 'update', bootImage),
    ],
    refused: (address) => [
      [
        'machines-replaced-together',
        'ctrl-01, work-01: would be replaced in one apply; replace one in each apply and wait until it is ready, ' +
          'in this order: ctrl-01, work-01; mark one machine at a time with update: true and keep talos.version as it is until all are done, ' +
          `or begin with npx cdktf-proxmox-talos apply home -- -target=${address(configuration('ctrl-01'))}`,
        'ctrl-01',
        'work-01',
      ],
    ],
  },
  'S-21 a base version raised before the machines were updated': {
    spec: { 'talos.version': 'v1.13.10' },
    changes: [
      ...each(['pve1', 'pve2'], 'create', (host) => `proxmox_download_file.image_ce4c9805-v11310_main_${host}`),
      ...each(['pve1', 'pve2'], 'delete', (host) => `proxmox_download_file.image_ce4c9805-v1139_main_${host}`),
      ...each(MACHINES, 'delete, create', vm, configuration),
      ...each(MACHINES, 'update', bootImage),
    ],
    refused: (address) => [
      [
        'quorum-lost',
        'ctrl-00 (is replaced), ctrl-01 (is replaced), ctrl-02 (is replaced): of 3 control planes none would be left; ' +
          `let one control plane go in each apply, beginning with npx cdktf-proxmox-talos apply home -- -target=${address(configuration('ctrl-00'))}`,
        ...CONTROL_PLANES,
      ],
      [
        'machines-replaced-together',
        `${MACHINES.join(', ')}: would be replaced in one apply; replace one in each apply and wait until it is ready, ` +
          `in this order: ${MACHINES.join(', ')}; mark one machine at a time with update: true and keep talos.version as it is until all are done, ` +
          `or begin with npx cdktf-proxmox-talos apply home -- -target=${address(configuration('ctrl-00'))}`,
        ...MACHINES,
      ],
      [
        'data-disks-lost',
        `work-00: would be replaced because its Talos version or schematic changes and ${LOSES}; ` +
          'revert the change, or save the data first',
        'work-00',
      ],
    ],
  },
  'a new machine with the VM id of one that goes': {
    spec: {
      'nodes.work-01': undefined,
      'nodes.work-02': { machineType: 'worker', host: 'pve1', address: '10.0.0.23', vmId: 211 },
    },
    changes: [
      ...each(['work-01'], 'delete', vm, configuration, bootImage),
      ...each(['work-02'], 'create', vm, configuration, bootImage),
    ],
    refused: oneRefusal(
      'vm-id-in-use',
      'work-02: would be created with VM id 211, which belongs to work-01; the provider would take over the disks of work-01 ' +
        'instead of creating new ones; remove work-01 and apply that, then add work-02',
      'work-02',
    ),
  },
  'a new machine with the VM id of one that stays, by a stack that does not look': {
    spec: { 'nodes.work-02': { machineType: 'worker', host: 'pve1', address: '10.0.0.23', vmId: 212 } },
    stack: (resources) => {
      resourceAt(resources, vm('work-02')).vm_id = 211;
    },
    changes: each(['work-02'], 'create', vm, configuration, bootImage),
    refused: oneRefusal(
      'vm-id-in-use',
      'work-02: would be created with VM id 211, which belongs to work-01; the provider would take over the disks of work-01 ' +
        'instead of creating new ones; give it another vmId, or leave vmId out',
      'work-02',
    ),
  },
};

const ALLOWED: Readonly<Record<string, AllowedEdit>> = {
  nothing: { changes: [], outcomes: [] },
  'S-20 a disk at the end': {
    spec: { 'nodes.work-00.disks.more': { slot: 4, sizeGiB: 10 } },
    changes: [`${vm('work-00')}: update`],
    outcomes: ['work-00: changed, scsi4 added'],
  },
  'S-20 a disk removed': {
    spec: { 'nodes.work-00.disks.data': undefined },
    changes: [`${vm('work-00')}: update`],
    outcomes: ['work-00: changed, scsi1 detached'],
  },
  'disks that grow': {
    spec: { 'nodes.work-00.disks.data.sizeGiB': 60, 'nodes.ctrl-00.diskGiB': 20 },
    changes: each(['ctrl-00', 'work-00'], 'update', vm),
    outcomes: ['ctrl-00: changed, scsi0 grown', 'work-00: changed, scsi1 grown'],
  },
  'a control plane that is replaced': {
    spec: { 'talos.update': { version: 'v1.13.10' }, 'nodes.ctrl-01.update': true },
    changes: [
      'proxmox_download_file.image_ce4c9805-v11310_main_pve2: create',
      ...each(['ctrl-01'], 'delete, create', vm, configuration),
      `${bootImage('ctrl-01')}: update`,
    ],
    outcomes: ['ctrl-01: replaced, scsi0 lost'],
  },
};

describeHomelab('disks and machines, planned with the real Proxmox provider', (homelabs) => {
  const home = new AppliedCluster(homelabs, GUARDED);

  describeRefused(home, REFUSED);
  describeAllowed(home, ALLOWED);
});
