import { judgePlan } from '../../../src/plan/judge-plan';
import {
  absent,
  type Attributes,
  configAddress,
  create,
  destroy,
  diskValues,
  forget,
  home,
  HOME,
  keep,
  machineConfiguration,
  type MachineStory,
  tainted,
  triggered,
  update,
  vmAddress,
} from '../../support/plan';
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
} from '../../support/refusal-rows';

const os = diskValues('scsi0', 20, 1);

const SYSCTLS = '  sysctls:\n    a: "1"\n';
const TOGETHER =
  'control planes that would be away at the same time, as nothing in an apply waits for one before the next; ' +
  'apply one after the other and wait until it is ready, beginning with';
const ONE_BY_ONE = (names: string, first: string): string =>
  `machines-replaced-together: ${names}: would be replaced in one apply; replace one in each apply and wait until it is ready, ` +
  `in this order: ${names}; mark one machine at a time with update: true and keep talos.version as it is until all are done, ` +
  `or begin with npx cdktf-proxmox-talos apply home -- -target=${first}`;
const ALONE =
  'add other control planes and apply that first, or save etcd with talosctl etcd snapshot; nothing bootstraps a new etcd by itself';
const LEAVE = (target: string): string =>
  'let one control plane go in each apply, and let it leave etcd first with talosctl reset; ' +
  `begin with npx cdktf-proxmox-talos apply home -- -target=${target}, and accept it once it has left`;
const STAYS = (outcome: string, way: string): string =>
  `member-stays: ${outcome}: does not leave etcd before it goes, so etcd keeps counting a member that never answers or that no ` +
  `plan shows, and the next one that fails may take the majority with it; ${way}`;
const FIRST = (address: string): string => `let it leave first with talosctl -n ${address} reset, then accept it`;
const BACK = 'revert the change, or remove the member with talosctl etcd remove-member first, then accept it';

const stop = update((values) => {
  values.started = false;
});

/** A reset that wipes at once. */
function wiping(values: Attributes): void {
  values.on_destroy = { graceful: false, reboot: false, reset: true };
}

function turnedOff(values: Attributes): void {
  values.started = false;
}

/** A plan that reads a configuration of this type during the apply. */
function withPending(name: string, machineType: string, plan: PlanDocument): PlanDocument {
  const { resource_changes: changes, configuration } = plan as {
    resource_changes: object[];
    configuration: { root_module: { resources: { address: string; expressions?: Attributes }[] } };
  };
  const address = `data.talos_machine_configuration.cluster_nodes_${name}_configuration_6FCAA93C`;
  changes.push({
    address,
    mode: 'data',
    type: 'talos_machine_configuration',
    name: 'x',
    change: { actions: ['read'], before: null, after: { machine_type: machineType }, after_unknown: {} },
  });
  const written = configuration.root_module.resources.find((resource) => resource.address === configAddress(name))!;
  written.expressions = {
    ...written.expressions,
    machine_configuration_input: { references: [`${address}.machine_configuration`, address] },
  };
  return plan;
}

/** The usual cluster with another number of control planes. */
function withControlPlanes(count: number, changes: Readonly<Record<string, Partial<MachineStory>>>): PlanDocument {
  const names = Object.keys(HOME).filter((name) => name.startsWith('ctrl'));
  const unused = Object.fromEntries(names.slice(count).map((name) => [name, { vm: absent, config: absent }]));
  return home({ ...unused, ...changes });
}

