import { checkPatches } from '../../src/machine-config/patches/patch-check';
import { mayKubeletSet, restrictedSettings } from '../../src/machine-config/node-restriction';
import { registeredTaints } from '../../src/machine-config/main/node-taints';
import { clusterSettings, controlPlane, faultsOf, worker } from './fixtures';

test.each([
  ['disk', true],
  ['example.com/tier', true],
  ['notkubernetes.io/a', true],
  ['kubernetes.io', true],
  ['kubernetes.io/hostname', true],
  ['topology.kubernetes.io/zone', true],
  ['beta.kubernetes.io/instance-type', true],
  ['node.kubernetes.io/exclude-from-external-load-balancers', true],
  ['a.node.kubernetes.io/b', true],
  ['kubelet.kubernetes.io/a', true],
  ['kubernetes.io/role', false],
  ['node-role.kubernetes.io/worker', false],
  ['node-restriction.kubernetes.io/a', false],
  ['x.node-restriction.kubernetes.io/a', false],
  ['app.kubernetes.io/name', false],
  ['topology.kubernetes.io/rack', false],
  ['node.cluster.x-k8s.io/a', true],
  ['k8s.io/a', false],
  ['a.k8s.io/b', false],
])('S-48 a kubelet may set %s: %s', (label, may) => {
  expect(mayKubeletSet(label)).toBe(may);
});

test('S-48 taints as the kubelet registers them', () => {
  expect(registeredTaints({ gpu: 'intel:NoSchedule', spot: 'NoExecute', old: ':PreferNoSchedule' })).toEqual([
    { key: 'gpu', value: 'intel', effect: 'NoSchedule' },
    { key: 'spot', effect: 'NoExecute' },
    { key: 'old', effect: 'PreferNoSchedule' },
  ]);
  expect(registeredTaints()).toEqual([]);
});

describe('settings', () => {
  const faults = (machine: Parameters<typeof restrictedSettings>[0]) =>
    restrictedSettings(machine).map(({ setting, key, message }) => `${setting}.${key}: ${message.slice(0, 60)}`);

  test('S-48 labels of a worker, and of no control plane', () => {
    const nodeLabels = { tier: 'front', 'node-role.kubernetes.io/worker': '' };
    expect(faults(worker({ nodeLabels }))).toEqual([
      'nodeLabels.node-role.kubernetes.io/worker: work-00 is a worker, and Kubernetes lets no worker set this ',
    ]);
    expect(faults(controlPlane({ nodeLabels }))).toEqual([]);
  });

  test('an argument that no kubelet starts with, wherever', () => {
    const kubeletExtraArgs = { 'node-labels': 'tier=front, node-role.kubernetes.io/a=' };
    for (const machine of [worker({ kubeletExtraArgs }), controlPlane({ kubeletExtraArgs })]) {
      expect(faults(machine)).toEqual([
        'kubeletExtraArgs.node-labels: the kubelet does not start with node-role.kubernetes.io/a in',
      ]);
    }
    expect(faults(worker({ kubeletExtraArgs: { 'node-labels': 'tier=front' } }))).toEqual([]);
  });

  test('an argument that takes the place of taints', () => {
    const kubeletExtraArgs = { 'register-with-taints': 'a=b:NoSchedule' };
    const nodeTaints = { spot: 'NoExecute' };
    expect(faults(worker({ kubeletExtraArgs, nodeTaints }))).toEqual([
      'kubeletExtraArgs.register-with-taints: the kubelet takes this argument instead of the taints that i',
    ]);
    expect(faults(worker({ kubeletExtraArgs }))).toEqual([]);
    expect(faults(controlPlane({ kubeletExtraArgs, nodeTaints }))).toEqual([]);
  });

  test('a taint of another form', () => {
    expect(faults(worker({ nodeTaints: { gpu: 'intel:Never' } }))).toEqual([
      'nodeTaints.gpu: got "intel:Never"; write "value:Effect" or "Effect", where t',
    ]);
  });
});

describe('patches', () => {
  const restricted = 'machine: { nodeTaints: { gpu: "intel:NoSchedule" }, nodeLabels: { k8s.io/a: b, tier: front } }';

  test('S-48 taints and labels of a worker', () => {
    expect(faultsOf(restricted).map((fault) => fault.slice(0, 60))).toEqual([
      'machine.nodeLabels.k8s.io/a: work-00 is a worker, and Kubern',
      'machine.nodeTaints: work-00 is a worker, and Kubernetes lets',
    ]);
  });

  test('nothing of the kind for a control plane', () => {
    expect(faultsOf(restricted, 'v1.13', controlPlane())).toEqual([]);
  });

  test('an empty map of taints sets none', () => {
    expect(faultsOf('machine: { nodeTaints: {}, sysctls: { a: "1" } }')).toEqual([]);
  });

  test('arguments of the kubelet, as text and as a list', () => {
    const message = 'machine.kubelet.extraArgs.node-labels: the kubelet does not start with k8s.io/a';
    const lists = 'machine: { kubelet: { extraArgs: { node-labels: [tier=front, k8s.io/a=b] } } }';
    const texts = 'machine: { kubelet: { extraArgs: { node-labels: "tier=front,k8s.io/a=b" } } }';
    for (const content of [lists, texts]) {
      expect(faultsOf(content, 'v1.13', controlPlane()).map((fault) => fault.slice(0, message.length))).toEqual([
        message,
      ]);
    }
  });

  test('taints of the kubelet join those of the settings, each once', () => {
    const taint = (key: string, effect: string) =>
      `machine: { kubelet: { extraConfig: { registerWithTaints: [{ key: ${key}, effect: ${effect} }] } } }`;
    const machine = worker({ nodeTaints: { gpu: 'intel:NoSchedule' } });
    expect(faultsOf(taint('spot', 'NoExecute'), 'v1.13', machine)).toEqual([]);
    expect(faultsOf(taint('gpu', 'NoExecute'), 'v1.13', machine)).toEqual([]);
    expect(faultsOf(taint('gpu', 'NoSchedule'), 'v1.13', machine)).toEqual([
      'machine.kubelet.extraConfig.registerWithTaints: work-00 would register with the taint gpu:NoSchedule twice, ' +
        'and Kubernetes refuses such a node; write it once, under nodeTaints of the cluster file or here',
    ]);
  });

  test('an argument that takes the place of the taints of the settings', () => {
    const content = 'machine: { kubelet: { extraArgs: { register-with-taints: "a=b:NoSchedule" } } }';
    expect(faultsOf(content)).toEqual([]);
    expect(faultsOf(content, 'v1.13', worker({ nodeTaints: { gpu: 'NoSchedule' } }))).toEqual([
      'machine.kubelet.extraArgs.register-with-taints: the kubelet takes this argument instead of the taints that it is ' +
        'configured with; leave it out, and write all taints under nodeTaints',
    ]);
  });

  test('a fault of several workers is reported once', () => {
    const configPatches = [{ origin: 'patches[0]', content: 'machine: { nodeTaints: { a: NoSchedule } }' }];
    const machines = [controlPlane(), worker(), worker({ hostname: 'work-01', address: '10.200.5.3' })];
    expect(checkPatches(clusterSettings('v1.13', { configPatches }), machines)).toHaveLength(1);
  });
});
