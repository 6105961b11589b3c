import { ClusterPatches } from '../../../src/machine-config/machine-patches';
import { settingExamples, specWith } from '../../support/setting-examples';
import { parseClusterSpec } from '../../../src/model';

/** The main document of a machine of the small cluster with an example of the reference. */
function mainOf(
  title: string,
  name: string,
  more: unknown = {},
): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  const example = settingExamples().find((each) => each.title === title);
  const { cluster, nodes } = parseClusterSpec(specWith(more, specWith(example?.value)), { environment: {} });
  const { machine } = nodes.find((node) => node.name === name)!;
  return new ClusterPatches(cluster).documentsOf(machine, 'installer')[0] as never;
}

test('the settings of the control plane are fields of the section cluster', () => {
  const { cluster } = mainOf('The control plane', 'ctrl-00', {
    nodes: { 'ctrl-00': { schedulerExtraArgs: { v: 4 } } },
  });
  expect(cluster).toMatchObject({
    apiServer: {
      extraArgs: {
        'oidc-issuer-url': 'https://id.example.com',
        'oidc-client-id': 'kubernetes',
        'oidc-username-claim': 'email',
        'oidc-groups-claim': 'groups',
        'event-ttl': '2h',
      },
      env: { GOMEMLIMIT: '1800MiB' },
      resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '2Gi' } },
      extraVolumes: [{ hostPath: '/var/lib/webhooks', mountPath: '/etc/webhooks', readonly: true }],
      admissionControl: [{ name: 'PodSecurity', configuration: { exemptions: { namespaces: ['longhorn-system'] } } }],
      auditPolicy: { kind: 'Policy', rules: [{ level: 'Metadata' }, { level: 'None' }] },
    },
    controllerManager: {
      extraArgs: { 'bind-address': '0.0.0.0', 'terminated-pod-gc-threshold': '100' },
      resources: { limits: { memory: '512Mi' } },
    },
    scheduler: {
      extraArgs: { 'bind-address': '0.0.0.0', v: '4' },
      config: { profiles: [{ schedulerName: 'default-scheduler' }] },
    },
    etcd: {
      advertisedSubnets: ['10.0.0.0/24'],
      extraArgs: { 'listen-metrics-urls': 'http://0.0.0.0:2381', 'auto-compaction-mode': 'periodic' },
    },
    proxy: { extraArgs: { 'metrics-bind-address': '0.0.0.0:10249' } },
  });
});

test('S-17 a worker has none of them', () => {
  expect(Object.keys(mainOf('The control plane', 'work-00').cluster ?? {})).toEqual(['network']);
});

test('metrics of a machine with an IPv6 address are for both families', () => {
  const ipv6 = {
    network: { subnet: 'fd00::/64', gateway: 'fd00::1' },
    kubernetes: { podSubnets: ['fd01::/48'], serviceSubnets: ['fd02::/112'] },
    nodes: { 'ctrl-00': { address: 'fd00::11' }, 'work-00': { address: 'fd00::21' } },
  };
  const { cluster } = mainOf('The control plane', 'ctrl-00', ipv6);
  expect(cluster).toMatchObject({
    controllerManager: { extraArgs: { 'bind-address': '::' } },
    etcd: { extraArgs: { 'listen-metrics-urls': 'http://[::]:2381' } },
    proxy: { extraArgs: { 'metrics-bind-address': '[::]:10249' } },
  });
});

test('the settings of the kubelet are fields of the section machine', () => {
  const { machine } = mainOf('The kubelet', 'work-00', {
    nodes: { 'work-00': { kubelet: { config: { maxPods: 50 }, nodeSubnets: ['10.0.0.21'] } } },
  });
  expect(machine?.kubelet).toEqual({
    extraArgs: { 'rotate-server-certificates': 'true' },
    extraConfig: {
      maxPods: 50,
      systemReserved: { cpu: '100m', memory: '512Mi' },
      shutdownGracePeriod: '60s',
      shutdownGracePeriodCriticalPods: '10s',
    },
    extraMounts: [
      {
        destination: '/var/lib/longhorn',
        type: 'bind',
        source: '/var/lib/longhorn',
        options: ['bind', 'rshared', 'rw'],
      },
    ],
    nodeIP: { validSubnets: ['10.0.0.21'] },
    defaultRuntimeSeccompProfileEnabled: false,
    disableManifestsDirectory: false,
  });
});
