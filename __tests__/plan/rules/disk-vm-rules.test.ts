import { judgePlan } from '../../../src/plan';
import {
  type Attributes,
  create,
  destroy,
  diskValues,
  end,
  forget,
  home,
  keep,
  type MachineStory,
  replacedBy,
  type Step,
  update,
  vmAddress,
} from '../../support/plan';
import { type Allowed, describeRules, type Refused } from '../../support/refusal-rows';

const KEPT = { ...diskValues('scsi1', 50, 2), path_in_datastore: 'vm-900-disk-0' };

/** The virtual machine that keeps a disk of `work-01`. */
const keeper = (vm: Step, others: Partial<MachineStory> = {}): MachineStory => ({
  role: 'worker',
  number: 99,
  vm,
  vmIs: (values) => {
    Object.assign(values, { tags: ['disk-vm', 'stack-home'], started: false, initialization: [], agent: [] });
    values.disk = [{ ...diskValues('scsi0', 50, 2), path_in_datastore: 'vm-900-disk-0' }];
  },
  ...others,
});

/** The usual cluster, in which `work-01` has a disk that another machine keeps. */
const kept = (vm: Step, work: Partial<MachineStory> = {}, others: Partial<MachineStory> = {}) =>
  home({
    'work-01': {
      vmIs: (values: Attributes) => {
        values.disk = [diskValues('scsi0', 20, 1), KEPT];
      },
      ...work,
    },
    'work-01-data': keeper(vm, others),
  });

const refused: readonly Refused[] = [
  [
    'a keeper that is destroyed',
    kept(destroy),
    [
      'data-disks-lost: work-01-data: would be destroyed because it was removed from the cluster file with the disk of 50 GiB that it ' +
        'keeps; revert the change, or save the data first',
    ],
    ['work-01-data'],
  ],
  [
    'a keeper that is replaced',
    kept(replacedBy('vm_id')),
    [
      'data-disks-lost: work-01-data: would be replaced because of vm_id with the disk of 50 GiB that it keeps; revert the change, or ' +
        'save the data first',
    ],
    ['work-01-data'],
  ],
  [
    'a keeper that is forgotten',
    kept(forget),
    [
      'data-disks-lost: work-01-data: would be forgotten by this plan, so that nothing knows its disk of 50 GiB any more; revert the ' +
        'change, or save the data first',
    ],
    ['work-01-data'],
  ],
  [
    'a keeper that the token does not see',
    kept(create, {}, { vanished: true }),
    [
      'disk-vm-recreated: work-01-data: keeps a disk and is in the state, the token does not see it, and the plan would create it again ' +
        'with an empty one; give the token VM.Audit on it, or accept it if it was deleted by hand',
    ],
    ['work-01-data'],
  ],
  [
    'a machine that moves to another host without its disk',
    kept(keep, {
      vm: update((values) => {
        values.node_name = 'pve9';
      }),
    }),
    [
      'disk-volume-stays: work-01: would move to another host, and its disks scsi1 are volumes of other virtual machines, which Proxmox ' +
        'VE does not move with it; write the old host back, or move the volumes by hand while all is off and accept it then',
    ],
    ['work-01'],
  ],
  [
    'a disk that moves to another datastore',
    kept(keep, {
      vm: update((values) => {
        values.disk = [diskValues('scsi0', 20, 1), { ...KEPT, datastore_id: 'tank' }];
      }),
    }),
    [
      'disk-volume-stays: work-01: would move to another datastore, and its disks scsi1 are volumes of other virtual machines, which ' +
        'Proxmox VE does not move with it; write the old datastore back, or move the volumes by hand while all is off and accept it then',
    ],
    ['work-01'],
  ],
];

const resized = (sizeGiB: number) =>
  kept(keep, {
    vm: update((values) => {
      values.disk = [diskValues('scsi0', 20, 1), { ...KEPT, size: sizeGiB }];
    }),
  });

const notResized = (sizeGiB: number) =>
  `disk-volume-stays: work-01: disk scsi1 would be resized from 50 to ${sizeGiB} GiB, and the provider resizes no volume of another ` +
  'virtual machine; of an existingVolume write the size that it has, 50; if a disk before it was removed, the sizes are mixed up by ' +
  'their position, so replace the machine in the same apply: npx cdktf-proxmox-talos apply home -- ' +
  `-replace=${vmAddress('work-01')}`;

const sizes: readonly Refused[] = [
  ['a volume of another machine that would grow', resized(80), [notResized(80)], ['work-01']],
  ['a volume of another machine that would shrink', resized(20), [notResized(20)], ['work-01']],
  [
    'a keeper whose disk shrinks',
    kept(
      update((values) => {
        values.disk = [{ ...diskValues('scsi0', 40, 2), path_in_datastore: 'vm-900-disk-0' }];
      }),
    ),
    [
      'disk-shrinks: work-01-data: disk scsi0 would shrink from 50 to 40 GiB, which Proxmox VE refuses halfway through the apply; write ' +
        'at least 50, or move the data to a new disk',
    ],
    ['work-01-data'],
  ],
];

const allowed: readonly Allowed[] = [
  ['a keeper that stays', kept(keep)],
  ['a keeper that is created', kept(create)],
  [
    'G-5 a machine that is replaced and finds its disk again',
    kept(keep, { vm: replacedBy('vm_id'), config: replacedBy('node') }),
  ],
  [
    'a keeper whose disk grows',
    kept(
      update((values) => {
        values.disk = [{ ...diskValues('scsi0', 80, 2), path_in_datastore: 'vm-900-disk-0' }];
      }),
    ),
  ],
];

describeRules([...refused, ...sizes], allowed);

test('a keeper is no machine of the cluster, and its changes are counted', () => {
  const verdict = judgePlan(kept(create));
  expect(verdict.machines.map(({ name }) => name)).not.toContain('work-01-data');
  expect(verdict.others).toContainEqual(
    expect.objectContaining({ type: 'proxmox_virtual_environment_vm', created: 1, destroyed: 0 }),
  );
});

test('a protected keeper stays, also where the whole cluster goes', () => {
  const isProtected = (values: Attributes) => {
    keeper(keep).vmIs!(values);
    values.protection = true;
  };
  const gone = judgePlan(kept(destroy, {}, { vmIs: isProtected }));
  expect(gone.refusals.map(({ kind }) => kind)).toContain('machine-protected');
  const ended = { vm: end, config: end };
  const plan = home(
    {
      ...Object.fromEntries(['ctrl-00', 'ctrl-01', 'ctrl-02', 'work-00', 'work-01'].map((name) => [name, ended])),
      'work-01-data': keeper(end, { vmIs: isProtected }),
    },
    { secrets: end, bootstrap: end, kubeconfig: end, image: end },
  );
  expect(judgePlan(plan).refusals.map(({ kind, accept }) => [kind, ...accept])).toContainEqual([
    'machine-protected',
    'work-01-data',
  ]);
});

test('somebody else’s machine that became a keeper by its id is left alone', () => {
  const foreign = (values: Attributes) => {
    values.tags = ['other'];
  };
  const plan = kept(
    update((values) => {
      values.tags = ['disk-vm', 'stack-home'];
    }),
    {},
    { vmIs: foreign },
  );
  expect(judgePlan(plan).refusals.map(({ kind }) => kind)).toContain('machine-foreign');
});
