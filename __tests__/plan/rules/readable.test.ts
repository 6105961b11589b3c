import { judgePlan } from '../../../src/plan/judge-plan';
import {
  type Attributes,
  configAddress,
  create,
  destroy,
  home,
  keep,
  machineConfiguration,
  type MachineStory,
  replacedBy,
  type Step,
  update,
  vmAddress,
} from '../../support/plan';
import { cores, describeRules, gone, type PlanDocument, type Refused } from '../../support/refusal-rows';

interface Change extends Attributes {
  address: string;
  change: Attributes;
}

/** A plan in which a worker restarts, with something else than OpenTofu 1.12 prints. */
function edited(
  edit: (plan: PlanDocument, change: Change) => void,
  story: Partial<MachineStory> = { vm: cores },
): PlanDocument {
  const plan = home({ 'work-01': story });
  const changes = plan.resource_changes as Change[];
  edit(
    plan,
    changes.find(({ address }) => address === vmAddress('work-01'))!,
  );
  return plan;
}

const CANNOT = (what: string): string =>
  `the plan cannot be judged, as ${what}; use a version of this library that knows your OpenTofu`;
const VM = vmAddress('work-01');

describe('a plan that is not as its format has it is not judged', () => {
  test.each<[string, PlanDocument, string]>([
    ['a newer format', edited((plan) => void (plan.format_version = '1.3')), 'plan of format 1.3, known is 1.0 to 1.2'],
    [
      'another format',
      edited((plan) => void (plan.format_version = '10.2')),
      'plan of format 10.2, known is 1.0 to 1.2',
    ],
    ['a part that is new', edited((plan) => void (plan.later = [])), CANNOT('it has a part called later')],
    ['errors', edited((plan) => void (plan.errored = true)), 'the plan ended in errors'],
    ['a part that is missing', edited((plan) => void (plan.complete = false)), 'the plan is not whole'],
    ['changes that are put off', edited((plan) => void (plan.deferred_changes = [{}])), 'the plan is not whole'],
    [
      'actions of providers',
      edited((plan) => void (plan.action_invocations = [{}])),
      CANNOT('it calls actions of providers'),
    ],
    [
      'changes that are no list',
      edited((plan) => void (plan.resource_changes = {})),
      CANNOT('resource_changes is no list'),
    ],
    ['a state that is no object', edited((plan) => void (plan.prior_state = [])), CANNOT('prior_state is no object')],
    ['nothing written', edited((plan) => void (plan.configuration = 'x')), CANNOT('configuration is no object')],
    [
      'no address',
      edited((_, change) => void Reflect.deleteProperty(change, 'address')),
      CANNOT('a change of a resource has no address, mode, type or name'),
    ],
    ['an unknown mode', edited((_, change) => void (change.mode = 'list')), CANNOT(`${VM} is of the mode list`)],
    ['no change', edited((_, change) => void Reflect.deleteProperty(change, 'change')), CANNOT(`${VM} has no change`)],
    [
      'no actions',
      edited((_, { change }) => void Reflect.deleteProperty(change, 'actions')),
      CANNOT(`${VM} has no list of actions`),
    ],
    [
      'an empty list of actions',
      edited((_, { change }) => void (change.actions = [])),
      CANNOT(`${VM} has the actions none`),
    ],
    [
      'an unknown action',
      edited((_, { change }) => void (change.actions = ['deprovision'])),
      CANNOT(`${VM} has the actions deprovision`),
    ],
    [
      'actions in an unknown order',
      edited((_, { change }) => void (change.actions = ['create', 'forget'])),
      CANNOT(`${VM} has the actions create, forget`),
    ],
    [
      'a name that every object has as action',
      edited((_, { change }) => void (change.actions = ['constructor'])),
      CANNOT(`${VM} has the actions constructor`),
    ],
    [
      'a change of nothing',
      edited((_, { change }) => void (change.before = null)),
      CANNOT(`${VM} is changed, and what it is now is missing`),
    ],
    [
      'values that are none',
      edited((_, { change }) => void (change.after = 7)),
      CANNOT(`${VM} has values that are no object`),
    ],
    [
      'a change of what the state does not have',
      edited((plan) => void (plan.prior_state = {})),
      CANNOT('it changes proxmox_download_file.image_ce4c9805-v1139_main_pve1_51D5DF2B, which its state does not have'),
    ],
    [
      'an output that does something unknown',
      edited((plan) => void (plan.output_changes = { a: { actions: ['rotate'] } })),
      CANNOT('an output has the actions rotate'),
    ],
    [
      'a drift that is unknown',
      edited(
        (plan, change) => void (plan.resource_drift = [{ ...change, change: { ...change.change, actions: ['lose'] } }]),
      ),
      CANNOT(`${VM} has the actions lose`),
    ],
  ])('%s', (_, plan, message) => {
    expect(() => judgePlan(plan)).toThrow(message);
  });

  test('what Terraform adds to a plan that is whole is known', () => {
    const plan = edited((whole) => Object.assign(whole, { applyable: true, complete: true, deferred_changes: [] }));
    expect(judgePlan(plan).allowed).toBe(true);
  });
});

