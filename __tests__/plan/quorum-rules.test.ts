import { judgePlan } from '../../src/plan/judge-plan';
import {
  absent,
  type Attributes,
  configAddress,
  create,
  destroy,
  diskValues,
  home,
  HOME,
  keep,
  type MachineStory,
  update,
  vmAddress,
} from '../support/plan';
import {
  type Allowed,
  cores,
  describeRules,
  disks,
  ENV,
  gone,
  leaving,
  madeAnew,
  type PlanDocument,
  reconfigure,
  type Refused,
  refusalsOf,
} from '../support/refusal-rows';

const os = diskValues('scsi0', 20, 1);

const SYSCTLS = '  sysctls:\n    a: "1"\n';
const TOGETHER =
  'control planes that would be away at the same time, as nothing in an apply waits for one before the next; ' +
  'apply one after the other and wait until it is ready, beginning with';
const ONE_BY_ONE = (names: string, first: string): string =>
  `machines-replaced-together: ${names}: would be replaced in one apply; replace one in each apply and wait until it is ready, ` +
  `in this order: ${names}; mark one machine at a time with update: true and keep talos.version as it is until all are done, ` +
  `or begin with -target='${first}'`;
const ALONE =
  'add other control planes and apply that first, or save etcd with talosctl etcd snapshot; nothing bootstraps a new etcd by itself';
const LEAVE = 'let one control plane go in each apply, and let it leave etcd first with talosctl reset';

/** The usual cluster with another number of control planes. */
function withControlPlanes(count: number, changes: Readonly<Record<string, Partial<MachineStory>>>): PlanDocument {
  const names = Object.keys(HOME).filter((name) => name.startsWith('ctrl'));
  const unused = Object.fromEntries(names.slice(count).map((name) => [name, { vm: absent, config: absent }]));
  return home({ ...unused, ...changes });
}

const QUORUM: readonly Refused[] = [
  [
    'S-21 F-37 several control planes that restart',
    home({ 'ctrl-00': { vm: cores }, 'ctrl-02': { vm: cores } }),
    [
      'control-planes-away-together: ctrl-00 (restarts: cores 2 -> 4), ctrl-02 (restarts: cores 2 -> 4): ' +
        `${TOGETHER} -target='${configAddress('ctrl-00')}'`,
    ],
    ['ctrl-00', 'ctrl-02'],
  ],
  [
    'S-29 F-37 several control planes that reboot for their Talos configuration',
    home({
      'ctrl-00': { config: reconfigure('controlplane', 'ctrl-00', ENV) },
      'ctrl-01': { config: reconfigure('controlplane', 'ctrl-01', ENV) },
      'ctrl-02': { config: reconfigure('controlplane', 'ctrl-02', ENV) },
    }),
    [
      'control-planes-away-together: ctrl-00 (restarts: Talos reboots for machine.env), ' +
        'ctrl-01 (restarts: Talos reboots for machine.env), ctrl-02 (restarts: Talos reboots for machine.env): ' +
        `${TOGETHER} -target='${configAddress('ctrl-00')}'`,
    ],
    ['ctrl-00', 'ctrl-01', 'ctrl-02'],
  ],
  [
    'S-29 several control planes whose Talos configuration is not known yet',
    home({
      'ctrl-00': { config: update(() => undefined, ['machine_configuration_input', 'machine_configuration']) },
      'ctrl-01': { config: update(() => undefined, ['machine_configuration_input', 'machine_configuration']) },
    }),
    [
      'control-planes-away-together: ' +
        'ctrl-00 (restarts: Talos may reboot: what its configuration will be is known only then), ' +
        'ctrl-01 (restarts: Talos may reboot: what its configuration will be is known only then): ' +
        `${TOGETHER} -target='${configAddress('ctrl-00')}'`,
    ],
    ['ctrl-00', 'ctrl-01'],
  ],
  [
    'S-21 one control plane that restarts and one that is turned off',
    home({
      'ctrl-00': { vm: cores },
      'ctrl-01': {
        vm: update((values) => {
          values.started = false;
        }),
      },
    }),
    [
      'control-planes-away-together: ctrl-00 (restarts: cores 2 -> 4), ctrl-01 (is stopped): ' +
        `${TOGETHER} -target='${configAddress('ctrl-00')}'`,
    ],
    ['ctrl-00', 'ctrl-01'],
  ],
  [
    'one control plane replaced and one that restarts',
    home({ 'ctrl-01': { ...madeAnew, configIs: leaving }, 'ctrl-00': { vm: cores } }),
    [
      'quorum-lost: ctrl-01 (is replaced), ctrl-00 (restarts: cores 2 -> 4): of 3 control planes 1 would be left, and etcd needs 2; ' +
        LEAVE,
    ],
    ['ctrl-01', 'ctrl-00'],
  ],
  [
    'several control planes removed',
    home({ 'ctrl-01': gone, 'ctrl-02': gone }),
    [
      `quorum-lost: ctrl-01 (is destroyed), ctrl-02 (is destroyed): of 3 control planes 1 would be left, and etcd needs 2; ${LEAVE}`,
    ],
    ['ctrl-01', 'ctrl-02'],
  ],
  [
    'several control planes removed that leave etcd',
    home({ 'ctrl-01': { ...gone, configIs: leaving }, 'ctrl-02': { ...gone, configIs: leaving } }),
    [
      `control-planes-away-together: ctrl-01 (is destroyed), ctrl-02 (is destroyed): ${TOGETHER} -target='${vmAddress('ctrl-01')}'`,
    ],
    ['ctrl-01', 'ctrl-02'],
  ],
  [
    'one of two control planes removed that does not leave etcd',
    withControlPlanes(2, { 'ctrl-01': gone }),
    [`quorum-lost: ctrl-01 (is destroyed): of 2 control planes 1 would be left, and etcd needs 2; ${LEAVE}`],
    ['ctrl-01'],
  ],
  [
    'the only control plane replaced',
    withControlPlanes(1, { 'ctrl-00': madeAnew }),
    [`quorum-lost: ctrl-00 (is replaced): of 1 control plane none would be left; ${ALONE}`],
    ['ctrl-00'],
  ],
  [
    'the only control plane replaced though it leaves etcd',
    withControlPlanes(1, { 'ctrl-00': { ...madeAnew, configIs: leaving } }),
    [`quorum-lost: ctrl-00 (is replaced): of 1 control plane none would be left; ${ALONE}`],
    ['ctrl-00'],
  ],
  [
    'several machines replaced, the order named',
    home({ 'work-01': madeAnew, 'ctrl-01': { ...madeAnew, configIs: leaving } }),
    [ONE_BY_ONE('ctrl-01, work-01', configAddress('ctrl-01'))],
    ['ctrl-01', 'work-01'],
  ],
  [
    'all machines replaced',
    home({
      'ctrl-00': madeAnew,
      'ctrl-01': madeAnew,
      'ctrl-02': madeAnew,
      'work-00': { ...madeAnew, dataGiB: undefined },
      'work-01': madeAnew,
    }),
    [
      'quorum-lost: ctrl-00 (is replaced), ctrl-01 (is replaced), ctrl-02 (is replaced): of 3 control planes none would be left; ' +
        LEAVE,
      ONE_BY_ONE('ctrl-00, ctrl-01, ctrl-02, work-00, work-01', configAddress('ctrl-00')),
    ],
    ['ctrl-00', 'ctrl-01', 'ctrl-02', 'work-00', 'work-01'],
  ],
];

