import { controlPlane, faultsOf } from '../fixtures';

function withField(path: string, value: unknown): Record<string, unknown> {
  return path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Record<string, unknown>;
}

describe('fails for settings that the cluster file checks', () => {
  test.each([
    ['machine.install.image', 'ghcr.io/siderolabs/installer:v1.9.0', 'talos.version and talos.schematic'],
    ['machine.kubelet.image', 'ghcr.io/siderolabs/kubelet:v1.30.0', 'kubernetes.version'],
    ['cluster.apiServer.image', 'registry.k8s.io/kube-apiserver:v1.30.0', 'kubernetes.version'],
    ['cluster.controllerManager.image', 'registry.k8s.io/kube-controller-manager:v1.30.0', 'kubernetes.version'],
    ['cluster.scheduler.image', 'registry.k8s.io/kube-scheduler:v1.30.0', 'kubernetes.version'],
    ['cluster.proxy.image', 'registry.k8s.io/kube-proxy:v1.30.0', 'kubernetes.version'],
    ['cluster.controlPlane.endpoint', 'https://10.0.0.9:6443', 'network.endpoint'],
    ['cluster.network.cni.name', 'none', 'kubernetes.cni'],
    ['cluster.network.cni.urls', ['https://example.com/a.yaml'], 'kubernetes.cni and kubernetes.extraManifests'],
    ['cluster.network.dnsDomain', 'a.example', 'kubernetes.dnsDomain'],
    ['cluster.network.podSubnets', ['10.1.0.0/16'], 'kubernetes.podSubnets'],
    ['cluster.network.serviceSubnets', ['10.2.0.0/16'], 'kubernetes.serviceSubnets'],
  ])('%s', (field, value, setting) => {
    expect(faultsOf(withField(field, value))).toEqual([
      `${field}: a patch would go round the checks of this setting; write it under ${setting} of the cluster file`,
    ]);
  });

  test('the type of a machine', () => {
    expect(faultsOf('machine: { type: controlplane }')).toEqual([
      'machine.type: a patch does not change what a machine is; leave it out, and write machineType under nodes of the cluster file',
    ]);
  });

  test.each([
    ['machine', 'machine.install.image'],
    ['cluster', 'cluster.apiServer.image'],
    ['machine.type', 'machine.type'],
    ['machine.ca.key', 'machine.ca'],
    ['cluster.network', 'cluster.network.cni.name'],
    ['cluster.controlPlane', 'cluster.controlPlane.endpoint'],
    ['cluster.token', 'cluster.token'],
  ])('a deletion of %s', (place, field) => {
    expect(faultsOf(withField(place, { $patch: 'delete' }))).toEqual([
      `${place}: "$patch: delete" would take ${field} away, which this library writes; delete less, or change the setting that it comes from`,
    ]);
  });
});

test('takes the name of the Talos cluster, what a setting lacks, and settings that say nothing', () => {
  expect(
    faultsOf(
      {
        machine: { kubelet: { extraConfig: { maxPods: 200 } }, install: { image: null } },
        cluster: {
          clusterName: 'kube.example.com',
          network: { cni: { flannel: { extraArgs: ['--iface=eth0'] } } },
          apiServer: { admissionControl: { $patch: 'delete' } },
        },
      },
      'v1.13',
      controlPlane(),
    ),
  ).toEqual([]);
});

describe('fails for secrets, which it does not repeat', () => {
  test.each([
    ['machine.token', 'hunter2'],
    ['machine.ca', { crt: 'aHVudGVyMg==', key: 'aHVudGVyMg==' }],
    ['cluster.token', 'hunter2'],
    ['cluster.secret', 'hunter2'],
    ['cluster.aescbcEncryptionSecret', 'hunter2'],
    ['cluster.secretboxEncryptionSecret', 'hunter2'],
    ['cluster.ca', { key: 'aHVudGVyMg==' }],
    ['cluster.aggregatorCA', { key: 'aHVudGVyMg==' }],
    ['cluster.serviceAccount', { key: 'aHVudGVyMg==' }],
    ['cluster.etcd.ca', { key: 'aHVudGVyMg==' }],
  ])('of the stack: %s', (field, value) => {
    expect(faultsOf(withField(field, value))).toEqual([
      `${field}: the stack makes the secrets of the cluster, and a patch stands readable in its files; leave it out`,
    ]);
  });

  test('in each document of a file, by its place', () => {
    const content = 'machine: { sysctls: { a: b } }\n---\ncluster: { token: hunter2 }\n';
    expect(faultsOf(content)).toContain(
      '1.cluster.token: the stack makes the secrets of the cluster, and a patch stands readable in its files; leave it out',
    );
  });
});
