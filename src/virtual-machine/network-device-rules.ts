import { interfaceRules } from '../network/interface-rules';
import type { VlanOptions } from '../network/interface-settings';
import { claims } from '../values/claims';
import type { Draft } from '../values/draft';
import { DETERMINISTIC, MacAddress } from '../values/mac-address';
import type { Path } from '../values/path';
import { type KnownSettings, type PartRule, rulesOfParts, type SettingRules } from '../values/setting-rule';
import { DEFAULT_CPU_CORES, DEFAULT_MTU } from './limits';
import {
  cardMacTaken,
  cardSlotAfterGap,
  cardSlotTaken,
  onlyOfVirtio,
  queuesIdle,
  trunkIsPort,
  vlanBehindPort,
  vlanMtuTooLarge,
  vlanNotInTrunks,
  vlanTwice,
} from './network-device-faults';
import type { NetworkCardOptions, NetworkDeviceOptions } from './network-device-settings';
import type { PlacedVirtualMachine } from './placed';

type Known = KnownSettings<PlacedVirtualMachine>;

/** One card of a machine. */
interface Card {
  readonly options: Draft<NetworkCardOptions & { readonly vlans?: readonly VlanOptions[] }>;
  /** VLAN of its port. */
  readonly vlanId: number | undefined;
  readonly place: Path;
  /** Cores of the machine; nothing while they are not known. */
  readonly cores: number | undefined;
}

const CARD_RULES: readonly PartRule<Card>[] = [
  ...(['mtu', 'queues'] as const).map((setting): PartRule<Card> => ({
    at: ({ place }) => [...place, setting],
    condition: ({ options: { model = 'virtio', [setting]: value } }) => value === undefined || model === 'virtio',
    message: ({ options: { model = '' } }) => onlyOfVirtio(setting, model),
  })),
  {
    at: ({ place }) => [...place, 'queues'],
    severity: 'warning',
    condition: ({ options: { queues = 1 }, cores }) => cores === undefined || queues <= cores,
    message: ({ options: { queues = 1 }, cores = 1 }) => queuesIdle(queues, cores),
  },
];

/** A trunk of a card. */
interface Trunk {
  readonly id: number;
  readonly isTwice: boolean;
  readonly port: number | undefined;
  readonly place: Path;
}

const TRUNK_RULES: readonly PartRule<Trunk>[] = [
  { at: ({ place }) => place, condition: ({ isTwice }) => !isTwice, message: ({ id }) => vlanTwice(id) },
  { at: ({ place }) => place, condition: ({ id, port }) => id !== port, message: ({ id }) => trunkIsPort(id) },
];

/** A VLAN that Talos makes in a card. */
interface Vlan {
  readonly id: number;
  readonly isTwice: boolean;
  readonly mtu: number | undefined;
  readonly card: Card;
  readonly trunks: readonly number[] | undefined;
  readonly place: Path;
}

const VLAN_RULES: readonly PartRule<Vlan>[] = [
  {
    at: ({ place }) => [...place, 'id'],
    condition: ({ isTwice }) => !isTwice,
    message: ({ id }) => vlanTwice(id),
  },
  {
    at: ({ place }) => [...place, 'id'],
    condition: ({ id, trunks }) => trunks === undefined || trunks.includes(id),
    message: ({ id, trunks = [] }) => vlanNotInTrunks(id, trunks),
  },
  {
    at: ({ place }) => [...place, 'id'],
    condition: ({ trunks, card: { vlanId } }) => trunks !== undefined || vlanId === undefined,
    message: ({ id, card: { vlanId = 0 } }) => vlanBehindPort(id, vlanId),
  },
  {
    at: ({ place }) => [...place, 'mtu'],
    condition: ({ mtu = 0, card: { options } }) => mtu <= mtuOf(options),
    message: ({ mtu = 0, card: { options } }) => vlanMtuTooLarge(mtu, mtuOf(options)),
  },
];

/** A card beside the first, and what another one has of it. */
interface NamedCard {
  readonly device: Draft<NetworkDeviceOptions>;
  readonly place: Path;
  readonly sameSlot: string | undefined;
  readonly sameMac: string | undefined;
  /** The lowest slot that no card has, below its own. */
  readonly freeSlot: number | undefined;
}

const NAMED_RULES: readonly PartRule<NamedCard>[] = [
  {
    at: ({ place }) => [...place, 'slot'],
    condition: ({ sameSlot }) => sameSlot === undefined,
    message: ({ device: { slot = 0 }, sameSlot = '' }) => cardSlotTaken(slot, sameSlot),
  },
  {
    at: ({ place }) => [...place, 'slot'],
    condition: ({ freeSlot, sameSlot }) => freeSlot === undefined || sameSlot !== undefined,
    message: ({ device: { slot = 0 }, freeSlot = 0 }) => cardSlotAfterGap(slot, freeSlot),
  },
  {
    at: ({ place }) => [...place, 'macAddress'],
    condition: ({ sameMac }) => sameMac === undefined,
    message: ({ device: { macAddress = '' }, sameMac = '' }) => cardMacTaken(macAddress, sameMac),
  },
];

