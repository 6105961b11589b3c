import {
  absent,
  BOOTSTRAP,
  create,
  destroy,
  end,
  forget,
  home,
  HOME,
  type MachineStory,
  type PlanStory,
  replacedBy,
  SECRETS,
  superseded,
  tainted,
  triggered,
  update,
} from '../../support/plan';
import {
  type Allowed,
  describeRules,
  madeAnew,
  type PlanDocument,
  type Refused,
  refusalsOf,
} from '../../support/refusal-rows';

const OBEY =
  'while machines use them: every certificate and token would change, and the machines would accept no client';
const TWICE = 'bootstrap-repeated: home: would be bootstrapped a second time, which waits for its timeout and fails;';

function nothingConfigured(others: Partial<PlanStory>): PlanDocument {
  return home(Object.fromEntries(Object.keys(HOME).map((name) => [name, { config: create }])), others);
}

function onlyOneConfigured(others: Partial<PlanStory>): PlanDocument {
  const [, ...rest] = Object.keys(HOME);
  return home(Object.fromEntries(rest.map((name) => [name, { config: create }])), others);
}

function everything(step: typeof end, changes: Readonly<Record<string, Partial<MachineStory>>> = {}): PlanDocument {
  const machines = Object.fromEntries(
    Object.keys(HOME).map((name) => [name, { vm: step, config: step, ...changes[name] }]),
  );
  return home(machines, { secrets: step, bootstrap: step, kubeconfig: step, image: step });
}

const DESTROYED =
  'cluster-destroyed: home: the whole cluster would be destroyed: its machines ctrl-00, ctrl-01, ctrl-02, work-00, work-01, ' +
  'with all disks and secrets; nothing of it can be brought back';

const CLUSTER: readonly Refused[] = [
  [
    'the machine secrets replaced',
    home({}, { secrets: replacedBy('talos_version') }),
    [
      `secrets-replaced: home: the machine secrets would be replaced because of talos_version ${OBEY}; ` +
        'revert the change, or have the secrets ignore it: ignore_changes = ["talos_version"]',
    ],
    ['home'],
  ],
  [
    'tainted machine secrets',
    home({}, { secrets: tainted }),
    [
      `secrets-replaced: home: the machine secrets would be replaced ${OBEY}; keep them with tofu untaint '${SECRETS}' and plan again`,
    ],
    ['home'],
  ],
  [
    'the machine secrets removed',
    home({}, { secrets: destroy }),
    [`secrets-replaced: home: the machine secrets would be destroyed ${OBEY}; revert the change`],
    ['home'],
  ],
  [
    'the machine secrets forgotten',
    home({}, { secrets: forget }),
    [`secrets-replaced: home: the machine secrets would be forgotten ${OBEY}; revert the change`],
    ['home'],
  ],
  [
    'b25 the machine secrets forgotten, and others created',
    home({}, { secrets: superseded }),
    [`secrets-replaced: home: the machine secrets would be forgotten and created again ${OBEY}; revert the change`],
    ['home'],
  ],
  [
    'the machine secrets replaced though a single machine lives by them',
    onlyOneConfigured({ secrets: replacedBy('talos_version'), bootstrap: create, kubeconfig: create }),
    [
      `secrets-replaced: home: the machine secrets would be replaced because of talos_version ${OBEY}; ` +
        'revert the change, or have the secrets ignore it: ignore_changes = ["talos_version"]',
    ],
    ['home'],
  ],
  [
    'machine secrets that the state has lost',
    home({}, { secrets: create }),
    [
      'secrets-replaced: home: new machine secrets would be created beside machines that use others, and the machines would accept ' +
        `no client; restore the state from a backup, or import the secrets with tofu import '${SECRETS}' <secrets.yaml>`,
    ],
    ['home'],
  ],
  [
    'S-30 a bootstrap made again',
    home({}, { bootstrap: replacedBy('node') }),
    [`${TWICE} revert the change and plan again`],
    ['home'],
  ],
  [
    'b25 a bootstrap forgotten, and made again',
    home({}, { bootstrap: superseded }),
    [`${TWICE} revert the change and plan again`],
    ['home'],
  ],
  [
    'S-30 a tainted bootstrap',
    home({}, { bootstrap: tainted }),
    [`${TWICE} keep it with tofu untaint '${BOOTSTRAP}' and plan again`],
    ['home'],
  ],
  [
    'S-30 a bootstrap that the state has lost',
    home({}, { bootstrap: create }),
    [`${TWICE} import it with tofu import '${BOOTSTRAP}' machine_bootstrap and plan again`],
    ['home'],
  ],
  ['the whole cluster destroyed', everything(end), [DESTROYED], ['home']],
  [
    'the whole cluster destroyed with a protected machine',
    everything(end, {
      'work-01': {
        vmIs: (values) => {
          values.protection = true;
        },
      },
    }),
    [
      DESTROYED,
      'machine-protected: work-01: protection is on, so it would be stopped and then not removed; ' +
        'set protection to false and apply that first',
    ],
    ['home', 'work-01'],
  ],
];

const CLUSTER_ALLOWED: readonly Allowed[] = [
  [
    'a contract that is raised',
    home(
      {},
      {
        secrets: update((values) => {
          values.talos_version = 'v1.14';
        }),
      },
    ),
  ],
  [
    'machine secrets replaced before a machine has them',
    nothingConfigured({ secrets: tainted, bootstrap: create, kubeconfig: create }),
  ],
  ['the first bootstrap', home({}, { bootstrap: create, kubeconfig: create })],
  [
    'S-38 a bootstrap that is imported',
    home({}, { bootstrap: { actions: ['no-op'], importing: 'machine_bootstrap' } }),
  ],
  ['a first apply', everything(create)],
  ['nothing', home({})],
];

describe('the only control plane', () => {
  test('is bootstrapped again when it is replaced on purpose', () => {
    const plan = home(
      { 'ctrl-00': madeAnew, 'ctrl-01': { vm: absent, config: absent }, 'ctrl-02': { vm: absent, config: absent } },
      { bootstrap: { ...triggered, reason: 'replace_by_request' } },
    );
    expect(refusalsOf(plan, ['ctrl-00'])).toEqual([]);
  });
});

describeRules(CLUSTER, CLUSTER_ALLOWED);