const QUORUM: readonly Refused[] = [
  [
    'S-21 S-44 C-3 F-37 several control planes that restart',
    home({ 'ctrl-00': { vm: cores }, 'ctrl-02': { vm: cores } }),
    [
      'control-planes-away-together: ctrl-00 (restarts: cores 2 -> 4), ctrl-02 (restarts: cores 2 -> 4): ' +
        `${TOGETHER} npx cdktf-proxmox-talos apply home -- -target=${configAddress('ctrl-00')}`,
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
        `${TOGETHER} npx cdktf-proxmox-talos apply home -- -target=${configAddress('ctrl-00')}`,
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
        `${TOGETHER} npx cdktf-proxmox-talos apply home -- -target=${configAddress('ctrl-00')}`,
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
        `${TOGETHER} npx cdktf-proxmox-talos apply home -- -target=${configAddress('ctrl-00')}`,
    ],
    ['ctrl-00', 'ctrl-01'],
  ],
  [
    'one control plane replaced and one that restarts',
    home({ 'ctrl-01': { ...madeAnew, configIs: leaving }, 'ctrl-00': { vm: cores } }),
    [
      'quorum-lost: ctrl-01 (is replaced), ctrl-00 (restarts: cores 2 -> 4): of 3 control planes 1 would be left, and etcd needs 2; ' +
        `let one control plane go in each apply, beginning with npx cdktf-proxmox-talos apply home -- -target=${configAddress('ctrl-01')}`,
    ],
    ['ctrl-01', 'ctrl-00'],
  ],
  [
    'S-50 several control planes removed',
    home({ 'ctrl-01': gone, 'ctrl-02': gone }),
    [
      `quorum-lost: ctrl-01 (is destroyed), ctrl-02 (is destroyed): of 3 control planes 1 would be left, and etcd needs 2; ${LEAVE(vmAddress('ctrl-01'))}`,
    ],
    ['ctrl-01', 'ctrl-02'],
  ],
  [
    'several control planes removed that leave etcd',
    home({ 'ctrl-01': { ...gone, configIs: leaving }, 'ctrl-02': { ...gone, configIs: leaving } }),
    [
      `control-planes-away-together: ctrl-01 (is destroyed), ctrl-02 (is destroyed): ${TOGETHER} npx cdktf-proxmox-talos apply home -- -target=${vmAddress('ctrl-01')}`,
    ],
    ['ctrl-01', 'ctrl-02'],
  ],
  [
    'one of two control planes removed that does not leave etcd',
    withControlPlanes(2, { 'ctrl-01': gone }),
    [
      `quorum-lost: ctrl-01 (is destroyed): of 2 control planes 1 would be left, and etcd needs 2; ${LEAVE(vmAddress('ctrl-01'))}`,
    ],
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
        LEAVE(configAddress('ctrl-00')),
      ONE_BY_ONE('ctrl-00, ctrl-01, ctrl-02, work-00, work-01', configAddress('ctrl-00')),
    ],
    ['ctrl-00', 'ctrl-01', 'ctrl-02', 'work-00', 'work-01'],
  ],
];