/** Conditions of the network cards of a machine. */
export const NETWORK_DEVICE_RULES: SettingRules<PlacedVirtualMachine> = [
  rulesOfParts(cardsOf, CARD_RULES),
  rulesOfParts((known) => cardsOf(known).flatMap(trunksOf), TRUNK_RULES),
  rulesOfParts((known) => cardsOf(known).flatMap(vlansOf), VLAN_RULES),
  rulesOfParts(namedCards, NAMED_RULES),
  ...interfaceRules<PlacedVirtualMachine>(
    ({ settings: { network, dhcp, primaryNetworkDevice, networkDevices = {} } }) => ({
      subnet: network?.subnet,
      defaultRoute: defaultRouteOf(dhcp, network?.gateway),
      vlans: primaryNetworkDevice?.vlans ?? [],
      vlansPlace: ['primaryNetworkDevice'],
      others: networkDevices,
      place: ['networkDevices'],
    }),
  ),
];

function defaultRouteOf(dhcp = false, gateway: string | undefined): string | undefined {
  if (dhcp) return 'the DHCP server of the first card';
  return gateway === undefined ? undefined : 'network.gateway';
}

function cardsOf({ settings, isUncertain }: Known): readonly Card[] {
  const {
    primaryNetworkDevice = {},
    networkDevices = {},
    vlanId,
    cpuCores = DEFAULT_CPU_CORES,
    cpuSockets = 1,
  } = settings;
  const cores = isUncertain('cpuCores') || isUncertain('cpuSockets') ? undefined : cpuCores * cpuSockets;
  return [
    { options: primaryNetworkDevice, vlanId, place: ['primaryNetworkDevice'], cores },
    ...Object.entries(networkDevices).map(([name, device = {}]) => ({
      options: device,
      vlanId: device.vlanId,
      place: ['networkDevices', name],
      cores,
    })),
  ];
}

function trunksOf({ options: { trunks = [] }, vlanId, place }: Card): readonly Trunk[] {
  return trunks.flatMap((id, index) =>
    id === undefined
      ? []
      : [{ id, port: vlanId, isTwice: trunks.indexOf(id) < index, place: [...place, 'trunks', index] }],
  );
}

function vlansOf(card: Card): readonly Vlan[] {
  const { vlans = [], trunks } = card.options;
  const ids = vlans.map((vlan) => vlan?.id);
  return vlans.flatMap(({ id, mtu } = {}, index) =>
    id === undefined
      ? []
      : [
          {
            id,
            mtu,
            card,
            isTwice: ids.indexOf(id) < index,
            trunks: trunks?.flatMap((trunk) => trunk ?? []),
            place: [...card.place, 'vlans', index],
          },
        ],
  );
}

function mtuOf({ mtu = DEFAULT_MTU }: Card['options']): number {
  return mtu === 'bridge' ? Number.POSITIVE_INFINITY : mtu;
}

function namedCards({ settings: { macAddress, networkDevices = {} }, isUncertain }: Known): readonly NamedCard[] {
  const cards = Object.entries(networkDevices).map(([name, device = {}]) => ({ name, device }));
  const slots = cards.map(({ device }) => device.slot);
  const areSlotsKnown = cards.every(
    ({ name, device }) => device.slot !== undefined && !isUncertain('networkDevices', name, 'slot'),
  );
  const owned = [{ name: 'the first card', device: { macAddress } }, ...cards];
  const macs = new Map(
    claims(owned, ({ device }) => normalMac(device.macAddress)).map(({ item, first }) => [item.name, first?.name]),
  );
  return cards.map(({ name, device }, index) => {
    const { slot = 1 } = device;
    const first = slots.indexOf(slot);
    const free = Array.from({ length: slot - 1 }, (_, number) => number + 1).find((number) => !slots.includes(number));
    return {
      device,
      place: ['networkDevices', name],
      sameSlot: first < index && device.slot !== undefined ? cards[first]?.name : undefined,
      sameMac: macs.get(name),
      freeSlot: areSlotsKnown ? free : undefined,
    };
  });
}

/** Those that are made of names differ by the names. */
function normalMac(text: string | undefined): string | undefined {
  return text === undefined || text === DETERMINISTIC || !MacAddress.isValid(text)
    ? undefined
    : MacAddress.of(text).toString();
}
