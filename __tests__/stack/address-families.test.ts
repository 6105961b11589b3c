import { ClusterPatches } from '../../src/machine-config/machine-patches';
import { parseClusterSpec } from '../../src/model';
import { type Changes, changedSpec } from '../support/small-spec';

const INSTALLER = 'factory.talos.dev/nocloud-installer/x:v1.13.9';

interface Main {
  readonly machine: { readonly kubelet: { readonly nodeIP: { readonly validSubnets: readonly string[] } } };
  readonly cluster: {
    readonly etcd: { readonly advertisedSubnets: readonly string[] };
    readonly network: { readonly podSubnets: readonly string[]; readonly serviceSubnets: readonly string[] };
  };
}

function firstMachine(changes: Changes) {
  const { cluster, nodes } = parseClusterSpec(changedSpec(changes), { environment: {} });
  const machines = nodes.map(({ machine }) => machine);
  const [machine] = machines;
  if (machine === undefined) throw new Error('there is no machine');
  const [main, ...documents] = new ClusterPatches(cluster, machines).documentsOf(machine, INSTALLER);
  return { cluster, main: main as unknown as Main, documents };
}

const NETWORKS = { podSubnets: ['10.244.0.0/16', 'fd02::/56'], serviceSubnets: ['10.96.0.0/12', 'fd01::/112'] };

test('G-26 machines of IPv6 only have an endpoint, a VIP and networks of that', () => {
  const { cluster, main, documents } = firstMachine({
    network: { subnet: 'fd00::/64', gateway: 'fe80::1', vip: 'fd00::10' },
    'nodes.ctrl-00.address': 'fd00::11',
    'nodes.work-00.address': 'fd00::21',
    'kubernetes.podSubnets': ['fd02::/56'],
    'kubernetes.serviceSubnets': ['fd01::/112'],
  });
  expect(cluster.clusterEndpoint).toBe('https://[fd00::10]:6443');
  expect(main.machine.kubelet.nodeIP.validSubnets).toEqual(['fd00::/64']);
  expect(main.cluster.etcd.advertisedSubnets).toEqual(['fd00::/64']);
  expect(main.cluster.network).toMatchObject({ podSubnets: ['fd02::/56'], serviceSubnets: ['fd01::/112'] });
  expect(documents).toContainEqual({
    apiVersion: 'v1alpha1',
    kind: 'LinkConfig',
    name: 'eth0',
    addresses: [{ address: 'fd00::11/64' }],
    routes: [{ gateway: 'fe80::1' }],
  });
  expect(documents).toContainEqual({ apiVersion: 'v1alpha1', kind: 'Layer2VIPConfig', name: 'fd00::10', link: 'eth0' });
});

test('G-26 machines of both families have an address and a default route of each', () => {
  const { main, documents } = firstMachine({
    kubernetes: { version: 'v1.36.3', ...NETWORKS },
    'nodes.ctrl-00.links': { cards: { eth0: { addresses: ['fd00::11/64'], gateway: 'fe80::1' } } },
  });
  expect(main.machine.kubelet.nodeIP.validSubnets).toEqual(['10.0.0.0/24', '::/0']);
  expect(main.cluster.etcd.advertisedSubnets).toEqual(['10.0.0.0/24']);
  expect(main.cluster.network).toMatchObject(NETWORKS);
  expect(documents).toContainEqual({
    apiVersion: 'v1alpha1',
    kind: 'LinkConfig',
    name: 'eth0',
    addresses: [{ address: '10.0.0.11/24' }, { address: 'fd00::11/64' }],
    routes: [{ gateway: '10.0.0.1' }, { gateway: 'fe80::1' }],
  });
});

test('the address of a further link is none of the node', () => {
  const { main } = firstMachine({
    kubernetes: { version: 'v1.36.3', ...NETWORKS },
    'nodes.ctrl-00.links': {
      cards: { eth0: { addresses: ['fd00::11/64'] } },
      dummies: { dummy0: { addresses: ['fd09::1/64'] } },
    },
  });
  expect(main.machine.kubelet.nodeIP.validSubnets).toEqual(['10.0.0.0/24', '::/0', '!fd09::/64']);
});
