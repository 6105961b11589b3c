import { IpCidr } from '../../values/ip-cidr';
import { nothingLeft } from '../../values/nothing-left';
import { type AddonCluster, ClusterAddon } from '../addon';
import type { InlineManifest } from '../inline-manifest';
import type { CoreDnsSettings } from './settings';

/** Number of the address in each service network that pods ask for names; Kubernetes and Talos use the same. */
const SERVICE_ADDRESS_INDEX = 10;
const NAMESPACE = 'kube-system';
const NAME = 'coredns';
const METRICS_PORT = 9153;

/** Labels that cluster tools find the DNS server by. */
const LABELS = { 'k8s-app': 'kube-dns', 'kubernetes.io/name': 'CoreDNS' };
const SELECTOR = { 'k8s-app': 'kube-dns' };

/**
 * The addresses that pods ask for names, one for each service network.
 *
 * @throws if a service network has fewer than 11 addresses
 */
export function dnsServiceAddresses(serviceSubnets: readonly string[]): readonly string[] {
  return serviceSubnets.map((subnet) => IpCidr.of(subnet).hostAt(SERVICE_ADDRESS_INDEX));
}

/** Name of the manifest. */
export const CORE_DNS_MANIFEST = 'coredns-bootstrap';

/** A CoreDNS with its own rights, its configuration, and the service that the kubelet tells pods to ask. */
export class CoreDns extends ClusterAddon {
  constructor(private readonly settings: CoreDnsSettings) {
    super();
  }

  /**
   *
   */
  public override _manifests({ dnsDomain, serviceSubnets }: AddonCluster): readonly InlineManifest[] {
    const { version, replicas = 2, ...served } = this.settings;
    return [
      {
        name: CORE_DNS_MANIFEST,
        contents: [
          { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: NAME, namespace: NAMESPACE } },
          clusterRole(),
          clusterRoleBinding(),
          configMap(corefile(served, dnsDomain)),
          deployment(version, replicas),
          service(dnsServiceAddresses(serviceSubnets)),
        ],
      },
    ];
  }
}

function clusterRole() {
  const watched = ['list', 'watch'];
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: `system:${NAME}` },
    rules: [
      { apiGroups: [''], resources: ['endpoints', 'services', 'pods', 'namespaces'], verbs: watched },
      { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: watched },
    ],
  };
}

function clusterRoleBinding() {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: `system:${NAME}` },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: `system:${NAME}` },
    subjects: [{ kind: 'ServiceAccount', name: NAME, namespace: NAMESPACE }],
  };
}

/** How the server answers: all settings but those of its pods. */
function corefile(settings: Omit<CoreDnsSettings, 'version' | 'replicas'>, dnsDomain: string): string {
  const { zones = [], forwarders = ['/etc/resolv.conf'], cacheSeconds = 30, ttlSeconds = 30, ...rest } = settings;
  nothingLeft(rest);
  return `.:53 {
    errors
    health {
        lameduck 5s
    }
    ready
    kubernetes ${[...new Set([dnsDomain, ...zones])].join(' ')} in-addr.arpa ip6.arpa {
        pods insecure
        fallthrough in-addr.arpa ip6.arpa
        ttl ${ttlSeconds}
    }
    prometheus :${METRICS_PORT}
    forward . ${forwarders.join(' ')} {
        max_concurrent 1000
    }
    cache ${cacheSeconds}
    loop
    reload
    loadbalance
}
`;
}

function configMap(text: string) {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: NAME, namespace: NAMESPACE },
    data: { Corefile: text },
  };
}

function deployment(version: string, replicas: number) {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: NAME, namespace: NAMESPACE, labels: LABELS },
    spec: {
      replicas,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
      selector: { matchLabels: SELECTOR },
      template: { metadata: { labels: SELECTOR }, spec: podSpec(version) },
    },
  };
}

function podSpec(version: string) {
  return {
    priorityClassName: 'system-cluster-critical',
    serviceAccountName: NAME,
    tolerations: [
      { key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' },
      { key: 'node.cloudprovider.kubernetes.io/uninitialized', operator: 'Exists', effect: 'NoSchedule' },
    ],
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            podAffinityTerm: { labelSelector: { matchLabels: SELECTOR }, topologyKey: 'kubernetes.io/hostname' },
          },
        ],
      },
    },
    dnsPolicy: 'Default',
    securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
    containers: [container(version)],
    volumes: [{ name: 'config', configMap: { name: NAME, items: [{ key: 'Corefile', path: 'Corefile' }] } }],
  };
}

function container(version: string) {
  return {
    name: NAME,
    image: `registry.k8s.io/coredns/coredns:v${version.replace(/^v/, '')}`,
    args: ['-conf', '/etc/coredns/Corefile'],
    resources: { limits: { cpu: '200m', memory: '170Mi' }, requests: { cpu: '100m', memory: '70Mi' } },
    ports: [
      { name: 'dns', protocol: 'UDP', containerPort: 53 },
      { name: 'dns-tcp', protocol: 'TCP', containerPort: 53 },
      { name: 'metrics', protocol: 'TCP', containerPort: METRICS_PORT },
    ],
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    },
    livenessProbe: { httpGet: { path: '/health', port: 8080 }, initialDelaySeconds: 60, timeoutSeconds: 5 },
    readinessProbe: { httpGet: { path: '/ready', port: 8181 } },
    volumeMounts: [{ name: 'config', mountPath: '/etc/coredns', readOnly: true }],
  };
}

function service(addresses: readonly string[]) {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'kube-dns',
      namespace: NAMESPACE,
      labels: { ...LABELS, 'kubernetes.io/cluster-service': 'true' },
      annotations: { 'prometheus.io/port': String(METRICS_PORT), 'prometheus.io/scrape': 'true' },
    },
    spec: {
      selector: SELECTOR,
      clusterIP: addresses[0],
      clusterIPs: addresses,
      ipFamilies: addresses.map((address) => (address.includes(':') ? 'IPv6' : 'IPv4')),
      ipFamilyPolicy: addresses.length > 1 ? 'RequireDualStack' : 'SingleStack',
      ports: [
        { name: 'dns', protocol: 'UDP', port: 53, targetPort: 53 },
        { name: 'dns-tcp', protocol: 'TCP', port: 53, targetPort: 53 },
        { name: 'metrics', protocol: 'TCP', port: METRICS_PORT, targetPort: METRICS_PORT },
      ],
    },
  };
}
