import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { pinnedVersion } from '../../../src/data/support';
import { Cni } from '../../../src/manifests/cni/cni';
import type { InlineManifest } from '../../../src/manifests/inline-manifest';
import { manifestText } from '../../support/manifest-text';

const templates = join(__dirname, '..', '..', '..', 'templates', 'cilium');

function objectsOf(manifest: InlineManifest | undefined): Record<string, unknown>[] {
  return parseAllDocuments(manifestText(manifest)).map((document) => document.toJS() as Record<string, unknown>);
}

/** The values in the ConfigMap, as the Job reads them. */
function valuesText(cni: Cni): string {
  const [configMap] = objectsOf(cni._manifests()[0]);
  return (configMap as { data: Record<string, string> }).data['values.yaml'] ?? '';
}

describe('Cni.cilium', () => {
  const cilium = Cni.cilium({ version: 'v1.17.3' });
  const [values, bootstrap] = cilium._manifests();

  test('manifests', () => {
    expect(
      [values, bootstrap].map((manifest) => [manifest?.name, objectsOf(manifest).map(({ kind }) => kind)]),
    ).toEqual([
      ['cilium-values', ['ConfigMap']],
      ['cilium-bootstrap', ['ServiceAccount', 'ClusterRoleBinding', 'Job']],
    ]);
  });

  test('HT-32 the values are a ConfigMap in kube-system with key values.yaml', () => {
    expect(objectsOf(values)[0]).toMatchObject({
      metadata: { name: 'cilium-values', namespace: 'kube-system' },
      data: { 'values.yaml': expect.stringContaining('kubeProxyReplacement: true') as string },
    });
  });

  test('HT-33 the Job installs from that ConfigMap, as cluster admin', () => {
    const [, binding, job] = objectsOf(bootstrap);
    expect(binding).toMatchObject({
      roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ kind: 'ServiceAccount', name: 'cilium-install', namespace: 'kube-system' }],
    });
    expect(job).toMatchObject({
      metadata: { name: 'cilium-install', namespace: 'kube-system' },
      spec: {
        template: {
          spec: {
            serviceAccountName: 'cilium-install',
            containers: [
              {
                command: ['cilium', 'install'],
                args: ['--version', 'v1.17.3', '--values', '/etc/cilium-values/values.yaml'],
                volumeMounts: [{ name: 'cilium-values', mountPath: '/etc/cilium-values' }],
              },
            ],
            volumes: [{ name: 'cilium-values', configMap: { name: 'cilium-values' } }],
          },
        },
      },
    });
  });

  test('HT-34 the Job runs on the network of a control plane, before there is any other', () => {
    expect(objectsOf(bootstrap)[2]).toMatchObject({
      spec: {
        backoffLimit: 10,
        template: {
          spec: {
            restartPolicy: 'OnFailure',
            hostNetwork: true,
            tolerations: [{ operator: 'Exists' }],
            affinity: {
              nodeAffinity: {
                requiredDuringSchedulingIgnoredDuringExecution: {
                  nodeSelectorTerms: [
                    { matchExpressions: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' }] },
                  ],
                },
              },
            },
            containers: [
              {
                env: [
                  { name: 'KUBERNETES_SERVICE_HOST', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
                  { name: 'KUBERNETES_SERVICE_PORT', value: '6443' },
                ],
              },
            ],
          },
        },
      },
    });
  });

  test('HT-35 the values are those that Talos needs', () => {
    expect(parse(valuesText(cilium))).toMatchObject({
      ipam: { mode: 'kubernetes' },
      kubeProxyReplacement: true,
      k8sServiceHost: 'localhost',
      k8sServicePort: 7445,
      cgroup: { autoMount: { enabled: false }, hostRoot: '/sys/fs/cgroup' },
    });
  });

  test('HT-36 the capabilities are those that Talos grants', () => {
    expect(parse(valuesText(cilium))).toHaveProperty('securityContext.capabilities', {
      ciliumAgent:
        'CHOWN KILL NET_ADMIN NET_RAW IPC_LOCK SYS_ADMIN SYS_RESOURCE DAC_OVERRIDE FOWNER SETGID SETUID'.split(' '),
      cleanCiliumState: ['NET_ADMIN', 'SYS_ADMIN', 'SYS_RESOURCE'],
    });
  });

  test('the template that people start from has the values that are built in', () => {
    expect(parse(readFileSync(join(templates, 'values.yaml'), 'utf8'))).toEqual(parse(valuesText(cilium)));
  });

  test('HT-39 a values file is kept to the letter, so that GitOps can take the same file', () => {
    const text = readFileSync(join(templates, 'homelab-tofu.yaml'), 'utf8');
    expect(valuesText(Cni.cilium({ version: 'v1.17.3', values: text }))).toBe(text);
  });

  test('HT-39 HT-35 HT-36 the values of homelab-tofu hold what Talos needs, and what GitOps has', () => {
    const file: unknown = parse(readFileSync(join(templates, 'homelab-tofu.yaml'), 'utf8'));
    expect(file).toMatchObject(parse(valuesText(cilium)) as object);
    expect(file).toMatchObject({
      cluster: { name: 'talos', id: 1 },
      bpf: { hostLegacyRouting: true },
      l2announcements: { enabled: true },
      k8sClientRateLimit: { qps: 20, burst: 100 },
      externalIPs: { enabled: true },
      ciliumEndpointSlice: { enabled: true },
      loadBalancer: { algorithm: 'maglev' },
      gatewayAPI: { enabled: true },
      hubble: { enabled: true, relay: { enabled: true }, ui: { enabled: true } },
    });
  });

  test('values may be data', () => {
    const values = { operator: { replicas: 1 } };
    expect(parse(valuesText(Cni.cilium({ version: 'v1.17.3', values })))).toEqual(values);
  });

  test.each([
    '',
    'a: b',
    'a: b\n\n\n',
    '# comment\n\ta: b\r\n',
    '  a: |\n    b\n  c: d\n',
    `a: "${'x'.repeat(300)}"\n`,
  ])('HT-32 text %j comes out of the ConfigMap as it went in', (text) => {
    expect(valuesText(Cni.cilium({ version: 'v1.17.3', values: text }))).toBe(text);
  });

  test('the installer is a fixed release, and another one can be named', () => {
    const image = (cni: Cni) => /image: (.*)/.exec(manifestText(cni._manifests()[1]))?.[1];
    expect(image(cilium)).toBe(`quay.io/cilium/cilium-cli:${pinnedVersion('ciliumCli')}`);
    expect(image(Cni.cilium({ version: 'v1.17.3', cliVersion: 'v0.19.0' }))).toBe('quay.io/cilium/cilium-cli:v0.19.0');
  });

  test('the same settings always give the same text', () => {
    expect(Cni.cilium({ version: 'v1.17.3' })._manifests().map(manifestText)).toEqual(
      cilium._manifests().map(manifestText),
    );
  });
});

test('BC-40 the CNI of Talos needs no manifest, and neither does none', () => {
  expect([Cni.flannel(), Cni.none()].map((cni) => [cni.isBuiltIn, cni._manifests()])).toEqual([
    [true, []],
    [false, []],
  ]);
});
