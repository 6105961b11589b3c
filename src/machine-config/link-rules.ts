import type { BondMode } from '../network/link-settings';
import type { Draft } from '../values/draft';
import type { Path } from '../values/path';
import { type PartRules, rulesOfParts, type SettingRules } from '../values/setting-rule';
import { MADE_LINKS } from './documents/described-links';
import { interfaceName, PHYSICAL_ALIAS, PHYSICAL_LINK } from './documents/link-name';
import type { JudgedMachine } from './judged-machine';
import { LINK_ADDRESS_RULES } from './link-address-rules';
import { LINK_CONTRACT_RULES } from './link-contract-rules';
import {
  addressOnMadeLink,
  cardFoundAlready,
  cardFoundTwice,
  cardSaidElsewhere,
  delayNotAMultiple,
  delayWithoutInterval,
  linkNameTaken,
  memberCarriesAddress,
  memberOfItself,
  memberTwice,
  memberWithAddresses,
  mtuAboveParent,
  notOfBondMode,
  physicalNotAlone,
  sameCard,
  vlanTwice,
} from './link-faults';
import { ROUTING_RULES } from './routing-rules';
import { TUNNEL_RULES } from './tunnel-rules';
import { membershipsOf, primaryName, type WrittenLink, writtenLinks } from './written-links';

/** Modes of bonds that a setting means something in. */
const MODES_OF: Readonly<Record<string, readonly BondMode[]>> = {
  lacpRate: ['802.3ad'],
  adSelect: ['802.3ad'],
  xmitHashPolicy: ['802.3ad', 'balance-xor', 'balance-tlb'],
};

const DELAYS = ['upDelayMilliseconds', 'downDelayMilliseconds'] as const;

/** Interval of bonds that say none, in milliseconds. */
const DEFAULT_INTERVAL = 100;

const ADDRESSING = ['addresses', 'dhcp', 'dhcpv6', 'gateway', 'routes'] as const;

/** A fault of a link, where it is. */
interface Found {
  readonly place: Path;
  readonly message: string;
}

/** Faults that are found by looking through all links of a machine. */
function found(
  part: 'key' | 'value',
  find: (settings: Draft<JudgedMachine>) => readonly Found[],
): PartRules<JudgedMachine> {
  return rulesOfParts<JudgedMachine, Found>(
    ({ settings }) => (settings.links === undefined ? [] : find(settings)),
    [
      {
        at: ({ place }) => place,
        ...(part === 'key' && { part }),
        condition: () => false,
        message: ({ message }) => message,
      },
    ],
  );
}

/** Conditions of links. */
export const LINK_RULES: SettingRules<JudgedMachine> = [
  found('key', namesTaken),
  found('value', cardFaults),
  found('value', cardsTwice),
  {
    at: () => ['link'],
    condition: ({ settings }) => othersBesidePhysical(settings).length === 0,
    message: ({ settings }) => physicalNotAlone(othersBesidePhysical(settings)),
  },
  {
    at: () => ['link'],
    condition: ({ settings: { isMade, link = '', links = {} } }) =>
      isMade !== true || !MADE_LINKS.some((kind) => Object.hasOwn(links[kind] ?? {}, link)),
    message: ({ settings: { link = '' } }) => addressOnMadeLink(link),
  },
  found('value', memberFaults),
  found('key', addressesOfMembers),
  found('key', bondSettings),
  found('value', bondDelays),
  found('value', vlanFaults),
  ...LINK_ADDRESS_RULES,
  ...TUNNEL_RULES,
  ...ROUTING_RULES,
  ...LINK_CONTRACT_RULES,
];

function namesTaken(settings: Draft<JudgedMachine>): readonly Found[] {
  const owners = new Map<string, string>([
    ['lo', 'the loopback of the kernel'],
    [PHYSICAL_LINK, 'a word of link for the only card'],
    ['kubespan', 'the tunnel of KubeSpan'],
    ['siderolink', 'the tunnel of SideroLink'],
  ]);
  const cards = [...interfaceNames(settings).keys()];
  return writtenLinks(settings).flatMap(({ kind, name, place }) => {
    const card = kind !== 'cards' && cards.includes(name) ? 'a card of the machine' : undefined;
    const owner = owners.get(name) ?? card;
    owners.set(name, owner ?? `that of links.${kind}`);
    return owner === undefined ? [] : [{ place, message: linkNameTaken(name, owner) }];
  });
}

/** Cards of a virtual machine by the names that they have. */
function interfaceNames({ interfaces }: Draft<JudgedMachine>): ReadonlyMap<string, string> {
  const others = (interfaces?.others ?? []).flatMap((each) => each?.slot ?? []);
  return new Map(others.map((slot) => [interfaceName({ slot }), `networkDevices with slot ${slot}`]));
}

