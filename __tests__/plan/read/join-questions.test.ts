import { joinQuestions } from '../../../src/plan/read/join-questions';
import { accessInState } from '../../../src/plan/read/kubernetes-credentials';
import { create, end, home, replacedBy, update } from '../../support/plan';

const CLIENT = {
  host: 'https://10.0.0.10:6443',
  ca_certificate: Buffer.from('-----BEGIN A').toString('base64'),
  client_certificate: '-----BEGIN B',
  client_key: Buffer.from('-----BEGIN C').toString('base64'),
};
const ACCESS = {
  url: 'https://10.0.0.10:6443',
  credentials: { ca: '-----BEGIN A', certificate: '-----BEGIN B', key: '-----BEGIN C' },
};
const KUBECONFIG = 'talos_cluster_kubeconfig.cluster_kubeconfig_ACA34AFE';

/** A plan whose state has the kubeconfig. */
function withAccess(plan: Record<string, unknown>): Record<string, unknown> {
  const changes = plan.resource_changes as { address: string; change: { before: object | null } }[];
  const { change } = changes.find(({ address }) => address === KUBECONFIG) ?? {};
  Object.assign(change?.before ?? {}, { kubernetes_client_configuration: CLIENT });
  return plan;
}

test('nobody is asked if no machine joins', () => {
  expect(joinQuestions(withAccess(home({})))).toBeUndefined();
  const changed = {
    'work-00': { vm: update((vm) => (vm.memory = [{ dedicated: 8192 }])) },
    'work-01': { vm: end, config: end },
  };
  expect(joinQuestions(withAccess(home(changed)))).toBeUndefined();
});

test('nobody is asked without a kubeconfig', () => {
  expect(
    joinQuestions(home({ 'work-02': { role: 'worker', number: 23, vm: create, config: create } })),
  ).toBeUndefined();
});

test('machines that are new, and that take the place of others, are asked after', () => {
  const plan = home({
    'work-00': { vm: replacedBy('vm_id'), config: replacedBy('node') },
    'work-02': { role: 'worker', number: 23, vm: create, config: create },
  });
  expect(joinQuestions(withAccess(plan))).toEqual({
    machines: [
      { name: 'work-00', address: '10.0.0.21', isReplaced: true },
      { name: 'work-02', address: '10.0.0.23', isReplaced: false },
    ],
    controlPlanes: [11, 12, 13].map((number, index) => ({
      name: `ctrl-0${index}`,
      address: `10.0.0.${number}`,
      port: 6443,
    })),
    access: ACCESS,
    kubeconfigs: [],
  });
});

test('a kubeconfig that the apply makes is waited for', () => {
  const plan = home(
    { 'work-02': { role: 'worker', number: 23, vm: create, config: create } },
    { bootstrap: create, kubeconfig: create },
  );
  expect(joinQuestions(plan)).toMatchObject({ access: undefined, kubeconfigs: [KUBECONFIG] });
});

describe('the way in a state', () => {
  const state = (client: object) => ({
    resources: [
      { mode: 'managed', type: 'proxmox_virtual_environment_vm', instances: [{ attributes: {} }] },
      { mode: 'managed', type: 'talos_cluster_kubeconfig', instances: [{ attributes: client }] },
    ],
  });

  test('is that of its kubeconfig', () => {
    expect(accessInState(state({ kubernetes_client_configuration: CLIENT }))).toEqual(ACCESS);
  });

  test.each([[{}], [{ resources: null }], [state({})], [[]]])('is not there in %j', (found) => {
    expect(accessInState(found)).toBeUndefined();
  });
});
