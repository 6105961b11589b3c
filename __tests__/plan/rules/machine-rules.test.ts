import { judgePlan } from '../../../src/plan/judge-plan';
import {
  absent,
  configAddress,
  create,
  destroy,
  HOME,
  home,
  keep,
  replacedBy,
  superseded,
  tainted,
  triggered,
  type Attributes,
  update,
  vmAddress,
} from '../../support/plan';
import {
  type Allowed,
  cores,
  describeRules,
  gone,
  leaving,
  type Refused,
  refusalsOf,
} from '../../support/refusal-rows';

const AGAIN = (names: string, rest: string): string => `machines-recreated: ${names}: would be created again, ${rest}`;
const unseen = { vm: create, config: triggered, vanished: true };
const TAINTED = (name: string, what = ''): string =>
  `machine-tainted: ${name}: is tainted by a create that failed halfway, and would be destroyed${what} although it was configured; ` +
  `if it runs, keep it with tofu untaint '${vmAddress(name)}' and plan again`;

const foreign = (values: Attributes): void => void Object.assign(values, { name: 'dns', node_name: 'pve2', tags: [] });
const ours = (values: Attributes): void =>
  void Object.assign(values, { name: 'work-01', node_name: 'pve1', tags: ['k8s', 'stack-home'] });
const FOREIGN = (outcome: string, name = 'work-01'): string =>
  `machine-foreign: ${name}: VM 822 on host pve2 would be ${outcome}, but it is the machine "dns", without the tag that every ` +
  'machine of this stack has: Proxmox VE gave its id to two; take it out of the state with tofu state rm ' +
  `'${vmAddress('work-01')}', and plan again`;

