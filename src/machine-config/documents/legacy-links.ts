import type { LinkAddressing, LinkOptions } from '../../network/link-settings';
import { withoutEmpty } from '../fields';
import { bondFields } from './bond';
import { cardSelector, type DeviceSelector } from './card-selector';
import { fieldsOf, FURTHER_METRIC, isOnMadeLink, linksOf, MADE_LINKS, memberNames } from './described-links';
import { type Interface, legacyDhcp, legacyInterfaces, type LegacyVlan } from './legacy-interfaces';
import type { LinkSettings } from './link-address';
import { legacyOf } from './link-fields';
import { interfaceName, linkName } from './link-name';
import { wireguardFields } from './wireguard';

/** An item of `machine.network.interfaces`, by the name of its link. */
interface NamedInterface {
  readonly name: string;
  readonly item: Interface;
}

/** All links of a machine, for contracts without documents for them. VLANs stand inside of the link that they are in. */
export function legacyLinks(machine: LinkSettings, vip: string | undefined): readonly Interface[] {
  const others = (machine.interfaces?.others ?? []).map(interfaceName);
  const known = isOnMadeLink(machine) ? others : [linkName(machine), ...others];
  const items = [
    ...legacyInterfaces(machine, vip).map((item, index) => ({ name: known[index] ?? '', item })),
    ...cards(machine, known),
    ...MADE_LINKS.flatMap((kind) => (kind === 'vlans' ? [] : madeLinks(machine, kind, vip))),
  ];
  const vlans = linksOf(machine, 'vlans');
  const parents = [...new Set(vlans.map(([, { parent }]) => parent))];
  const missing = parents.filter((parent) => !items.some(({ name }) => name === parent));
  return [...items, ...missing.map(plainParent)].map(({ name, item }) => {
    const inside = vlans.filter(([, { parent }]) => parent === name).map(([vlan]) => legacyVlan(machine, vlan, vip));
    return inside.length === 0 ? item : { ...item, vlans: [...(item.vlans ?? []), ...inside] };
  });
}

function plainParent(name: string): NamedInterface {
  return { name, item: { interface: name, dhcp: false } };
}

/** Of a card in a bond nothing is said, unless it has settings. */
function cards(machine: LinkSettings, known: readonly string[]): readonly NamedInterface[] {
  const members = memberNames(machine);
  return linksOf(machine, 'cards').flatMap(([name, options]) => {
    const content = contentOf(machine, name, options, undefined);
    if (known.includes(name) || (members.has(name) && Object.keys(content).length === 1)) return [];
    return [{ name, item: { ...selectorOf(machine, name), ...content } }];
  });
}

function madeLinks(
  machine: LinkSettings,
  kind: Exclude<(typeof MADE_LINKS)[number], 'vlans'>,
  vip: string | undefined,
): readonly NamedInterface[] {
  return linksOf(machine, kind).map(([name, options]) => ({
    name,
    item: { interface: name, ...contentOf(machine, name, options, vip), ...madeFields(machine, kind, options) },
  }));
}

function madeFields(
  machine: LinkSettings,
  kind: string,
  options: LinkAddressing,
): Pick<Interface, 'bond' | 'bridge' | 'dummy' | 'wireguard'> {
  switch (kind) {
    case 'bonds': {
      const bond = options as NonNullable<LinkOptions['bonds']>[string];
      return { bond: { ...membersOf(machine, bond.members), mode: bond.mode, ...bondFields(bond) } };
    }
    case 'bridges': {
      const { members, stp, vlanFiltering } = options as NonNullable<LinkOptions['bridges']>[string];
      return { bridge: { interfaces: members, ...withoutEmpty({ stp: { enabled: stp }, vlan: { vlanFiltering } }) } };
    }
    case 'dummies':
      return { dummy: true };
    default:
      return { wireguard: wireguardFields(options as NonNullable<LinkOptions['wireGuard']>[string]) };
  }
}

/** A bond has its cards all by their names, or all by what they are. */
function membersOf(
  machine: LinkSettings,
  members: readonly string[],
): { readonly interfaces: readonly string[] } | { readonly deviceSelectors: readonly DeviceSelector[] } {
  const selectors = members.flatMap((name) => cardSelector(machine.links?.cards?.[name]) ?? []);
  return selectors.length === 0 ? { interfaces: members } : { deviceSelectors: selectors };
}

function selectorOf(machine: LinkSettings, name: string): Pick<Interface, 'interface' | 'deviceSelector'> {
  const selector = cardSelector(machine.links?.cards?.[name]);
  return selector === undefined ? { interface: name } : { deviceSelector: selector };
}

function legacyVlan(machine: LinkSettings, name: string, vip: string | undefined): LegacyVlan {
  const options = machine.links?.vlans?.[name];
  if (options === undefined) throw new Error(`no VLAN ${name}`);
  return { vlanId: options.id, ...contentOf(machine, name, options, vip) };
}

/** Addresses, routes, and how a DHCP server is asked; `dhcp` is always there. */
function contentOf(
  machine: LinkSettings,
  name: string,
  options: LinkAddressing,
  vip: string | undefined,
): Pick<Interface, 'dhcp' | 'dhcpOptions' | 'addresses' | 'routes' | 'mtu' | 'vip'> {
  const isPrimary = name === linkName(machine);
  return {
    ...legacyDhcp(options, { isPrimary, asks: isPrimary && machine.dhcp === true, weight: FURTHER_METRIC }),
    ...legacyOf(fieldsOf(machine, name, options)),
    ...(isPrimary && vip !== undefined && { vip: { ip: vip } }),
  };
}
