import { judgePlan } from '../../../src/plan/judge-plan';
import { machineConfiguration } from '../../support/plan';
import { addressOf, applyAt, type Instance, type Module, stackPlan, vmAt } from '../../support/stack-plan';

const VM = 'proxmox_virtual_environment_vm';
const SECRETS = 'talos_machine_secrets';

/** Rows of the verdict, and what is refused. */
function verdictLines(instances: readonly Instance[], root: Module) {
  const { machines, unchangedMachines, refusals } = judgePlan(stackPlan(instances, root));
  return [
    ...machines.map(({ name, outcome }) => `${name} ${outcome}`),
    `${unchangedMachines} unchanged`,
    ...refusals.map(({ kind, accept }) => `${kind}: ${accept.join()}`),
  ];
}

const here = (
  type: Instance['type'],
  at: string,
  before: Instance['before'],
  others: Partial<Instance> = {},
): Instance => ({
  type,
  at,
  before,
  ...others,
});
const removed: Partial<Instance> = { actions: ['delete'] };
const restarted = (values: Instance['before']): Partial<Instance> => ({
  actions: ['update'],
  after: { ...values, bios: 'ovmf' },
});

describe('a configuration belongs to the machine that it is written to depend on', () => {
  const machines = [here('vm', 'a', vmAt('a', 1)), here('vm', 'b', vmAt('b', 2), restarted(vmAt('b', 2)))];
  const applies = [here('apply', 'a', applyAt(1)), here('apply', 'b', applyAt(2))];
  const blocks = (dependsOn: (name: string) => Partial<Module['blocks'][number]>): Module => ({
    blocks: [
      { type: 'vm', name: 'a' },
      { type: 'vm', name: 'b' },
      { type: 'apply', name: 'a', ...dependsOn('a') },
      { type: 'apply', name: 'b', ...dependsOn('b') },
      { type: 'gate', name: 'a', dependsOn: [`${VM}.a`] },
      { type: 'gate', name: 'b', dependsOn: [`${VM}.b`] },
    ],
  });

  test.each<[string, (name: string) => Partial<Module['blocks'][number]>]>([
    ['by depends_on', (name) => ({ dependsOn: [`${VM}.${name}`] })],
    ['by its address', (name) => ({ refers: { node: [`${VM}.${name}.ipv4_addresses`, `${VM}.${name}`] } })],
    ['over something that waits', (name) => ({ dependsOn: [`terraform_data.${name}`] })],
    [
      'by its address, though it waits for all',
      (name) => ({ refers: { node: [`${VM}.${name}.id`, `${VM}.${name}`] }, dependsOn: [`${VM}.a`, `${VM}.b`] }),
    ],
    [
      'nearest, though its configuration refers to another one',
      (name) => ({
        dependsOn: [`${VM}.${name}`],
        refers: { machine_configuration_input: [`${VM}.a.ipv4_addresses`, `${VM}.a`] },
      }),
    ],
  ])('%s', (_, dependsOn) => {
    expect(verdictLines([...machines, ...applies], blocks(dependsOn))).toEqual(['b restarted', '1 unchanged']);
  });

  test('and not to one that has its address', () => {
    const crossed = (name: string) => ({ dependsOn: [`${VM}.${name === 'a' ? 'b' : 'a'}`] });
    const verdict = judgePlan(stackPlan([...machines, ...applies], blocks(crossed)));
    expect(verdict.unchangedMachines + verdict.machines.length).toBe(2);
  });

  test('refused where it may be one of several', () => {
    const all = { dependsOn: [`${VM}.a`, `${VM}.b`] };
    expect(
      verdictLines(
        [...machines, ...applies],
        blocks(() => all),
      ),
    ).toContain('not-readable: 10.0.0.1');
    expect(
      judgePlan(
        stackPlan(
          [...machines, ...applies],
          blocks(() => all),
        ),
      ).refusals[0]?.message,
    ).toBe(
      `${addressOf('apply', 'a')}: the plan does not tell which of ${VM}.a, ${VM}.b it configures; ` +
        'let it depend on exactly one virtual machine, by its address or by depends_on',
    );
  });

  test('refused where it is sent to a machine that it does not depend on', () => {
    expect(
      judgePlan(
        stackPlan(
          [...machines, ...applies],
          blocks(() => ({})),
        ),
      ).refusals.map(({ message }) => message),
    ).toEqual([
      `${addressOf('apply', 'b')}: is sent to 10.0.0.2, the address of the virtual machine b, but does not depend on it; ` +
        'add depends_on with that virtual machine, so that OpenTofu sees both as one machine',
    ]);
  });

  test('refused where two of them configure one machine', () => {
    const both = { dependsOn: [`${VM}.b`] };
    expect(
      verdictLines(
        [...machines, ...applies],
        blocks(() => both),
      ).filter((line) => line.startsWith('not-readable')),
    ).toHaveLength(1);
  });
});

