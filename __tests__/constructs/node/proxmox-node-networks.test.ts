import { ProxmoxNode, type ProxmoxNodeProps } from '../../../src/constructs/node/proxmox-node';
import { deterministicMac } from '../../../src/values/deterministic-mac';
import { controlPlane, host, image } from '../../support/homelab';
import { synthesize, testStack } from '../../support/synth';

interface Machine {
  readonly network_device: readonly Readonly<Record<string, unknown>>[];
  readonly initialization: { readonly ip_config: unknown };
}

function made(props: Partial<ProxmoxNodeProps> = {}) {
  const { stack } = testStack();
  const node = new ProxmoxNode(stack, 'cp1', { ...controlPlane(), host: host(stack), image: image(stack), ...props });
  return { node, machine: synthesize(stack).at('cp1/Resource') as unknown as Machine };
}

const UNSET = {
  disconnected: null,
  enabled: null,
  firewall: null,
  mac_address: null,
  model: null,
  mtu: null,
  queues: null,
  rate_limit: null,
  trunks: null,
  vlan_id: null,
};

test('a machine has one card, of which nothing is said but its bridge', () => {
  const { node, machine } = made();
  expect(machine.network_device).toEqual([{ ...UNSET, bridge: 'vmbr0' }]);
  expect(node.machine.interfaces).toBeUndefined();
});

test('cards stand in the order of their slots, with all that is written', () => {
  const { node, machine } = made({
    vlanId: 10,
    macAddress: 'bc-24-11-00-00-01',
    primaryNetworkDevice: { trunks: [30, 20], mtu: 'bridge', firewall: true, queues: 2 },
    networkDevices: {
      lab: { slot: 2, bridge: 'lab', model: 'e1000', rateLimitMegabytesPerSecond: 12.5, vlanId: 40 },
      storage: { slot: 1, mtu: 9000, macAddress: '02:00:00:00:00:01', addresses: ['10.1.0.11/24'] },
    },
  });
  expect(machine.network_device).toEqual([
    {
      ...UNSET,
      bridge: 'vmbr0',
      vlan_id: 10,
      mac_address: 'BC:24:11:00:00:01',
      trunks: '20;30',
      mtu: 1,
      firewall: true,
      queues: 2,
    },
    { ...UNSET, bridge: 'vmbr0', mac_address: '02:00:00:00:00:01', mtu: 9000 },
    {
      ...UNSET,
      bridge: 'lab',
      vlan_id: 40,
      mac_address: deterministicMac('test', 'cp1', 'lab'),
      model: 'e1000',
      rate_limit: 12.5,
    },
  ]);
  expect(machine.initialization.ip_config).toEqual([{ ipv4: { address: '10.0.0.11/24', gateway: '10.0.0.1' } }]);
  expect(node.machine.interfaces).toEqual({
    primary: { macAddress: 'BC:24:11:00:00:01' },
    others: [
      { slot: 1, macAddress: '02:00:00:00:00:01', mtu: 9000, addresses: ['10.1.0.11/24'] },
      { slot: 2, macAddress: deterministicMac('test', 'cp1', 'lab') },
    ],
  });
});

test('a machine that asks a DHCP server has a MAC address that is known beforehand', () => {
  const { node, machine } = made({ dhcp: true });
  expect(machine.network_device).toEqual([{ ...UNSET, bridge: 'vmbr0', mac_address: deterministicMac('test', 'cp1') }]);
  expect(machine.initialization.ip_config).toEqual([{ ipv4: { address: 'dhcp' } }]);
  expect(node.machine).toMatchObject({
    dhcp: true,
    interfaces: { primary: { macAddress: deterministicMac('test', 'cp1') } },
  });
});