function cardFaults(settings: Draft<JudgedMachine>): readonly Found[] {
  const cards = interfaceNames(settings);
  const first = settings.link === PHYSICAL_LINK || cards.size > 0 ? [PHYSICAL_ALIAS] : [];
  return writtenLinks(settings)
    .filter(({ kind }) => kind === 'cards')
    .flatMap(({ name, place, link }): readonly Found[] => {
      const ways = [link.macAddress, link.busPath, link.match].filter((way) => way !== undefined).length;
      const device = cards.get(name);
      const others = Object.keys(link).filter((key) => key !== 'ethernet');
      if (device !== undefined && others.length > 0) return [{ place, message: cardSaidElsewhere(name, device) }];
      if (ways > 0 && first.includes(name)) return [{ place, message: cardFoundAlready(name, 'Talos') }];
      return ways > 1 ? [{ place, message: cardFoundTwice() }] : [];
    });
}

function cardsTwice(settings: Draft<JudgedMachine>): readonly Found[] {
  const owners = new Map<string, string>();
  return writtenLinks(settings).flatMap(({ name, place, link: { macAddress, busPath } }) =>
    Object.entries({ macAddress: macAddress?.toLowerCase().replaceAll('-', ':'), busPath }).flatMap(([key, text]) => {
      if (text === undefined) return [];
      const owner = owners.get(text);
      owners.set(text, owner ?? name);
      return owner === undefined ? [] : [{ place: [...place, key], message: sameCard(text, owner) }];
    }),
  );
}

/** Of a virtual machine Talos finds the first card by its MAC address, and where there is one card by its kind. */
function othersBesidePhysical(settings: Draft<JudgedMachine>): readonly string[] {
  if (settings.link !== PHYSICAL_LINK || settings.interfaces !== undefined) return [];
  return writtenLinks(settings)
    .filter(({ kind, name }) => (kind === 'cards' && name !== PHYSICAL_ALIAS) || kind === 'bonds')
    .map(({ name }) => name);
}

function memberFaults(settings: Draft<JudgedMachine>): readonly Found[] {
  const primary = primaryName(settings);
  const owners = new Map<string, string>();
  return membershipsOf(settings).flatMap(({ member, owner, place }) => {
    const other = owners.get(member);
    owners.set(member, other ?? owner.name);
    if (member === owner.name) return [{ place, message: memberOfItself(member) }];
    if (other !== undefined) return [{ place, message: memberTwice(member, other) }];
    return member === primary ? [{ place, message: memberCarriesAddress(member, owner.name) }] : [];
  });
}

/** A link in a routing domain keeps its addresses. */
function addressesOfMembers(settings: Draft<JudgedMachine>): readonly Found[] {
  const owners = new Map(
    membershipsOf(settings).flatMap(({ member, owner }) => (owner.kind === 'vrfs' ? [] : [[member, owner.name]])),
  );
  return writtenLinks(settings).flatMap(({ name, place, link }) => {
    const owner = owners.get(name);
    return owner === undefined
      ? []
      : ADDRESSING.filter((key) => link[key] !== undefined && link[key] !== false).map((key) => ({
          place: [...place, key],
          message: memberWithAddresses(owner),
        }));
  });
}

function bondSettings(settings: Draft<JudgedMachine>): readonly Found[] {
  return bonds(settings).flatMap(({ place, link }) =>
    Object.entries(MODES_OF)
      .filter(
        ([setting, modes]) =>
          link[setting as 'lacpRate'] !== undefined && link.mode !== undefined && !modes.includes(link.mode),
      )
      .map(([setting, modes]) => ({
        place: [...place, setting],
        message: notOfBondMode(setting, link.mode ?? '', modes),
      })),
  );
}

function bondDelays(settings: Draft<JudgedMachine>): readonly Found[] {
  return bonds(settings).flatMap(({ place, link }) => {
    const interval = link.miimonMilliseconds ?? DEFAULT_INTERVAL;
    return DELAYS.flatMap((key) => {
      const delay = link[key] ?? 0;
      if (delay === 0 || (interval > 0 && delay % interval === 0)) return [];
      const message = interval === 0 ? delayWithoutInterval() : delayNotAMultiple(delay, interval);
      return [{ place: [...place, key], message }];
    });
  });
}

function bonds(settings: Draft<JudgedMachine>): readonly WrittenLink[] {
  return writtenLinks(settings).filter(({ kind }) => kind === 'bonds');
}

function vlanFaults(settings: Draft<JudgedMachine>): readonly Found[] {
  const all = writtenLinks(settings);
  const owners = new Map<string, string>();
  return all
    .filter(({ kind }) => kind === 'vlans')
    .flatMap(({ name, place, link: { parent, id, mtu } }): readonly Found[] => {
      if (parent === name) return [{ place: [...place, 'parent'], message: memberOfItself(name) }];
      const key = `${parent ?? ''} ${id ?? ''}`;
      const owner = owners.get(key);
      if (parent !== undefined && id !== undefined) owners.set(key, owner ?? name);
      const most = all.find((each) => each.name === parent)?.link.mtu;
      return [
        ...(owner === undefined ? [] : [{ place: [...place, 'id'], message: vlanTwice(id ?? 0, parent ?? '', owner) }]),
        ...(mtu !== undefined && most !== undefined && mtu > most
          ? [{ place: [...place, 'mtu'], message: mtuAboveParent(mtu, parent ?? '', most) }]
          : []),
      ];
    });
}