describe('instances', () => {
  const each = (key: string, number: number, others: Partial<Instance> = {}): Instance[] => [
    here('vm', `w[${key}]`, vmAt(`w-${number}`, number), others),
    here('apply', `w[${key}]`, applyAt(number), {
      appliedAfter: [`${VM}.w`, `${SECRETS}.s`],
      ...(others.actions?.[0] === 'delete' && removed),
    }),
  ];
  const root: Module = {
    blocks: [
      { type: 'vm', name: 'w' },
      { type: 'apply', name: 'w', dependsOn: [`${VM}.w`] },
    ],
  };

  test.each([
    ['of for_each', '"a.b"', '"c"'],
    ['of count', '0', '1'],
  ])('%s are distinguished by their keys', (_, one, two) => {
    expect(verdictLines([...each(one, 1), ...each(two, 2, restarted(vmAt('w-2', 2)))], root)).toEqual([
      'w-2 restarted',
      '1 unchanged',
    ]);
    expect(verdictLines([...each(one, 1), ...each(two, 2, removed)], root)).toEqual(['w-2 destroyed', '1 unchanged']);
  });

  test('named by their keys are meant', () => {
    const named: Module = {
      blocks: [
        { type: 'vm', name: 'w' },
        { type: 'apply', name: 'one', refers: { node: [`${VM}.w["b"].id`, `${VM}.w["b"]`, `${VM}.w`] } },
      ],
    };
    const instances = [
      here('vm', 'w["a"]', vmAt('w-1', 1)),
      here('vm', 'w["b"]', vmAt('w-2', 2), restarted(vmAt('w-2', 2))),
      here('apply', 'one', applyAt(2)),
    ];
    expect(verdictLines(instances, named)).toEqual(['w-2 restarted', '1 unchanged']);
  });
});

describe('modules', () => {
  const instances = [
    here('vm', 'module.machines.a', vmAt('a', 1)),
    here('vm', 'module.machines.b', vmAt('b', 2), restarted(vmAt('b', 2))),
    here('apply', 'module.talos["x"].one', applyAt(2)),
  ];
  const machines: Module = {
    blocks: [
      { type: 'vm', name: 'a' },
      { type: 'vm', name: 'b' },
    ],
    outputs: { b: [`${VM}.b.ipv4_addresses`, `${VM}.b`] },
  };

  test('are looked through by what they are given', () => {
    const talos: Module = {
      given: { node: ['module.machines.b', 'module.machines'] },
      blocks: [{ type: 'apply', name: 'one', refers: { node: ['var.node'] } }],
    };
    expect(verdictLines(instances, { blocks: [], modules: { machines, talos } })).toEqual([
      'b restarted',
      '1 unchanged',
    ]);
  });

  test('that wait for something make all that is in them wait', () => {
    const inner: Module = { blocks: [{ type: 'apply', name: 'one' }], dependsOn: [`${VM}.b`] };
    const root: Module = { blocks: machines.blocks, modules: { talos: inner } };
    const flat = instances.map((each) => ({ ...each, at: each.at.replace('module.machines.', '') }));
    expect(verdictLines(flat, root)).toEqual(['b restarted', '1 unchanged']);
  });

  test('of one kind keep their machines apart by their keys', () => {
    const both = ['"p"', '"q"'].flatMap((key, index) => [
      here('vm', `module.m[${key}].vm`, vmAt(`m-${index}`, index), index === 1 ? restarted(vmAt('m-1', 1)) : {}),
      here('apply', `module.m[${key}].apply`, applyAt(index)),
    ]);
    const m: Module = {
      blocks: [
        { type: 'vm', name: 'vm' },
        { type: 'apply', name: 'apply', dependsOn: [`${VM}.vm`] },
      ],
    };
    expect(verdictLines(both, { blocks: [], modules: { m } })).toEqual(['m-1 restarted', '1 unchanged']);
  });
});

