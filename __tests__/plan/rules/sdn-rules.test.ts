import { type Attributes, absent, destroy, home, HOME, planJson, end, update } from '../../support/plan';
import { type Allowed, describeRules, type PlanDocument, refusalsOf, type Refused } from '../../support/refusal-rows';

/** A resource of the software-defined network, as it is and as it will be; `null` takes it away. */
function withNetwork(
  plan: PlanDocument,
  ...rows: readonly (readonly [string, Attributes, Attributes | null])[]
): PlanDocument {
  const changes = rows.map(([kind, before, after], index) => {
    const type = `proxmox_sdn_${kind}`;
    const name = `sdn_main_${index}`;
    const actions =
      after === null ? ['delete'] : JSON.stringify(before) === JSON.stringify(after) ? ['no-op'] : ['update'];
    return {
      ...{ address: `${type}.${name}`, mode: 'managed', type, name },
      provider_name: 'registry.opentofu.org/bpg/proxmox',
      change: { actions, before, after, after_unknown: {}, before_sensitive: {}, after_sensitive: {} },
    };
  });
  const { values: state } = plan.prior_state as { values: { root_module: { resources: readonly object[] } } };
  const kept = changes.map(({ change, ...resource }) => ({ ...resource, values: change.before }));
  return {
    ...plan,
    resource_changes: [...(plan.resource_changes as readonly object[]), ...changes],
    prior_state: {
      format_version: '1.0',
      values: { root_module: { resources: [...state.root_module.resources, ...kept] } },
    },
  };
}

const onLab = (values: Attributes): void => {
  values.network_device = [{ bridge: 'lab', mac_address: 'BC:24:11:00:00:01' }];
};
const LAB = { id: 'lab', zone: 'talos' };
const TALOS = { id: 'talos', mtu: 1400, peers: ['10.0.0.2'] };
const SUBNET = {
  id: 'talos-10.20.0.0-24',
  vnet: 'lab',
  cidr: '10.20.0.0/24',
  dhcp_range: { start_address: '10.20.0.9' },
};
const QINQ = { id: 'talos', service_vlan: 100, service_vlan_protocol: '802.1q', mtu: 1496 };
const LOST = 'Proxmox VE removes it all the same, and they lose this network;';
const FAILS = 'which Proxmox VE refuses, so the apply would fail halfway;';
const ONLY = 'the provider cannot change a zone of type';

const REFUSED: readonly Refused[] = [
  [
    'a vnet removed while a machine is on it',
    withNetwork(home({ 'work-00': { vmIs: onLab } }), ['vnet', LAB, null]),
    [
      `vnet-in-use: vnet lab: would be removed while work-00 is connected to it; ${LOST} connect them to another network and apply that first, or keep the vnet`,
    ],
    ['work-00'],
  ],
  [
    'a vnet removed together with the move of its machine, as it goes first',
    withNetwork(
      home({
        'work-00': {
          vmIs: onLab,
          vm: update((values) => {
            values.network_device = [{ bridge: 'vmbr0', mac_address: 'BC:24:11:00:00:01' }];
          }),
        },
      }),
      ['vnet', LAB, null],
    ),
    [expect.stringMatching(/^vnet-in-use: /)],
    ['work-00'],
  ],
  [
    'a zone removed while a vnet is in it',
    withNetwork(home({}), ['zone_vxlan', TALOS, null], ['vnet', LAB, LAB]),
    [
      `zone-in-use: zone talos: would be removed while the vnet lab is in it, ${FAILS} add the other zone, move the vnets there and apply that first, or keep the zone`,
    ],
    ['zone/talos'],
  ],
  [
    'a change that the provider takes for the loss of all peers',
    withNetwork(home({}), ['zone_vxlan', TALOS, { ...TALOS, mtu: 1300 }]),
    [expect.stringContaining(`zone-not-changeable: zone talos: ${ONLY} vxlan`)],
    ['zone/talos'],
  ],
  [
    'a change of one of two settings that the provider reads together',
    withNetwork(home({}), ['zone_qinq', QINQ, { ...QINQ, service_vlan: 101 }]),
    [expect.stringContaining(`zone-not-changeable: zone talos: ${ONLY} qinq`)],
    ['zone/talos'],
  ],
  [
    'a subnet removed while a machine holds an address of it',
    withNetwork(home({ 'work-00': { vmIs: onLab } }), ['subnet', SUBNET, null]),
    [
      'subnet-in-use: subnet 10.20.0.0/24: would be removed or replaced while work-00 holds an address of its dhcpRange, which Proxmox VE refuses, so the apply would fail halfway; connect them to another network and apply that first, or keep the subnet as it is',
    ],
    ['subnet/10.20.0.0/24'],
  ],
];

const ALLOWED: readonly Allowed[] = [
  ['a vnet removed that no machine is on', withNetwork(home({}), ['vnet', LAB, null])],
  [
    'a vnet removed with its machine and its zone',
    withNetwork(
      home({ 'work-01': { vmIs: onLab, vm: destroy, config: destroy } }),
      ['vnet', LAB, null],
      ['zone_vxlan', TALOS, null],
    ),
  ],
  [
    'a zone removed after its vnets moved',
    withNetwork(home({}), ['zone_vxlan', TALOS, null], ['vnet', { ...LAB, zone: 'other' }, { ...LAB, zone: 'other' }]),
  ],
  ['other peers', withNetwork(home({}), ['zone_vxlan', TALOS, { ...TALOS, peers: ['10.0.0.3'] }])],
  ['another packet size of a VLAN zone', withNetwork(home({}), ['zone_vlan', TALOS, { ...TALOS, mtu: 1300 }])],
  ['a subnet removed whose vnet no machine is on', withNetwork(home({}), ['subnet', SUBNET, null])],
  [
    'a subnet removed that gives no addresses',
    withNetwork(home({ 'work-00': { vmIs: onLab } }), ['subnet', { ...SUBNET, dhcp_range: null }, null]),
  ],
];

describeRules(REFUSED, ALLOWED);

test('the end of a cluster takes its networks with it', () => {
  const machines = Object.fromEntries(
    Object.entries(HOME).map(([name, story]) => [name, { ...story, vmIs: onLab, vm: end, config: absent }]),
  );
  const plan = planJson({ machines, secrets: end, bootstrap: end, kubeconfig: end, image: end });
  expect(refusalsOf(withNetwork(plan, ['vnet', LAB, null], ['zone_vxlan', TALOS, null]), ['home'])).toEqual([]);
});
