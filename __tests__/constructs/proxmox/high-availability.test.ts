import { HighAvailability, type HighAvailabilityProps } from '../../../src/constructs/proxmox/high-availability';
import { ProxmoxEndpoint } from '../../../src/constructs/proxmox/proxmox-endpoint';
import { TalosImage } from '../../../src/constructs/image/talos-image';
import type { ProxmoxNodeProps } from '../../../src/constructs/node/proxmox-node';
import { AGENT, node } from '../../support/homelab';
import { synthesize, testStack } from '../../support/synth';
import { TalosVersion } from '../../../src/values/talos-version';

interface Machine extends Partial<ProxmoxNodeProps> {
  readonly on?: string;
}

function looked(
  props: Partial<HighAvailabilityProps> = {},
  machines: Readonly<Record<string, Machine>> = { cp1: {}, cp2: { on: 'pve2' }, w1: { machineType: 'worker' } },
) {
  const { stack } = testStack();
  const endpoint = new ProxmoxEndpoint(stack, 'rack', {
    url: 'https://10.0.0.2:8006',
    hosts: Object.fromEntries(['pve1', 'pve2', 'pve3'].map((name) => [name, { diskDatastoreId: 'ceph' }])),
  });
  const image = new TalosImage(stack, 'image', {
    talosVersion: TalosVersion.of('v1.13.9'),
    schematic: AGENT,
    hosts: endpoint.hosts,
  });
  const nodes = Object.entries(machines).map(([hostname, { on = 'pve1', ...others }], index) =>
    node(stack, {
      hostname,
      host: endpoint.findHost(on),
      image,
      address: `10.0.0.1${index}`,
      onHostChange: 'ignore',
      ...others,
    }),
  );
  const made = new HighAvailability(stack, 'ha', { endpoint, nodes, ...props });
  return { stack, made };
}

test('looks after all machines, with control planes apart', () => {
  const { stack, made } = looked();
  const out = synthesize(stack);
  expect(Object.keys(out.byPath).filter((path) => path.startsWith('ha/'))).toEqual([
    'ha/resources/cp1', // its machine
    'ha/resources/cp2',
    'ha/resources/w1',
    'ha/rules/control-planes', // of cp1 and cp2
  ]);
  expect(out.at('ha/resources/cp1')).toEqual({
    provider: 'proxmox.rack',
    resource_id: 'vm:${proxmox_virtual_environment_vm.cp1_33051384.id}',
    state: 'started',
    max_restart: 1,
    max_relocate: 1,
    failback: true,
    lifecycle: { replace_triggered_by: ['proxmox_virtual_environment_vm.cp1_33051384.id'] },
  });
  expect(out.at('ha/rules/control-planes')).toMatchObject({
    rule: 'stack-test-control-planes',
    type: 'resource-affinity',
    affinity: 'negative',
    resources: [
      '${proxmox_haresource.ha_resources_cp1_3FD47347.resource_id}',
      '${proxmox_haresource.ha_resources_cp2_0A4839AE.resource_id}',
    ],
  });
  expect([...made.resourceIds.keys()]).toEqual(['cp1', 'cp2', 'w1']);
});

test('has every setting', () => {
  const { stack, made } = looked({
    machines: ['batch', 'cp2'],
    groups: { batch: ['cp1', 'w1'] },
    state: 'ignored',
    maxRestart: 3,
    maxRelocate: 0,
    failback: false,
    separateControlPlanes: false,
    nodeAffinity: { fast: { machines: ['w1'], hosts: { pve1: 2, pve3: 1 }, strict: true } },
    resourceAffinity: { pair: { machines: ['cp1', 'cp2'], affinity: 'positive' } },
  });
  const out = synthesize(stack);
  expect(out.at('ha/resources/w1')).toMatchObject({
    state: 'ignored',
    max_restart: 3,
    max_relocate: 0,
    failback: false,
  });
  expect(out.at('ha/rules/fast')).toMatchObject({
    rule: 'stack-test-fast',
    type: 'node-affinity',
    nodes: { pve1: 2, pve3: 1 },
    strict: true,
  });
  expect(out.at('ha/rules/fast')).not.toHaveProperty('affinity');
  expect(out.at('ha/rules/pair')).toMatchObject({ type: 'resource-affinity', affinity: 'positive' });
  expect(made.settings.rules).not.toHaveProperty('control-planes');
});

test('F-57 the host of a machine is where it was made, and a move by Proxmox VE plans nothing', () => {
  const out = synthesize(looked().stack);
  const vm = out.at('cp2/Resource') as { readonly lifecycle: { readonly ignore_changes: readonly string[] } };
  expect(vm).toMatchObject({ node_name: 'pve2' });
  expect(vm).not.toHaveProperty('migrate');
  expect(vm.lifecycle.ignore_changes).toContain('node_name');
});

test.each<[string, Partial<HighAvailabilityProps>, Readonly<Record<string, Machine>> | undefined, string]>([
  [
    'when a machine would be moved back',
    {},
    { cp1: { onHostChange: 'migrate' } },
    'nodes[0].onHostChange: got "migrate", but high availability moves the machine',
  ],
  [
    'when a machine is not given',
    { machines: ['cp9'] },
    undefined,
    'machines[0]: got "cp9"; no virtual machine or pool of the endpoint rack has this name, write one of cp1, cp2, w1',
  ],
  [
    'when a group has a machine that is not given',
    { groups: { batch: ['w1', 'w9'] } },
    undefined,
    'groups.batch[1]: got "w9"; nodes have no such machine, write one of cp1, cp2, w1',
  ],
  [
    'when rules contradict each other',
    { resourceAffinity: { pair: { machines: ['cp1', 'cp2'], affinity: 'positive' } } },
    undefined,
    'resourceAffinity.pair.machines: cp1 and cp2 are kept apart by the rule control-planes',
  ],
  ['when too much is tried', { maxRestart: 11 }, undefined, 'maxRestart: got 11; write a whole number from 0 to 10'],
  [
    'when a machine is to be stopped',
    { state: 'stopped' as 'started' },
    undefined,
    'state: got "stopped"; write "started" or "ignored"',
  ],
  ['when no machine is named', { machines: [] }, undefined, 'machines: got []; write at least one name of a machine'],
  [
    'when a rule has no host',
    { nodeAffinity: { near: { machines: ['w1'], hosts: {} } } },
    undefined,
    'nodeAffinity.near.hosts: got {}; write at least one host with its priority, such as { pve1: 1 }',
  ],
])('fails %s', (_title, props, machines, message) => {
  expect(() => looked(props, machines)).toThrow(message);
});

test('fails with a machine of another endpoint', () => {
  const { stack } = testStack();
  const endpoint = new ProxmoxEndpoint(stack, 'rack', {
    url: 'https://10.0.0.2:8006',
    hosts: { pve1: { diskDatastoreId: 'ceph' }, pve2: { diskDatastoreId: 'ceph' } },
  });
  expect(() => new HighAvailability(stack, 'ha', { endpoint, nodes: [node(stack)] })).toThrow(
    'nodes[0]: cp1 is a machine of the endpoint main; give machines of rack only',
  );
});