const QUORUM_ALLOWED: readonly Allowed[] = [
  ['S-21 one control plane that restarts', home({ 'ctrl-00': { vm: cores } })],
  ['S-21 all workers that restart', home({ 'work-00': { vm: cores }, 'work-01': { vm: cores } })],
  [
    'S-21 several control planes that change without a restart',
    home({
      'ctrl-00': {
        vm: update((values) => {
          values.description = 'mine';
        }),
      },
      'ctrl-01': { vm: disks(os, diskValues('scsi1', 10, 9)) },
      'ctrl-02': { vm: disks(diskValues('scsi0', 30, 1)) },
    }),
  ],
  [
    'S-29 F-37 one control plane that reboots for its Talos configuration',
    home({ 'ctrl-00': { config: reconfigure('controlplane', 'ctrl-00', ENV) } }),
  ],
  [
    'S-29 F-37 several control planes whose Talos configuration changes without a reboot',
    home({
      'ctrl-00': { config: reconfigure('controlplane', 'ctrl-00', SYSCTLS) },
      'ctrl-01': { config: reconfigure('controlplane', 'ctrl-01', SYSCTLS) },
    }),
  ],
  [
    'S-29 several new control planes whose Talos configuration is not known yet',
    home({ 'ctrl-01': { vm: create, config: create }, 'ctrl-02': { vm: create, config: create } }),
  ],
  ['one control plane replaced', home({ 'ctrl-01': { ...madeAnew, configIs: leaving } })],
  ['one of three control planes removed that does not leave etcd', home({ 'ctrl-01': gone })],
  [
    'one of two control planes removed that leaves etcd',
    withControlPlanes(2, { 'ctrl-01': { ...gone, configIs: leaving } }),
  ],
  ['the only control plane that restarts', withControlPlanes(1, { 'ctrl-00': { vm: cores } })],
  ['several workers removed', home({ 'work-00': { ...gone, dataGiB: undefined }, 'work-01': gone })],
  [
    'a worker that comes while another one is replaced',
    home({ 'work-01': madeAnew, 'work-02': { role: 'worker', number: 23, vm: create, config: create } }),
  ],
];

describe('physical machines', () => {
  const physical = (number: number, config = keep, configIs?: (values: Attributes) => void): MachineStory => ({
    role: 'controlplane',
    number,
    vm: absent,
    config,
    configIs,
  });

  test('S-29 count as control planes, by the names in their addresses', () => {
    const reboot = (name: string) => reconfigure('controlplane', name, ENV);
    const plan = home({ 'metal-0': physical(31, reboot('metal-0')), 'ctrl-00': { vm: cores } });
    expect(refusalsOf(plan)).toEqual([
      'control-planes-away-together: ctrl-00 (restarts: cores 2 -> 4), metal-0 (restarts: Talos reboots for machine.env): ' +
        `${TOGETHER} -target='${configAddress('ctrl-00')}'`,
    ]);
  });

  test('may be let go one by one', () => {
    const one = home({ 'metal-0': physical(31, destroy, leaving) });
    expect(judgePlan(one)).toMatchObject({ allowed: true, machines: [{ name: 'metal-0', outcome: 'wiped' }] });
    expect(judgePlan(home({ 'metal-0': physical(31, destroy) }))).toMatchObject({
      allowed: true,
      machines: [{ name: 'metal-0', outcome: 'forgotten' }],
    });
  });
});

describeRules(QUORUM, QUORUM_ALLOWED);
