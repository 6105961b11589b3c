import { progressSubjects } from '../../../src/cli/progress/machine-steps';
import { BOOTSTRAP, configAddress, create, end, home, replacedBy, update, vmAddress } from '../../support/plan';

const stepsOf = (plan: object): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(progressSubjects(plan, 'home').map(({ name, steps }) => [name, steps.map((step) => step.name)]));

test('a plan that changes nothing has no steps', () => {
  expect(progressSubjects(home({}), 'home')).toEqual([]);
});

test('a machine is created and configured; one that is replaced is destroyed before', () => {
  expect(
    stepsOf(
      home({
        'work-00': { vm: replacedBy('vm_id'), config: replacedBy('node') },
        'work-01': { vm: update((vm) => (vm.memory = [{ dedicated: 8192 }])) },
        'work-02': { role: 'worker', number: 23, vm: create, config: create },
      }),
    ),
  ).toEqual({
    'work-00': ['configuration removed', 'destroyed', 'created', 'configured'],
    'work-01': ['changed'],
    'work-02': ['created', 'configured'],
  });
});

test('what goes is unconfigured and destroyed', () => {
  expect(progressSubjects(home({ 'work-01': { vm: end, config: end } }), 'home')).toEqual([
    {
      name: 'work-01',
      steps: [
        { name: 'configuration removed', addresses: [configAddress('work-01')], action: 'destroy' },
        { name: 'destroyed', addresses: [vmAddress('work-01')], action: 'destroy' },
      ],
    },
  ]);
});

test('the cluster is bootstrapped, and nobody is said to have joined where nothing tells it', () => {
  const plan = home({}, { bootstrap: create, kubeconfig: create });
  expect(stepsOf(plan)).toEqual({ home: ['bootstrapped', 'kubeconfig'] });
  expect(progressSubjects(plan, 'home')[0]?.steps[0]?.addresses).toEqual([BOOTSTRAP]);
});

test('a health check that runs with the apply tells that all have joined, and the gate that the API is ready', () => {
  const plan = home({}) as { resource_changes: object[] };
  const change = (mode: string, type: string, name: string, actions: readonly string[]) => ({
    address: `${mode === 'data' ? 'data.' : ''}${type}.${name}`,
    mode,
    type,
    name,
    change: { actions, before: null, after: {}, after_unknown: {} },
  });
  plan.resource_changes.push(
    change('data', 'talos_cluster_health', 'cluster_health_1F93AE1B', ['read']),
    change('managed', 'terraform_data', 'cluster_gate_571D2A5F', ['create']),
    change('managed', 'terraform_data', 'other_C0FFEE00', ['create']),
  );
  expect(stepsOf(plan)).toEqual({ home: ['Kubernetes API ready', 'all machines joined and ready'] });
});

test('machines of which the Kubernetes API is asked join and get ready after everything else', () => {
  const plan = home({ 'work-02': { role: 'worker', number: 23, vm: create, config: create } });
  const machine = progressSubjects(plan, 'home', ['work-02']).find(({ name }) => name === 'work-02');
  expect(machine?.steps.map(({ name, action }) => [name, action])).toEqual([
    ['created', 'create'],
    ['configured', 'create'],
    ['joined', 'observe'],
    ['ready', 'observe'],
  ]);
});
