import { deterministicMac } from '../../../src/values/deterministic-mac';
import { cluster, node } from '../../support/homelab';
import { synth } from '../../support/synth';

interface Gate {
  readonly provisioner: readonly [{ readonly 'local-exec': Readonly<Record<string, unknown>> }];
  readonly depends_on: readonly string[];
}

const PATH = 'cluster/nodes/cp1/address';

test('a machine that asks a DHCP server is waited for on its reserved address, before it is configured', () => {
  const out = synth(
    (stack) => void cluster(stack, { nodes: [node(stack, { dhcp: true })], timeouts: { applySeconds: 9 } }),
  );
  const gate = out.at(PATH) as unknown as Gate;
  expect(gate.provisioner[0]['local-exec']).toMatchObject({
    environment: {
      API_ADDRESS: '10.0.0.11',
      API_TIMEOUT_SECONDS: '9',
      MACHINE: `cp1 (MAC address ${deterministicMac('test', 'cp1')})`,
    },
  });
  expect(gate.depends_on).toEqual([expect.stringMatching(/^proxmox_virtual_environment_vm\.cp1/) as string]);
  expect(out.at('cluster/nodes/cp1/apply')).toMatchObject({
    depends_on: [expect.stringMatching(/^terraform_data\.cluster_nodes_cp1_address/) as string],
  });
});

test('nobody waits for a machine with a static address', () => {
  const out = synth((stack) => void cluster(stack, { nodes: [node(stack)] }));
  expect(Object.keys(out.byPath)).not.toContain(PATH);
});
