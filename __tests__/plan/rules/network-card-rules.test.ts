import { type Attributes, home, update } from '../../support/plan';
import { type Allowed, describeRules, type PlanDocument, type Refused } from '../../support/refusal-rows';

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

const CARDS =
  'would become another network card while the machine runs, as Proxmox VE and the provider count cards by position, so addresses would end up on other networks; add a card after the others, remove only the last one, and change what a card is connected to in an apply of its own';

const REFUSED: readonly Refused[] = [
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
];

const ALLOWED: readonly Allowed[] = [
  ['a network card added after the others', rewired([LAN], [LAN, STORAGE])],
  ['the last network card removed', rewired([LAN, STORAGE], [LAN])],
  ['a network card on another bridge', rewired([LAN, STORAGE], [{ ...LAN, bridge: 'vmbr9' }, STORAGE])],
  ['a network card with another MAC address', rewired([LAN, STORAGE], [LAN, { ...STORAGE, mac: C }])],
];

describeRules(REFUSED, ALLOWED);