/** Each way in which a member of etcd can go without leaving it. */
const STAYING: readonly Refused[] = [
  [
    'S-50 one of three control planes removed',
    home({ 'ctrl-01': gone }),
    [STAYS('ctrl-01 (is destroyed)', FIRST('10.0.0.12'))],
    ['ctrl-01'],
  ],
  [
    'one of three control planes replaced',
    home({ 'ctrl-01': madeAnew }),
    [STAYS('ctrl-01 (is replaced)', FIRST('10.0.0.12'))],
    ['ctrl-01'],
  ],
  [
    'a control plane that leaves etcd only as a configuration which stays',
    home({ 'ctrl-01': { vm: triggered, config: keep, configIs: leaving } }),
    [STAYS('ctrl-01 (is replaced)', FIRST('10.0.0.12'))],
    ['ctrl-01'],
  ],
  [
    'a control plane replaced as tainted, whose reset is not graceful',
    home({ 'ctrl-01': { vm: tainted, config: triggered, configIs: wiping } }),
    [
      STAYS('ctrl-01 (is replaced)', FIRST('10.0.0.12')),
      'machine-tainted: ctrl-01: is tainted by a create that failed halfway, and would be destroyed although it was configured; ' +
        `if it runs, keep it with tofu untaint '${vmAddress('ctrl-01')}' and plan again`,
    ],
    ['ctrl-01'],
  ],
  [
    'a control plane wiped without a word',
    home({ 'ctrl-01': { config: destroy, configIs: wiping } }),
    [STAYS('ctrl-01 (is wiped)', FIRST('10.0.0.12'))],
    ['ctrl-01'],
  ],
  [
    'S-50 a control plane forgotten with its configuration',
    home({ 'ctrl-01': { vm: forget, config: forget } }),
    [STAYS('ctrl-01 (is forgotten)', FIRST('10.0.0.12'))],
    ['ctrl-01'],
  ],
  [
    'a virtual machine destroyed and its configuration only forgotten',
    home({ 'ctrl-01': { vm: destroy, config: forget, configIs: leaving } }),
    [STAYS('ctrl-01 (is destroyed)', FIRST('10.0.0.12'))],
    ['ctrl-01'],
  ],
  [
    'a control plane that is turned off, and cannot leave',
    home({ 'ctrl-01': { ...gone, configIs: leaving, vmIs: turnedOff } }),
    [STAYS('ctrl-01 (is destroyed)', BACK)],
    ['ctrl-01'],
  ],
  [
    'S-50 a control plane that becomes a worker',
    home({
      'ctrl-01': {
        config: update((values) => {
          values.machine_configuration_input = machineConfiguration('worker', 'ctrl-01');
        }),
      },
    }),
    [STAYS('ctrl-01 (becomes a worker)', BACK)],
    ['ctrl-01'],
  ],
  [
    'a control plane that becomes a worker by a configuration that is not known yet',
    withPending(
      'ctrl-01',
      'worker',
      home({ 'ctrl-01': { config: update(() => undefined, ['machine_configuration_input']) } }),
    ),
    [STAYS('ctrl-01 (becomes a worker)', BACK)],
    ['ctrl-01'],
  ],
  [
    'a control plane deleted by hand whose configuration goes too',
    home({ 'ctrl-01': { vm: absent, config: destroy, vanished: true } }),
    [STAYS('ctrl-01 (is forgotten)', FIRST('10.0.0.12'))],
    ['ctrl-01'],
  ],
  [
    'the only control plane stopped',
    withControlPlanes(1, { 'ctrl-00': { vm: stop } }),
    [
      'control-planes-stopped: ctrl-00 (is stopped): of 1 control plane none would answer, so Kubernetes would be down until ' +
        'they are started again; leave them running, or accept it',
    ],
    ['ctrl-00'],
  ],
  [
    'a second one of three control planes stopped',
    home({ 'ctrl-00': { vmIs: turnedOff }, 'ctrl-01': { vm: stop } }),
    [
      'control-planes-stopped: ctrl-01 (is stopped): of 3 control planes 1 would answer, and etcd needs 2, so Kubernetes would ' +
        'be down until they are started again; leave them running, or accept it',
    ],
    ['ctrl-01'],
  ],
  [
    'a control plane that restarts beside one that is turned off',
    home({ 'ctrl-00': { vmIs: turnedOff }, 'ctrl-01': { vm: cores } }),
    [
      'control-planes-away-together: ctrl-01 (restarts: cores 2 -> 4): control planes that would be away at the same time, ' +
        'with ctrl-00 turned off, as nothing in an apply waits for one before the next; turn ctrl-00 on and wait until it is ready',
    ],
    ['ctrl-01'],
  ],
  [
    'a control plane that leaves beside one that is turned off',
    home({ 'ctrl-00': { vmIs: turnedOff }, 'ctrl-01': { ...gone, configIs: leaving } }),
    [
      'quorum-lost: ctrl-01 (is destroyed): of 3 control planes (ctrl-00 turned off) 1 would be left, and etcd needs 2; ' +
        'turn ctrl-00 on and wait until it is ready',
    ],
    ['ctrl-01'],
  ],
];

const QUORUM_ALLOWED: readonly Allowed[] = [
  ['S-21 one control plane that restarts', home({ 'ctrl-00': { vm: cores } })],
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
        `${TOGETHER} npx cdktf-proxmox-talos apply home -- -target=${configAddress('ctrl-00')}`,
    ]);
  });

  test('may be let go one by one', () => {
    const one = home({ 'metal-0': physical(31, destroy, leaving) });
    expect(judgePlan(one)).toMatchObject({ allowed: true, machines: [{ name: 'metal-0', outcome: 'wiped' }] });
    const unasked = home({ 'metal-0': physical(31, destroy) });
    expect(refusalsOf(unasked)).toEqual([STAYS('metal-0 (is forgotten)', FIRST('10.0.0.31'))]);
    expect(judgePlan(unasked, { accept: ['metal-0'] })).toMatchObject({
      allowed: true,
      machines: [{ name: 'metal-0', outcome: 'forgotten' }],
    });
  });
});

describeRules([...QUORUM, ...STAYING], QUORUM_ALLOWED);
