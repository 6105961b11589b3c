import { type Attributes, absent, create, destroy, end, home, planJson, HOME, update } from '../../support/plan';
import { type Allowed, describeRules, type PlanDocument, refusalsOf, type Refused } from '../../support/refusal-rows';

const UUID = '1b2c3d4e-0000-4000-8000-000000000001';
const OTHER = '1b2c3d4e-0000-4000-8000-000000000002';

function smbios(uuid: string | undefined): (values: Attributes) => void {
  return (values) => {
    values.smbios = uuid === undefined ? [] : [{ uuid, serial: '' }];
  };
}

/** A worker whose UUID changes. */
function identity(from: string | undefined, to: string | undefined): PlanDocument {
  return home({ 'work-01': { vmIs: smbios(from), vm: update(smbios(to)) } });
}

interface Card {
  readonly bridge: string;
  readonly mac?: string;
  readonly vlan?: number;
}

function cards(...list: readonly Card[]): (values: Attributes) => void {
  return (values) => {
    values.network_device = list.map(({ bridge, mac = null, vlan = 0 }) => ({
      bridge,
      mac_address: mac,
      vlan_id: vlan,
    }));
  };
}

const [A, B, C] = ['BC:24:11:00:00:0A', 'BC:24:11:00:00:0B', 'BC:24:11:00:00:0C'];

/** A worker whose network cards change. */
function rewired(before: readonly Card[], after: readonly Card[]): PlanDocument {
  return home({ 'work-01': { vmIs: cards(...before), vm: update(cards(...after)) } });
}

const LAN: Card = { bridge: 'vmbr0', mac: A };
const STORAGE: Card = { bridge: 'vmbr1', mac: B, vlan: 30 };

const ENCRYPTED =
  'Talos makes the keys of nodeID encryption from it, so volumes that are encrypted with one are not opened';
const KEPT = `after the next start, and Kubernetes and everything that counts machines by it sees another one; write smbiosUuid: ${UUID}, or accept it if nothing of the machine is encrypted by its id`;
const CARDS =
  'would become another network card while the machine runs, as Proxmox VE and the provider count cards by position, so addresses would end up on other networks; add a card after the others, remove only the last one, and change what a card is connected to in an apply of its own';

const POOL = 'proxmox_virtual_environment_pool.endpoint-main_pool-talos_9F2C1A00';

/** A plan that removes a resource pool in which these are. */
function poolGone(plan: PlanDocument, ...members: readonly Attributes[]): PlanDocument {
  const values = { id: 'talos', pool_id: 'talos', comment: '', members };
  const [type = '', name = ''] = POOL.split('.');
  const change = {
    address: POOL,
    mode: 'managed',
    type,
    name,
    provider_name: 'registry.opentofu.org/bpg/proxmox',
    change: { actions: ['delete'], before: values, after: null, after_unknown: {}, before_sensitive: {} },
  };
  const { values: state } = plan.prior_state as { values: { root_module: { resources: readonly object[] } } };
  const { change: _planned, ...resource } = change;
  const resources = [...state.root_module.resources, { ...resource, values }];
  return {
    ...plan,
    resource_changes: [...(plan.resource_changes as readonly object[]), change],
    prior_state: { format_version: '1.0', values: { root_module: { resources } } },
  };
}

const vm = (vmId: number): Attributes => ({ id: `qemu/${vmId}`, type: 'qemu', vm_id: vmId, node_name: 'pve1' });
const inPool = (values: Attributes): void => {
  values.pool_id = 'talos';
};
const EMPTY = 'and Proxmox VE removes empty pools only, so the apply would fail halfway;';
const FIRST = 'move them to another pool or remove them first, or keep the pool';