describe('what is written nowhere any more', () => {
  const root: Module = {
    blocks: [
      { type: 'vm', name: 'a' },
      { type: 'apply', name: 'a', dependsOn: [`${VM}.a`] },
    ],
  };
  const stay = [here('vm', 'a', vmAt('a', 1)), here('apply', 'a', applyAt(1), { appliedAfter: [`${VM}.a`] })];

  test('belongs to the machine that it was applied after', () => {
    const gone = [
      here('vm', 'b', vmAt('b', 2), removed),
      here('apply', 'b', applyAt(9), { ...removed, appliedAfter: [`${VM}.b`, `${SECRETS}.s`] }),
    ];
    expect(verdictLines([...stay, ...gone], root)).toEqual(['b destroyed', '1 unchanged']);
  });

  test('also where it came after machines that others have', () => {
    const gone = [
      here('vm', 'b', vmAt('b', 2), removed),
      here('apply', 'b', applyAt(2), { ...removed, appliedAfter: [`${VM}.a`, `${VM}.b`] }),
      here('vm', 'c', vmAt('c', 3), removed),
      here('apply', 'c', applyAt(3), { ...removed, appliedAfter: [`${VM}.a`, `${VM}.b`, `${VM}.c`] }),
    ];
    expect(verdictLines([...stay, ...gone], root)).toEqual(['b destroyed', 'c destroyed', '1 unchanged']);
  });

  test('is refused where it may be one of several', () => {
    const all = [`${VM}.b`, `${VM}.c`];
    const gone = [
      here('vm', 'b', vmAt('b', 2), removed),
      here('apply', 'b', applyAt(2), { ...removed, appliedAfter: all }),
      here('vm', 'c', vmAt('c', 3), removed),
      here('apply', 'c', applyAt(3), { ...removed, appliedAfter: all }),
    ];
    expect(verdictLines([...stay, ...gone], root)).toEqual(
      expect.arrayContaining(['not-readable: 10.0.0.2', 'not-readable: 10.0.0.3']),
    );
  });
});

describe('a configuration under another name', () => {
  const vm = here('vm', 'a', vmAt('a', 1, 'control-plane'));
  const root: Module = {
    blocks: [
      { type: 'vm', name: 'a' },
      { type: 'apply', name: 'new', dependsOn: [`${VM}.a`] },
    ],
  };
  const old = here('apply', 'old', applyAt(1, 'controlplane'), { ...removed, appliedAfter: [`${VM}.a`] });
  const created: Instance = { type: 'apply', at: 'new', actions: ['create'], after: applyAt(1, 'controlplane') };

  test('goes on as the same machine', () => {
    expect(verdictLines([vm, old, created], root)).toEqual(['a changed', '0 unchanged']);
  });

  test('is compared with the old one', () => {
    const networks = (podSubnet: string) => ({
      machine_configuration_input: machineConfiguration(
        'controlplane',
        'a',
        '',
        `  network:\n    podSubnets: [${podSubnet}]\n`,
      ),
    });
    const from = { ...old, before: { ...old.before, ...networks('10.244.0.0/16') } };
    const to = { ...created, after: { ...created.after, ...networks('10.42.0.0/16') } };
    expect(verdictLines([vm, from, to], root)).toContain('cluster-network-changes: lab');
  });

  test('wipes it where the old one resets', () => {
    const before = { ...applyAt(1, 'controlplane'), on_destroy: { reset: true, graceful: true } };
    expect(verdictLines([vm, { ...old, before }, created], root)).toEqual([
      'a wiped',
      '0 unchanged',
      'quorum-lost: a',
      'machine-wiped: a',
    ]);
  });
});

test('a configuration that goes on for another machine leaves a member of etcd behind', () => {
  const others = [1, 2].flatMap((number) => [
    here('vm', `c${number}`, vmAt(`c${number}`, number, 'control-plane')),
    here('apply', `c${number}`, applyAt(number, 'controlplane')),
  ]);
  const instances: Instance[] = [
    ...others,
    here('vm', 'old', vmAt('old', 3, 'control-plane'), removed),
    { type: 'vm', at: 'new', actions: ['create'], after: vmAt('new', 4, 'control-plane') },
    here('apply', 'c3', applyAt(3, 'controlplane'), {
      actions: ['update'],
      after: applyAt(4, 'controlplane'),
      appliedAfter: [`${VM}.old`, `${VM}.new`],
    }),
  ];
  const root: Module = {
    blocks: [
      ...['c1', 'c2', 'new'].map((name) => ({ type: 'vm', name }) as const),
      ...['c1', 'c2'].map((name) => ({ type: 'apply', name, dependsOn: [`${VM}.${name}`] }) as const),
      { type: 'apply', name: 'c3', dependsOn: [`${VM}.new`] },
    ],
  };
  expect(verdictLines(instances, root)).toEqual(['old destroyed', 'new created', '2 unchanged', 'member-stays: old']);
});

