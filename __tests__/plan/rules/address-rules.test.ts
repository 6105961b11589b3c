import { judgePlan } from '../../../src/plan/judge-plan';
import { renderVerdict } from '../../../src/plan/verdict/render-verdict';
import {
  absent,
  type Attributes,
  create,
  destroy,
  forget,
  home,
  keep,
  type MachineStory,
  type Step,
  superseded,
  update,
} from '../../support/plan';
import {
  type Allowed,
  describeRules,
  gone,
  leaving,
  type PlanDocument,
  type Refused,
} from '../../support/refusal-rows';

const WAY = (name: string): string => `revert the change, or give ${name} an address that no machine has`;
const SWAPPED = (name: string, address: string, holder: string, kind = 'virtual'): string =>
  `address-passes: ${name}: would get the address ${address}, which ${holder} has; the configuration of ${name} would be sent ` +
  `there and reach ${holder}, so that the ${kind} machine ${holder} becomes the node ${name}; ${WAY(name)}`;
const RENAMED = (name: string, address: string, holder: string, etcd = ''): string =>
  `address-passes: ${name}: would be created with the address ${address}, which ${holder} has until it is destroyed in the same ` +
  'apply (a renamed machine is a new one); nothing waits for that, so both would have it at the same time and the configuration ' +
  `of ${name} could reach ${holder}${etcd}; remove ${holder} and apply that, then add ${name}, or give ${name} another address`;
const MEMBERS = ', and etcd would count two members with one address';

/** A machine that gets another address while it runs. */
function moved(number: number): Partial<MachineStory> {
  return {
    vm: update((values) => {
      values.initialization = [{ ip_config: [{ ipv4: [{ address: `10.0.0.${number}/24`, gateway: '10.0.0.1' }] }] }];
    }),
    config: readdressed(number),
  };
}

function readdressed(number: number): Step {
  return update((values) => {
    values.node = `10.0.0.${number}`;
  });
}

const metal = (number: number, config: Step): MachineStory => ({ role: 'worker', number, vm: absent, config });
const worker = (number: number, others: Partial<MachineStory> = {}): MachineStory => ({
  role: 'worker',
  number,
  vm: create,
  config: create,
  ...others,
});
const otherId = (values: Attributes): void => {
  values.vm_id = 899;
};

const REFUSED: readonly Refused[] = [
  [
    'S-49 b21 two workers that swap their addresses',
    home({ 'work-00': moved(22), 'work-01': moved(21) }),
    [SWAPPED('work-00', '10.0.0.22', 'work-01'), SWAPPED('work-01', '10.0.0.21', 'work-00')],
    ['work-00', 'work-01'],
  ],
  [
    'S-49 b21 a control plane and a worker that swap their addresses',
    home({ 'ctrl-02': moved(21), 'work-00': moved(13) }),
    [SWAPPED('ctrl-02', '10.0.0.21', 'work-00'), SWAPPED('work-00', '10.0.0.13', 'ctrl-02')],
    ['ctrl-02', 'work-00'],
  ],
  [
    'b22 a renamed worker',
    home({ 'work-01': gone, worker: worker(22, { vmIs: otherId }) }),
    [RENAMED('worker', '10.0.0.22', 'work-01')],
    ['worker', 'work-01'],
  ],
  [
    'b22 a renamed control plane, though the old one leaves etcd',
    home({
      'ctrl-01': { ...gone, configIs: leaving },
      control: { ...worker(12, { vmIs: otherId }), role: 'controlplane' },
    }),
    [RENAMED('control', '10.0.0.12', 'ctrl-01', MEMBERS)],
    ['control', 'ctrl-01'],
  ],
  [
    'a renamed physical machine, though the old one is reset',
    home({ 'metal-0': { ...metal(31, destroy), configIs: leaving }, 'metal-1': metal(31, create) }),
    [RENAMED('metal-1', '10.0.0.31', 'metal-0')],
    ['metal-1', 'metal-0'],
  ],
  [
    'a physical machine that is let go, and a new one with its address',
    home({ 'metal-0': metal(31, destroy), 'metal-1': metal(31, create) }),
    [
      'address-passes: metal-1: would be created with the address 10.0.0.31, which metal-0 has and keeps, as it is only forgotten ' +
        'and keeps running (a renamed machine is a new one); turn metal-0 off permanently first, or give metal-1 another address',
    ],
    ['metal-1', 'metal-0'],
  ],
  [
    'physical machines that swap their addresses',
    home({ 'metal-0': metal(31, readdressed(32)), 'metal-1': metal(32, readdressed(31)) }),
    [SWAPPED('metal-0', '10.0.0.32', 'metal-1', 'physical'), SWAPPED('metal-1', '10.0.0.31', 'metal-0', 'physical')],
    ['metal-0', 'metal-1'],
  ],
  [
    'a new machine with the address of one that stays, written in another way',
    home({
      'metal-0': metal(31, keep),
      'metal-1': { ...metal(32, create), configIs: at('2001:db8::1') },
      'metal-2': { ...metal(33, keep), configIs: at('2001:0db8:0::0001') },
    }),
    [
      'address-passes: metal-1: would be created with the address 2001:db8::1, which metal-2 has and keeps; ' +
        'give metal-1 another address',
    ],
    ['metal-1', 'metal-2'],
  ],
  [
    'a new machine with the address that another one gives up',
    home({ 'work-01': moved(29), worker: worker(22, { vmIs: otherId }) }),
    [
      'address-passes: worker: would be created with the address 10.0.0.22, which work-01 has until its own change of address has ' +
        'come through; apply the change of work-01 first, then add worker, or give worker another address',
    ],
    ['worker', 'work-01'],
  ],
  [
    'two new machines with one address',
    home({ one: worker(30), two: worker(30, { vmIs: otherId }) }),
    [
      'address-passes: two: would be created with the address 10.0.0.30, which one has and keeps; give two another address',
    ],
    ['two', 'one'],
  ],
  [
    'a physical machine whose configuration is sent elsewhere',
    home({ 'metal-0': metal(31, readdressed(41)) }),
    [
      'address-changes: metal-0: its configuration would be sent to 10.0.0.41 instead of 10.0.0.31, to whatever machine answers ' +
        'there, while the machine at 10.0.0.31 goes on as metal-0; if the same machine has got another address, accept it; if it is ' +
        'another machine, remove metal-0 and apply that, then add the other one under a name of its own',
    ],
    ['metal-0'],
  ],
  [
    'b25 a machine that is forgotten and created again in its place',
    home({ 'work-01': { vm: superseded, config: create } }),
    [
      'machine-superseded: work-01: would be forgotten and created again with the same VM id 822 and address 10.0.0.22, while the ' +
        'old machine keeps running with it, unknown to OpenTofu; remove lifecycle.destroy = false to have it replaced, or ' +
        'give the new one another VM id 822 and address 10.0.0.22',
    ],
    ['work-01'],
  ],
  [
    'b25 one that gets another id, and keeps its address',
    home({ 'work-01': { vm: { ...superseded, edit: otherId }, config: keep } }),
    [
      'machine-superseded: work-01: would be forgotten and created again with the same address 10.0.0.22, while the old machine ' +
        'keeps running with it, unknown to OpenTofu; remove lifecycle.destroy = false to have it replaced, or give the new ' +
        'one another address 10.0.0.22',
    ],
    ['work-01'],
  ],
];

