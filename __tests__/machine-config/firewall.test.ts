import { ClusterPatches } from '../../src/machine-config/machine-patches';
import type { FirewallOptions } from '../../src/machine-config/settings/firewall';
import type { MachineSettings } from '../../src/machine-config/settings/machine';
import { Cni } from '../../src/manifests/cni/cni';
import type { KubernetesSettings } from '../../src/manifests/settings';
import { KEY } from '../support/link-samples';
import { clusterSettings, controlPlane, worker } from './fixtures';

const MACHINES = [
  controlPlane({ address: '10.200.5.11' }),
  controlPlane({ hostname: 'ctrl-01', address: '10.200.5.12' }),
  worker(),
];
const SUBNET = MACHINES[0]?.subnet ?? '';
const PODS = '10.244.0.0/16';
const ADMINS = '192.168.1.0/24';
const BLOCK: FirewallOptions = { defaultAction: 'block', adminSubnets: [ADMINS] };

/** Protocol, ports and networks of each rule of a machine, by name. */
function rulesOf(
  machine: MachineSettings,
  firewall: FirewallOptions,
  kubernetes: Partial<KubernetesSettings> = {},
  contract = 'v1.13',
) {
  const base = clusterSettings(contract, { firewall });
  const cluster = { ...base, kubernetes: { ...base.kubernetes, podSubnets: [PODS], ...kubernetes } };
  const documents = new ClusterPatches(cluster, MACHINES).documentsOf(machine, '');
  return Object.fromEntries(
    documents
      .filter(({ kind }) => kind === 'NetworkRuleConfig')
      .map(({ name, portSelector, ingress }) => {
        const { protocol, ports } = portSelector as { readonly protocol: string; readonly ports: readonly string[] };
        const from = (ingress as readonly { readonly subnet: string }[]).map(({ subnet }) => subnet);
        return [String(name), `${protocol} ${ports.join(',')} from ${from.join(' ')}`];
      }),
  );
}

const [CONTROL_PLANE = controlPlane(), , WORKER = worker()] = MACHINES;

test.each(['v1.9', 'v1.13'])('a control plane opens what the cluster needs, and nothing else, in %s', (contract) => {
  expect(rulesOf(CONTROL_PLANE, BLOCK, {}, contract)).toEqual({
    apid: `tcp 50000 from ${SUBNET} ${ADMINS}`,
    trustd: `tcp 50001 from ${SUBNET}`,
    'kubernetes-api': `tcp 6443 from ${SUBNET} ${PODS} ${ADMINS}`,
    etcd: 'tcp 2379-2380 from 10.200.5.11/32 10.200.5.12/32',
    kubelet: `tcp 10250 from ${SUBNET} ${PODS}`,
    'flannel-vxlan': `udp 4789 from ${SUBNET}`,
  });
});

test('a worker opens the Talos API, the kubelet and the network of pods', () => {
  expect(rulesOf(WORKER, BLOCK)).toEqual({
    apid: `tcp 50000 from ${SUBNET} ${ADMINS}`,
    kubelet: `tcp 10250 from ${SUBNET} ${PODS}`,
    'flannel-vxlan': `udp 4789 from ${SUBNET}`,
  });
});

test('a machine opens the ports of its tunnels, and no other does', () => {
  const tunnel = { privateKey: KEY, listenPort: 51_821 };
  const wireGuard = { wg0: tunnel, wg1: { ...tunnel, listenPort: 51_822 }, wg2: { privateKey: KEY } };
  expect(rulesOf({ ...WORKER, links: { wireGuard } }, BLOCK).wireguard).toBe('udp 51821,51822 from 0.0.0.0/0 ::/0');
  expect(rulesOf({ ...WORKER, links: { wireGuard: { wg2: { privateKey: KEY } } } }, BLOCK)).not.toHaveProperty(
    'wireguard',
  );
  expect(rulesOf(CONTROL_PLANE, BLOCK)).not.toHaveProperty('wireguard');
});

test('the document of the default action stands beside them', () => {
  const documents = new ClusterPatches(clusterSettings('v1.13', { firewall: BLOCK }), MACHINES).documentsOf(WORKER, '');
  expect(documents).toContainEqual({ apiVersion: 'v1alpha1', kind: 'NetworkDefaultActionConfig', ingress: 'block' });
});