const REFUSED: readonly Refused[] = [
  [
    'a UUID that is removed',
    identity(UUID, undefined),
    [`machine-identity-changes: work-01: its SMBIOS UUID would no longer be ${UUID}: ${ENCRYPTED} ${KEPT}`],
    ['work-01'],
  ],
  [
    'a UUID that changes',
    identity(UUID, OTHER),
    [`machine-identity-changes: work-01: its SMBIOS UUID would change from ${UUID} to ${OTHER}: ${ENCRYPTED} ${KEPT}`],
    ['work-01'],
  ],
  [
    'a UUID that is written for a machine that has another',
    identity(undefined, UUID),
    [
      `machine-identity-changes: work-01: its SMBIOS UUID would become ${UUID}, and Proxmox VE gave it another one when it was created: ${ENCRYPTED} after the next start; write the UUID that the machine has (smbios1 of qm config), leave smbiosUuid out, or accept it if nothing is encrypted by its id`,
    ],
    ['work-01'],
  ],
  [
    'the first of two network cards removed',
    rewired([LAN, STORAGE], [STORAGE]),
    [`network-card-shifts: work-01: net0 (vmbr0 ${A} -> vmbr1 VLAN 30 ${B}) ${CARDS}`],
    ['work-01'],
  ],
  [
    'the first of two network cards removed, without MAC addresses in the file',
    rewired([LAN, STORAGE], [{ bridge: 'vmbr1', mac: A, vlan: 30 }]),
    [`network-card-shifts: work-01: net0 (vmbr0 ${A} -> vmbr1 VLAN 30 ${A}) ${CARDS}`],
    ['work-01'],
  ],
  [
    'a network card put before another one',
    rewired([LAN, STORAGE], [LAN, { bridge: 'vmbr2', mac: C }, STORAGE]),
    [`network-card-shifts: work-01: net1 (vmbr1 VLAN 30 ${B} -> vmbr2 ${C}) ${CARDS}`],
    ['work-01'],
  ],
  [
    'two network cards that swap',
    rewired([LAN, STORAGE], [STORAGE, LAN]),
    [
      `network-card-shifts: work-01: net0 (vmbr0 ${A} -> vmbr1 VLAN 30 ${B}), net1 (vmbr1 VLAN 30 ${B} -> vmbr0 ${A}) ${CARDS}`,
    ],
    ['work-01'],
  ],
  [
    'a resource pool removed while machines stay',
    poolGone(home({ 'work-00': { vmIs: inPool } }), vm(821), vm(4711)),
    [`pool-not-empty: resource pool talos: would be removed while VM 821, VM 4711 are in it, ${EMPTY} ${FIRST}`],
    ['pool/talos'],
  ],
  [
    'a resource pool removed while a datastore is in it',
    poolGone(home({}), { id: 'storage/pve1/nfs', type: 'storage', datastore_id: 'nfs', vm_id: 0 }),
    [`pool-not-empty: resource pool talos: would be removed while storage nfs is in it, ${EMPTY} ${FIRST}`],
    ['pool/talos'],
  ],
];

const leavesPool = update((values) => {
  values.pool_id = 'other';
});

const ALLOWED: readonly Allowed[] = [
  ['a UUID that stays', identity(UUID, UUID.toUpperCase())],
  [
    'a UUID that the provider keeps',
    home({ 'work-01': { vmIs: smbios(UUID), vm: update(smbios(undefined), ['smbios']) } }),
  ],
  [
    'a UUID of a new machine',
    home({ 'work-02': { role: 'worker', number: 23, vmIs: smbios(UUID), vm: create, config: create } }),
  ],
  ['a network card added after the others', rewired([LAN], [LAN, STORAGE])],
  ['the last network card removed', rewired([LAN, STORAGE], [LAN])],
  ['a network card on another bridge', rewired([LAN, STORAGE], [{ ...LAN, bridge: 'vmbr9' }, STORAGE])],
  ['a network card with another MAC address', rewired([LAN, STORAGE], [LAN, { ...STORAGE, mac: C }])],
  ['an empty resource pool removed', poolGone(home({}))],
  [
    'a resource pool removed after its machine moved',
    poolGone(home({ 'work-00': { vmIs: inPool, vm: leavesPool } }), vm(821)),
  ],
  [
    'a resource pool removed with its machine',
    poolGone(home({ 'work-01': { vmIs: inPool, vm: destroy, config: destroy } }), vm(822)),
  ],
];

describeRules(REFUSED, ALLOWED);

test('the end of a cluster is refused while others are in its resource pool', () => {
  const machines = Object.fromEntries(
    Object.entries(HOME).map(([name, story]) => [name, { ...story, vm: end, config: absent }]),
  );
  const plan = poolGone(planJson({ machines, secrets: end, bootstrap: end, kubeconfig: end, image: end }), vm(821));
  expect(refusalsOf(plan, ['home'])).toEqual([]);
  const foreign = poolGone(planJson({ machines, secrets: end, bootstrap: end, kubeconfig: end, image: end }), vm(4711));
  expect(refusalsOf(foreign, ['home'])).toEqual([expect.stringMatching(/^pool-not-empty: .*VM 4711 is in it/)]);
});
