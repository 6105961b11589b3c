import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { configurationOf, EXAMPLES, synthCluster } from '../support/cluster-stack';
import { projectRoot } from '../support/project';

const out = synthCluster(EXAMPLES['homelab-tofu']);

interface KubernetesObject {
  readonly kind: string;
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: unknown;
}

/** Objects of one inline manifest of the control planes. */
function inlineManifest(name: string): readonly KubernetesObject[] {
  const { inlineManifests } = configurationOf(out, 'ctrl-00').cluster;
  const text = inlineManifests.find((manifest) => manifest.name === name)?.contents ?? '';
  return parseAllDocuments(text).map((document) => document.toJS() as KubernetesObject);
}

describe('CNI and DNS', () => {
  const values = readFileSync(join(projectRoot, 'templates', 'cilium', 'homelab-tofu.yaml'), 'utf8');

  test('HT-32 HT-39 the values are the file that GitOps uses later, unchanged', () => {
    expect(inlineManifest('cilium-values')).toMatchObject([
      { kind: 'ConfigMap', metadata: { namespace: 'kube-system' }, data: { 'values.yaml': values } },
    ]);
  });

  test('HT-33 HT-34 HT-35 the Job installs Cilium from that ConfigMap', () => {
    expect(inlineManifest('cilium-bootstrap').map(({ kind }) => kind)).toEqual([
      'ServiceAccount',
      'ClusterRoleBinding',
      'Job',
    ]);
    expect(JSON.stringify(inlineManifest('cilium-bootstrap')[2])).toContain('"args":["--version","v1.17.3","--values"');
  });

  test('HT-35 HT-36 the values are those that Talos needs', () => {
    expect(parse(values)).toMatchObject({
      ipam: { mode: 'kubernetes' },
      kubeProxyReplacement: true,
      k8sServiceHost: 'localhost',
      k8sServicePort: 7445,
      cgroup: { autoMount: { enabled: false }, hostRoot: '/sys/fs/cgroup' },
      securityContext: {
        capabilities: {
          ciliumAgent: [
            'CHOWN',
            'KILL',
            'NET_ADMIN',
            'NET_RAW',
            'IPC_LOCK',
            'SYS_ADMIN',
            'SYS_RESOURCE',
            'DAC_OVERRIDE',
            'FOWNER',
            'SETGID',
            'SETUID',
          ],
          cleanCiliumState: ['NET_ADMIN', 'SYS_ADMIN', 'SYS_RESOURCE'],
        },
      },
    });
  });

  test('HT-39 F-43 the values hold what GitOps sets later, and nothing that changes whenever the chart is rendered', () => {
    expect(parse(values)).toMatchObject({
      cluster: { name: 'talos', id: 1 },
      bpf: { hostLegacyRouting: true },
      l2announcements: { enabled: true },
      k8sClientRateLimit: { qps: 20, burst: 100 },
      externalIPs: { enabled: true },
      ciliumEndpointSlice: { enabled: true },
      loadBalancer: { algorithm: 'maglev' },
      gatewayAPI: { enabled: true },
      hubble: { enabled: true, relay: { enabled: true }, ui: { enabled: true }, tls: { auto: { method: 'cronJob' } } },
    });
  });

  test('HT-37 CoreDNS has the replicas, version, zones and forwarders of the original', () => {
    const [deployment] = inlineManifest('coredns-bootstrap').filter(({ kind }) => kind === 'Deployment');
    const corefile = inlineManifest('coredns-bootstrap').find(({ kind }) => kind === 'ConfigMap')?.data?.Corefile ?? '';
    expect(deployment?.spec).toMatchObject({ replicas: 2 });
    expect(JSON.stringify(deployment)).toContain('coredns/coredns:v1.11.1');
    expect(corefile).toContain('kubernetes kube.example.com cluster.local');
    expect(corefile).toContain('forward . 1.1.1.1 8.8.8.8');
  });
});