const MACHINES: readonly Refused[] = [
  [
    'S-23 a tainted machine',
    home({ 'work-01': { vm: tainted, config: triggered } }),
    [TAINTED('work-01')],
    ['work-01'],
  ],
  [
    'S-23 a tainted machine with a data disk',
    home({ 'work-00': { vm: tainted, config: triggered } }),
    [TAINTED('work-00', ' with its data disks scsi1 (100 GiB)')],
    ['work-00'],
  ],
  [
    'S-23 a tainted machine of a stack that configures none',
    {
      ...home(
        Object.fromEntries(
          Object.keys(HOME).map((name) => [name, { config: absent, ...(name === 'work-01' && { vm: tainted }) }]),
        ),
      ),
    },
    [TAINTED('work-01')],
    ['work-01'],
  ],
  [
    'S-23 a tainted machine with a data disk that was configured, and is removed',
    home({ 'work-00': { ...gone, isTainted: true } }),
    [
      'data-disks-lost: work-00: would be destroyed because it was removed from the cluster file and lose its data disks scsi1 (100 GiB); ' +
        'save the data, or move it to other machines, first',
    ],
    ['work-00'],
  ],
  [
    'S-24 all machines made again',
    home(Object.fromEntries(Object.keys(HOME).map((name) => [name, unseen]))),
    [
      AGAIN(
        'ctrl-00, ctrl-01, ctrl-02, work-00, work-01',
        'as the state has them and Proxmox VE endpoint main shows this token none of its machines; ' +
          'if they exist, give the token VM.Audit on /vms or on their pool and plan again; if they were deleted by hand, accept it',
      ),
    ],
    Object.keys(HOME),
  ],
  [
    'S-24 one machine made again',
    home({ 'work-01': unseen }),
    [
      AGAIN(
        'work-01',
        'as the state has it and Proxmox VE endpoint main does not show it; ' +
          'if it exists, give the token VM.Audit on /vms or on their pool and plan again; if it was deleted by hand, accept it',
      ),
    ],
    ['work-01'],
  ],
  [
    'S-24 the machines of one of two endpoints made again',
    home({ 'work-00': { ...unseen, endpoint: 'south' }, 'work-01': { ...unseen, endpoint: 'south' } }),
    [
      AGAIN(
        'work-00, work-01',
        'as the state has them and Proxmox VE endpoint south shows this token none of its machines; ' +
          'if they exist, give the token VM.Audit on /vms or on their pool and plan again; if they were deleted by hand, accept it',
      ),
    ],
    ['work-00', 'work-01'],
  ],
  [
    'a protected machine removed',
    home({
      'work-01': {
        ...gone,
        vmIs: (values) => {
          values.protection = true;
        },
      },
    }),
    [
      'machine-protected: work-01: protection is on, so it would be stopped and then not removed; ' +
        'set protection to false and apply that first',
    ],
    ['work-01'],
  ],
  [
    'a control plane whose tainted configuration would wipe it',
    home({ 'ctrl-01': { config: tainted, configIs: leaving } }),
    [
      'machine-wiped: ctrl-01: its configuration would be replaced, and the reset on destroy would wipe the machine and turn it off; ' +
        `keep it with tofu untaint '${configAddress('ctrl-01')}' and plan again`,
    ],
    ['ctrl-01'],
  ],
  [
    'a control plane whose replaced configuration would wipe it',
    home({ 'ctrl-01': { config: replacedBy('node'), configIs: leaving } }),
    [
      'machine-wiped: ctrl-01: its configuration would be replaced because of node, and the reset on destroy would wipe the ' +
        'machine and turn it off; run npx cdktf-proxmox-talos apply home -- -var reset_on_destroy=false first',
    ],
    ['ctrl-01'],
  ],
  [
    'S-24 a control plane made again, which etcd still counts',
    home({ 'ctrl-01': unseen }),
    [
      AGAIN(
        'ctrl-01',
        'as the state has it and Proxmox VE endpoint main does not show it; ' +
          'if it exists, give the token VM.Audit on /vms or on their pool and plan again; if it was deleted by hand, ' +
          'remove ctrl-01 with talosctl etcd remove-member, one after the other, and accept it',
      ),
    ],
    ['ctrl-01'],
  ],
  [
    'a machine that takes the VM id of one that goes',
    home({
      'work-01': gone,
      worker: {
        role: 'worker',
        number: 30,
        vm: create,
        config: create,
        vmIs: (values) => {
          values.vm_id = 822;
        },
      },
    }),
    [
      'vm-id-in-use: worker: would be created with VM id 822, which belongs to work-01; the provider would take over the disks of work-01 ' +
        'instead of creating new ones; remove work-01 and apply that, then add worker',
    ],
    ['worker'],
  ],
  [
    'a machine that takes the VM id of one that stays',
    home({
      worker: {
        role: 'worker',
        number: 30,
        vm: create,
        config: create,
        vmIs: (values) => {
          values.vm_id = 822;
        },
      },
    }),
    [
      'vm-id-in-use: worker: would be created with VM id 822, which belongs to work-01; the provider would take over the disks of work-01 ' +
        'instead of creating new ones; give it another vmId, or leave vmId out',
    ],
    ['worker'],
  ],
  [
    'a machine that takes the VM id of one that the state does not know',
    home(
      { 'work-01': { vm: create, config: create } },
      { seen: [{ vm_id: 822, name: 'old', node_name: 'pve2', tags: ['stack-home'] }] },
    ),
    [
      'vm-id-in-use: work-01: would be created with VM id 822, which belongs to the machine old on host pve2; the provider would overwrite ' +
        'that machine, or destroy it; give it another vmId, or remove the other machine in Proxmox VE',
    ],
    ['work-01'],
  ],
  [
    'a machine of somebody else that the provider took for the one it failed to make',
    home({ 'work-01': { vm: { ...tainted, edit: ours }, config: create, vmIs: foreign } }),
    [FOREIGN('destroyed')],
    ['work-01'],
  ],
  [
    'a machine of somebody else that the provider took for its own',
    home({ 'work-01': { vm: update(ours), config: create, vmIs: foreign } }),
    [FOREIGN('overwritten')],
    ['work-01'],
  ],
  [
    'a machine of somebody else that is removed from the file',
    home({ 'work-01': { vm: destroy, config: absent, vmIs: foreign, isTainted: true } }),
    [FOREIGN('destroyed', 'dns')],
    ['dns'],
  ],
  [
    'S-24 a machine whose name and VM id a machine on another host has',
    home(
      { 'work-01': { vm: create, config: create } },
      { seen: [{ vm_id: 822, name: 'work-01', node_name: 'pve2', tags: ['stack-home'] }] },
    ),
    [
      'vm-id-in-use: work-01: would be created with VM id 822, which belongs to the machine work-01 on host pve2; the provider would overwrite ' +
        'that machine, or destroy it; give it another vmId, or remove the other machine in Proxmox VE',
    ],
    ['work-01'],
  ],
  [
    'b25 a machine that is forgotten and created again with the VM id of another one',
    home({
      'work-01': {
        vm: { ...superseded, edit: elsewhere(821) },
        config: update((values) => void (values.node = '10.0.0.99')),
      },
    }),
    [
      'vm-id-in-use: work-01: would be created with VM id 821, which belongs to work-00; the provider would take over the disks of work-00 ' +
        'instead of creating new ones; give it another vmId, or leave vmId out',
    ],
    ['work-01'],
  ],
];