function at(node: string) {
  return (values: Attributes): void => {
    values.node = node;
  };
}

const ALLOWED: readonly Allowed[] = [
  ['a machine that is replaced by itself', home({ 'work-01': { vm: replacedAt(), config: replacedAt() } })],
  ['a machine that gets a free address', home({ 'work-01': moved(29) })],
  ['a machine that comes while another one goes', home({ 'work-01': gone, worker: worker(29) })],
  [
    'a worker that is forgotten and created again elsewhere',
    home({
      'work-01': {
        vm: {
          ...superseded,
          edit: (values) => {
            otherId(values);
            values.initialization = [{ ip_config: [{ ipv4: [{ address: '10.0.0.29/24' }] }] }];
          },
        },
        config: readdressed(29),
      },
    }),
  ],
  ['machines whose addresses come by DHCP', home({ one: dynamic(30), two: dynamic(30) })],
];

function replacedAt(): Step {
  return { actions: ['delete', 'create'], reason: 'replace_by_triggers' };
}

function dynamic(number: number): MachineStory {
  return worker(number, {
    config: { ...create, unknown: ['node'] },
    vmIs: (values) => {
      values.vm_id = undefined;
      values.initialization = [{ ip_config: [{ ipv4: [{ address: 'dhcp' }] }] }];
    },
  });
}

describeRules(REFUSED, ALLOWED);

/** Names of the machines in the table of a plan. */
function rowsOf(plan: PlanDocument): readonly string[] {
  return judgePlan(plan).machines.map(({ name, outcome, machineType }) => `${name} ${machineType} ${outcome}`);
}

describe('each machine has one row', () => {
  test.each([
    ['b21 swapped', 0, ['work-00 worker restarted', 'work-01 worker restarted']],
    ['b21 swapped with a control plane', 1, ['ctrl-02 controlplane restarted', 'work-00 worker restarted']],
    ['b22 renamed', 2, ['work-01 worker destroyed', 'worker worker created']],
    ['b22 renamed control plane', 3, ['ctrl-01 controlplane destroyed', 'control controlplane created']],
  ])('%s', (_, row, rows) => {
    const [, plan] = REFUSED[row]!;
    expect(rowsOf(plan)).toEqual(rows);
  });
});

test('b25 a machine that is forgotten and created again loses no disk, and goes on', () => {
  const plan = home({ 'work-00': { vm: superseded, config: create } });
  expect(judgePlan(plan).losses).toEqual([]);
  expect(renderVerdict(judgePlan(plan))).toContain(
    'work-00  worker  forgotten and created again  the old machine keeps running with VM id 821 and address 10.0.0.21\n',
  );
});

test('a machine that a removed block lets go is said to go on', () => {
  const { allowed, notes } = judgePlan(home({ 'work-00': { vm: forget, config: forget } }));
  expect([allowed, notes]).toEqual([
    true,
    ['work-00: keeps running as it is with VM id 821 and address 10.0.0.21, but OpenTofu no longer manages it'],
  ]);
});