describe('several clusters of one stack', () => {
  const cluster = (name: string, first: number, others: Partial<Instance> = {}): Instance[] => [
    here('secrets', name, { client_configuration: { ca_certificate: name } }),
    ...[first, first + 1].flatMap((number) => [
      here('vm', `n${number}`, vmAt(`n${number}`, number, 'control-plane')),
      here('apply', `n${number}`, applyAt(number, 'controlplane', name), {
        appliedAfter: [`${VM}.n${number}`, `${SECRETS}.${name}`],
      }),
    ]),
    here('bootstrap', name, { client_configuration: { ca_certificate: name } }, others),
    here('kubeconfig', name, { client_configuration: { ca_certificate: name } }),
  ];
  const blocks = (name: string, first: number): Module['blocks'] => {
    const refers = { client_configuration: [`${SECRETS}.${name}.client_configuration`, `${SECRETS}.${name}`] };
    return [
      { type: 'secrets', name },
      ...[first, first + 1].flatMap((number): Module['blocks'] => [
        { type: 'vm', name: `n${number}` },
        { type: 'apply', name: `n${number}`, dependsOn: [`${VM}.n${number}`], refers },
      ]),
      { type: 'bootstrap', name, refers },
      { type: 'kubeconfig', name, refers },
    ];
  };
  const root: Module = { blocks: [...blocks('north', 1), ...blocks('south', 3)] };
  const change = (instances: readonly Instance[], at: string, type: Instance['type'], others: Partial<Instance>) =>
    instances.map((each) => (each.type === type && each.at === at ? { ...each, ...others } : each));
  const all = [...cluster('north', 1), ...cluster('south', 3)];

  test('have an etcd each: one of two control planes is no majority, though four stand in the plan', () => {
    const leaving = { ...applyAt(4, 'controlplane', 'south'), on_destroy: { reset: true, graceful: true } };
    const gone = change(change(all, 'n4', 'vm', removed), 'n4', 'apply', removed);
    const written = { blocks: root.blocks.filter(({ name }) => name !== 'n4') };
    expect(verdictLines(gone, written)).toEqual(['n4 destroyed', '3 unchanged', 'quorum-lost: n4']);
    expect(verdictLines(change(gone, 'n4', 'apply', { before: leaving }), written)).toEqual([
      'n4 destroyed',
      '3 unchanged',
    ]);
  });

  test('may each have one control plane away', () => {
    const both = change(
      change(all, 'n1', 'vm', restarted(vmAt('n1', 1, 'control-plane'))),
      'n3',
      'vm',
      restarted(vmAt('n3', 3, 'control-plane')),
    );
    expect(verdictLines(both, root)).toEqual(['n1 restarted', 'n3 restarted', '2 unchanged']);
    const one = change(
      change(all, 'n3', 'vm', restarted(vmAt('n3', 3, 'control-plane'))),
      'n4',
      'vm',
      restarted(vmAt('n4', 4, 'control-plane')),
    );
    expect(verdictLines(one, root)).toEqual([
      'n3 restarted',
      'n4 restarted',
      '2 unchanged',
      'control-planes-away-together: n3,n4',
    ]);
  });

  test('may each get secrets and a bootstrap of their own', () => {
    const fresh = cluster('south', 3).map((each): Instance => ({
      ...each,
      actions: ['create'],
      after: each.before,
      before: undefined,
    }));
    expect(verdictLines([...cluster('north', 1), ...fresh], root)).toEqual(['n3 created', 'n4 created', '2 unchanged']);
  });

  test('keep the secrets that their own machines live by', () => {
    const replaced = { actions: ['delete', 'create'] };
    expect(verdictLines(change(all, 'south', 'secrets', replaced), root)).toContain('secrets-replaced: lab');
    expect(verdictLines(change(all, 'south', 'bootstrap', replaced), root)).toEqual([
      '4 unchanged',
      'bootstrap-repeated: lab',
    ]);
  });

  test('are distinguished by their authority where another stack has the secrets', () => {
    const elsewhere = change(change(all, 'n4', 'vm', removed), 'n4', 'apply', removed).filter(
      ({ type }) => type !== 'secrets',
    );
    const written = {
      blocks: root.blocks
        .filter(({ name, type }) => name !== 'n4' && type !== 'secrets')
        .map((block) => ({ ...block, refers: {} })),
    };
    expect(verdictLines(elsewhere, written)).toContain('quorum-lost: n4');
  });
});