/** A machine with another id, at an address that is free. */
function elsewhere(vmId: number) {
  return (values: Attributes): void => {
    values.vm_id = vmId;
    values.initialization = [{ ip_config: [{ ipv4: [{ address: '10.0.0.99/24' }] }] }];
  };
}

const MACHINES_ALLOWED: readonly Allowed[] = [
  [
    'a machine that is imported, and gets name and tag',
    home({ 'work-01': { vm: { ...update(ours), importing: 'pve2/822' }, config: create, vmIs: foreign } }),
  ],
  [
    'a machine whose tags somebody has removed',
    home({
      'work-01': {
        vm: update(ours),
        config: keep,
        vmIs: (values) => {
          values.tags = [];
        },
      },
    }),
  ],
  ['S-23 a tainted machine that was never configured', home({ 'work-00': { vm: tainted, config: create } })],
  [
    'S-23 several tainted machines that were never configured',
    home({ 'ctrl-00': { vm: tainted, config: create }, 'ctrl-01': { vm: tainted, config: create } }),
  ],
  [
    'S-23 a tainted machine with a data disk that was never configured, and is removed',
    home({ 'work-00': { vm: destroy, config: absent, isTainted: true } }),
  ],
  ['S-24 machines that were never there', home({ 'work-00': { vm: create, config: create } })],
  [
    'S-24 a machine deleted by hand that is in the plan no more',
    home({ 'work-01': { vm: absent, config: destroy, vanished: true } }),
  ],
  [
    'a protected machine that stays',
    home({
      'work-01': {
        vm: cores,
        vmIs: (values) => {
          values.protection = true;
        },
      },
    }),
  ],
  [
    'S-38 a machine that an interrupted create left behind',
    home(
      { 'work-01': { vm: create, config: create } },
      { seen: [{ vm_id: 822, name: 'work-01', node_name: 'pve1', tags: ['stack-home'] }] },
    ),
  ],
  [
    'a VM id that a machine of somebody else has at another endpoint',
    home(
      { 'work-01': { vm: create, config: create, endpoint: 'south' } },
      { seen: [{ vm_id: 822, name: 'old', node_name: 'pve2', tags: [] }] },
    ),
  ],
  [
    'a VM id that another endpoint has',
    home({
      worker: {
        role: 'worker',
        number: 30,
        vm: create,
        config: create,
        endpoint: 'south',
        vmIs: (values) => {
          values.vm_id = 822;
        },
      },
    }),
  ],
];

describe('a plan with -target', () => {
  test('is judged with the machines that it leaves alone', () => {
    const targets = [vmAddress('work-01'), configAddress('work-01')];
    expect(refusalsOf(home({ 'work-01': gone }, { targets }))).toEqual([]);
    expect(judgePlan(home({ 'work-01': gone }, { targets })).unchangedMachines).toBe(4);
  });
});

describeRules(MACHINES, MACHINES_ALLOWED);
