import { parseAllDocuments } from 'yaml';
import { CoreDns, dnsServiceAddresses } from '../../../src/manifests/dns/core-dns';
import type { CoreDnsSettings } from '../../../src/manifests/dns/settings';
import { manifestText } from '../../support/manifest-text';

const CLUSTER = { dnsDomain: 'kube.example.com', serviceSubnets: ['10.96.0.0/12'] };

function objects(settings: CoreDnsSettings, cluster = CLUSTER): Record<string, Record<string, unknown>> {
  const documents = parseAllDocuments(manifestText(new CoreDns(settings)._manifests(cluster)[0]));
  return Object.fromEntries(
    documents
      .map((document) => document.toJS() as Record<string, unknown>)
      .map((object) => [String(object.kind), object]),
  );
}

function corefile(settings: CoreDnsSettings): string {
  return (objects(settings).ConfigMap as { data: { Corefile: string } }).data.Corefile;
}

describe('CoreDNS of homelab-tofu', () => {
  const settings: CoreDnsSettings = { version: '1.11.1', forwarders: ['1.1.1.1', '8.8.8.8'], zones: ['cluster.local'] };

  test('objects', () => {
    expect(Object.keys(objects(settings))).toEqual([
      'ServiceAccount',
      'ClusterRole',
      'ClusterRoleBinding',
      'ConfigMap',
      'Deployment',
      'Service',
    ]);
  });

  test('HT-37 the Corefile', () => {
    expect(corefile(settings)).toBe(`.:53 {
    errors
    health {
        lameduck 5s
    }
    ready
    kubernetes kube.example.com cluster.local in-addr.arpa ip6.arpa {
        pods insecure
        fallthrough in-addr.arpa ip6.arpa
        ttl 30
    }
    prometheus :9153
    forward . 1.1.1.1 8.8.8.8 {
        max_concurrent 1000
    }
    cache 30
    loop
    reload
    loadbalance
}
`);
  });

  test('HT-37 two pods of the release, with limits', () => {
    expect(objects(settings).Deployment).toMatchObject({
      spec: {
        replicas: 2,
        template: {
          spec: {
            containers: [
              {
                image: 'registry.k8s.io/coredns/coredns:v1.11.1',
                resources: { limits: { cpu: '200m', memory: '170Mi' }, requests: { cpu: '100m', memory: '70Mi' } },
              },
            ],
          },
        },
      },
    });
  });

  test('HT-37 HT-20 the service is kube-dns at the address that the kubelet tells', () => {
    expect(objects(settings).Service).toMatchObject({
      metadata: { name: 'kube-dns', namespace: 'kube-system' },
      spec: { clusterIP: '10.96.0.10', clusterIPs: ['10.96.0.10'], ipFamilyPolicy: 'SingleStack' },
    });
  });

  test('HT-37 the pods may read what they serve', () => {
    const { ClusterRole, ClusterRoleBinding, Deployment } = objects(settings);
    expect(ClusterRole).toMatchObject({
      metadata: { name: 'system:coredns' },
      rules: [
        { apiGroups: [''], resources: ['endpoints', 'services', 'pods', 'namespaces'], verbs: ['list', 'watch'] },
        { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
      ],
    });
    expect(ClusterRoleBinding).toMatchObject({
      roleRef: { name: 'system:coredns' },
      subjects: [{ kind: 'ServiceAccount', name: 'coredns', namespace: 'kube-system' }],
    });
    expect(Deployment).toHaveProperty('spec.template.spec.serviceAccountName', 'coredns');
  });

  test('the service, the deployment and the pods have the same labels', () => {
    const { Deployment, Service } = objects(settings);
    const labels = { 'k8s-app': 'kube-dns' };
    expect(Service).toHaveProperty('spec.selector', labels);
    expect(Deployment).toHaveProperty('spec.selector.matchLabels', labels);
    expect(Deployment).toHaveProperty('spec.template.metadata.labels', labels);
  });
});

test('by default the machine is asked for other names, and the domain of the cluster is the only zone', () => {
  expect(corefile({ version: 'v1.11.1' })).toMatch(
    /kubernetes kube\.example\.com in-addr[^]*forward \. \/etc\/resolv\.conf/,
  );
});

test('all settings are used', () => {
  const text = corefile({ version: '1.11.1', cacheSeconds: 60, ttlSeconds: 5 });
  expect([/ttl 5\n/, /cache 60\n/].map((pattern) => pattern.test(text))).toEqual([true, true]);
  expect(objects({ version: '1.11.1', replicas: 3 }).Deployment).toHaveProperty('spec.replicas', 3);
});

test('two service networks give the service two addresses', () => {
  const serviceSubnets = ['10.96.0.0/12', 'fd00:96::/112'];
  expect(dnsServiceAddresses(serviceSubnets)).toEqual(['10.96.0.10', 'fd00:96::a']);
  expect(objects({ version: '1.11.1' }, { ...CLUSTER, serviceSubnets }).Service).toMatchObject({
    spec: {
      clusterIP: '10.96.0.10',
      clusterIPs: ['10.96.0.10', 'fd00:96::a'],
      ipFamilies: ['IPv4', 'IPv6'],
      ipFamilyPolicy: 'RequireDualStack',
    },
  });
});

test('fails when the service network is too small', () => {
  expect(() => dnsServiceAddresses(['10.96.0.0/29'])).toThrow(
    new Error('network 10.96.0.0/29 has no address number 10; write a larger network'),
  );
});