test('metrics, KubeSpan and further clients of the Kubernetes API have their rules', () => {
  const firewall = { ...BLOCK, kubernetesApiSubnets: ['172.16.0.0/12'] };
  const rules = rulesOf({ ...CONTROL_PLANE, kubeSpan: {} }, firewall, { exposeMetrics: true });
  expect(rules['kubernetes-api']).toBe(`tcp 6443 from ${SUBNET} ${PODS} ${ADMINS} 172.16.0.0/12`);
  expect(rules.metrics).toBe(`tcp 2381,10257,10259,10249 from ${SUBNET} ${PODS}`);
  expect(rules.kubespan).toBe('udp 51820 from 0.0.0.0/0 ::/0');
  expect(rulesOf({ ...WORKER, kubeSpan: { enabled: false } }, firewall, { exposeMetrics: true })).toMatchObject({
    metrics: `tcp 10249 from ${SUBNET} ${PODS}`,
  });
  expect(rulesOf({ ...WORKER, kubeSpan: { enabled: false } }, firewall)).not.toHaveProperty('kubespan');
  expect(rulesOf(WORKER, firewall, { exposeMetrics: true, kubeProxy: false })).not.toHaveProperty('metrics');
});

test('pods reach the Talos API of control planes only if they may use it', () => {
  const talosApiAccess = { allowedRoles: ['os:reader'], allowedNamespaces: ['monitoring'] } as const;
  expect(rulesOf(CONTROL_PLANE, BLOCK, { talosApiAccess }).apid).toBe(`tcp 50000 from ${SUBNET} ${PODS} ${ADMINS}`);
  expect(rulesOf(CONTROL_PLANE, BLOCK).apid).toBe(`tcp 50000 from ${SUBNET} ${ADMINS}`);
  expect(rulesOf(WORKER, BLOCK, { talosApiAccess }).apid).toBe(`tcp 50000 from ${SUBNET} ${ADMINS}`);
});

describe('ports of the network of pods', () => {
  const portsOf = (cni: Cni) =>
    Object.entries(rulesOf(WORKER, BLOCK, { cni }))
      .filter(([name]) => !['apid', 'kubelet'].includes(name))
      .map(([name, rule]) => `${name} ${rule.split(' from ')[0]}`);
  const cilium = (values?: string | Readonly<Record<string, unknown>>) =>
    portsOf(Cni.cilium({ version: 'v1.17.3', values }));

  test.each([
    ['values of Talos', undefined, ['vxlan udp 8472', 'health tcp 4240', 'hubble tcp 4244']],
    ['Geneve', { tunnelProtocol: 'geneve' }, ['geneve udp 6081', 'health tcp 4240', 'hubble tcp 4244']],
    ['a port of its own', 'tunnelPort: 9999', ['vxlan udp 9999', 'health tcp 4240', 'hubble tcp 4244']],
    [
      'native routing with WireGuard',
      'routingMode: native\nencryption: { enabled: true, type: wireguard }\nhubble: { enabled: false }\nhealthChecking: false\n',
      ['wireguard udp 51871'],
    ],
    [
      'values that nobody can read',
      ': [',
      ['vxlan udp 8472', 'geneve udp 6081', 'wireguard udp 51871', 'health tcp 4240', 'hubble tcp 4244'],
    ],
  ] as const)('of Cilium with %s', (_title, values, ports) => {
    expect(cilium(values)).toEqual(ports.map((port) => `cilium-${port}`));
  });

  test('of one that something else installs nothing is known', () => {
    expect(portsOf(Cni.none())).toEqual([]);
  });
});

describe('rules of a person', () => {
  const RULES: FirewallOptions = {
    rules: {
      nodeports: { ports: ['30000-32767'], subnets: ['192.168.50.0/24'], machineType: 'controlplane' },
      dns: { ports: [53], protocol: 'udp', subnets: ['10.0.0.0/8', '::/0'], except: ['10.9.0.0/16', '10.8.0.0/16'] },
    },
  };

  test('stand alone without block, and beside the others with it', () => {
    expect(rulesOf(CONTROL_PLANE, RULES)).toEqual({
      nodeports: 'tcp 30000-32767 from 192.168.50.0/24',
      dns: 'udp 53 from 10.0.0.0/8 10.0.0.0/8 ::/0',
    });
    expect(Object.keys(rulesOf(WORKER, { ...BLOCK, ...RULES }))).toEqual(['apid', 'kubelet', 'flannel-vxlan', 'dns']);
  });

  test('except networks where they lie', () => {
    const cluster = clusterSettings('v1.13', { firewall: RULES });
    const [rule] = new ClusterPatches(cluster, MACHINES)
      .documentsOf(WORKER, '')
      .filter(({ kind }) => kind === 'NetworkRuleConfig');
    expect(rule).toMatchObject({
      ingress: [
        { subnet: '10.0.0.0/8', except: '10.9.0.0/16' },
        { subnet: '10.0.0.0/8', except: '10.8.0.0/16' },
        { subnet: '::/0' },
      ],
    });
  });
});