/** The usual cluster with another resource beside it. */
function beside(type: string, provider: string, step: Step): PlanDocument {
  const plan = home({});
  const address = `${type}.mine`;
  const isNew = step.actions[0] === 'create';
  const resource = { address, mode: 'managed', type, name: 'mine', provider_name: `registry.opentofu.org/${provider}` };
  (plan.resource_changes as object[]).push({
    ...resource,
    change: {
      actions: step.actions,
      before: isNew ? null : { id: 'x' },
      after: step.actions[0] === 'delete' ? null : { id: 'x' },
    },
    ...(step.reason !== undefined && { action_reason: step.reason }),
  });
  const state = plan.prior_state as { values: { root_module: { resources: object[] } } };
  if (!isNew) state.values.root_module.resources.push({ ...resource, values: { id: 'x' } });
  return plan;
}

const UNKNOWN = (address: string, verb: string): string =>
  `not-readable: ${address}: would be ${verb}, and this version of the library does not know what that does to machines and data; ` +
  'look at the plan of OpenTofu, and accept it if nothing is lost';

const REFUSED: readonly Refused[] = [
  ...(
    [
      ['talos_machine', 'siderolabs/talos', destroy, 'destroyed'],
      ['talos_cluster', 'siderolabs/talos', update(() => undefined), 'changed'],
      ['proxmox_virtual_environment_container', 'bpg/proxmox', destroy, 'destroyed'],
      ['proxmox_virtual_environment_vm2', 'bpg/proxmox', destroy, 'destroyed'],
      ['proxmox_vm', 'bpg/proxmox', replacedBy('id'), 'replaced'],
      ['proxmox_cloned_vm', 'bpg/proxmox', { actions: ['forget'] }, 'forgotten'],
      ['proxmox_node_disk_zfs', 'bpg/proxmox', destroy, 'destroyed'],
      ['proxmox_something_new', 'bpg/proxmox', { actions: ['forget', 'create'] }, 'forgotten and created again'],
    ] as const
  ).map(([type, provider, step, verb]): Refused => [
    `${type} that is ${verb}`,
    beside(type, provider, step),
    [UNKNOWN(`${type}.mine`, verb)],
    ['home'],
  ]),
  [
    'a machine that is restarted for an unknown reason',
    edited((_, change) => void (change.action_reason = 'update_because_of_moon')),
    [
      `not-readable: ${VM}: would be changed for the reason update_because_of_moon, which this version of the library does not know; ` +
        'use one that knows your OpenTofu, or look at the plan and accept it',
    ],
    ['home'],
  ],
  [
    'a machine configuration that is none',
    home({ 'work-01': { config: update((values) => void (values.machine_configuration_input = 'machine: {')) } }),
    [
      'not-readable: work-01: its new machine configuration cannot be read, and Talos would refuse it; correct its patches',
    ],
    ['work-01'],
  ],
  [
    'the loss of a machine that may be a control plane',
    home({
      'work-01': {
        ...gone,
        vmIs: (values) => void (values.tags = ['stack-home']),
        configIs: (values) => void (values.machine_configuration_input = null),
      },
    }),
    [
      'not-readable: work-01: would be changed or lost, and nothing in the plan says whether it is a control plane; ' +
        'give it the tag control-plane or worker and apply that first',
    ],
    ['work-01'],
  ],
];

describeRules(REFUSED, [
  ['a talos_machine that is created', beside('talos_machine', 'siderolabs/talos', create)],
  ['a talos_machine that stays', beside('talos_machine', 'siderolabs/talos', keep)],
  ['a pool that goes', beside('proxmox_virtual_environment_pool', 'bpg/proxmox', destroy)],
  ['a resource of another provider that goes', beside('random_pet', 'hashicorp/random', destroy)],
  [
    'a machine whose configuration is another one that can be read',
    home({
      'work-01': {
        config: update(
          (values) => void (values.machine_configuration_input = machineConfiguration('worker', 'work-01', '  x: 1\n')),
        ),
      },
    }),
  ],
]);

test('an object that a replacement could not remove is a machine of its own', () => {
  const plan = edited((whole, change) => {
    const { change: values } = change;
    const deposed = { ...change, deposed: 'c0ffee11', change: { ...values, actions: ['delete'], after: null } };
    (whole.resource_changes as object[]).push(deposed);
    const { resources } = (whole.prior_state as { values: { root_module: { resources: Attributes[] } } }).values
      .root_module;
    const kept = resources.find(({ address }) => address === VM)!;
    resources.push({ ...kept, deposed_key: 'c0ffee11' });
  });
  expect(judgePlan(plan).machines.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
    'work-01 restarted',
    'work-01 destroyed',
  ]);
  expect(configAddress('work-01')).not.toBe(VM);
});
