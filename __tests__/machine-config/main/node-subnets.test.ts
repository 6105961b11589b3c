import { machinePatches } from '../../../src/machine-config/machine-patches';
import type { ClusterSettings } from '../../../src/machine-config/settings/cluster';
import type { MachineSettings } from '../../../src/machine-config/settings/machine';
import { clusterSettings, controlPlane, worker } from '../fixtures';

function mainDocument(cluster: ClusterSettings, machine: MachineSettings): unknown {
  return JSON.parse(machinePatches(cluster, machine, '')[0] ?? '');
}

test.each([
  ['10.200.0.0/16', ['10.96.0.0/12'], ['10.200.0.0/16']],
  ['fd00::/64', ['fd01::/112'], ['fd00::/64']],
  ['10.200.0.0/16', ['10.96.0.0/12', 'fd01::/112'], ['10.200.0.0/16', '::/0']],
  ['fd00::/64', ['fd01::/112', '10.96.0.0/12'], ['fd00::/64', '0.0.0.0/0']],
])('F-23 the kubelet of a machine in %s with services in %j takes addresses in %j', (subnet, serviceSubnets, taken) => {
  const cluster = clusterSettings('v1.13', { kubernetes: { serviceSubnets } });
  const address = subnet.startsWith('fd') ? 'fd00::2' : '10.200.5.2';
  for (const machine of [controlPlane({ subnet, address }), worker({ subnet, address })]) {
    expect(mainDocument(cluster, machine)).toHaveProperty('machine.kubelet.nodeIP.validSubnets', taken);
  }
});

test('F-23 members of etcd tell each other their address in the network of the machine', () => {
  const cluster = clusterSettings('v1.13');
  expect(mainDocument(cluster, controlPlane())).toHaveProperty('cluster.etcd', {
    advertisedSubnets: ['10.200.0.0/16'],
  });
});
