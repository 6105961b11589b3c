import type { CardOptions } from '../../network/link-settings';
import { linksOf } from './described-links';
import type { DocumentKind, TalosDocument } from './document-kind';
import { interfaceName, isSelected, PHYSICAL_ALIAS, PHYSICAL_LINK, type PrimaryLink } from './link-name';

/** Ethernet (1 in the kernel's list of link types) that no driver of the kernel made up, as Talos says it itself. */
const IS_PHYSICAL = 'link.type == 1 && link.kind == ""';

/** A name of our own for an interface that is found by what it is. */
export interface LinkAliasConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'LinkAliasConfig';
  /** The name. */
  readonly name: string;
  /** A condition in the Common Expression Language that exactly one interface fulfils. */
  readonly selector: { readonly match: string };
}

/** Names of interfaces that are found by what they are; before this kind the interfaces themselves are selected. */
export const linkAliasConfig: DocumentKind<LinkAliasConfig> = {
  kind: 'LinkAliasConfig',
  since: 'v1.12',
  render(_cluster, machine) {
    const match = primaryMatch(machine);
    const others = machine.interfaces?.others ?? [];
    return [
      ...(match === undefined ? [] : [alias(PHYSICAL_ALIAS, match)]),
      ...others.map((each) => alias(interfaceName(each), hasMac(each.macAddress))),
      ...linksOf(machine, 'cards').flatMap(([name, card]) => {
        const condition = cardMatch(card);
        return condition === undefined ? [] : [alias(name, condition)];
      }),
    ];
  },
};

function alias(name: string, match: string): LinkAliasConfig {
  return { apiVersion: 'v1alpha1', kind: 'LinkAliasConfig', name, selector: { match } };
}

/** Condition that only the interface with the address meets; nothing if that is known by its name. */
function primaryMatch(machine: PrimaryLink): string | undefined {
  const { link, interfaces } = machine;
  if (!isSelected(machine)) return link === PHYSICAL_LINK ? IS_PHYSICAL : undefined;
  const { primary, others = [] } = interfaces ?? {};
  if (primary?.macAddress !== undefined) return hasMac(primary.macAddress);
  const known = others.map(({ macAddress }) => JSON.stringify(macAddress.toLowerCase()));
  return `${IS_PHYSICAL} && !(mac(link.permanent_addr) in [${known.join(', ')}])`;
}

/** Condition that only a card meets; nothing if that is known by its name. */
function cardMatch({ macAddress, busPath, match }: CardOptions): string | undefined {
  if (macAddress !== undefined) return hasMac(macAddress);
  return busPath === undefined ? match : `${IS_PHYSICAL} && link.bus_path == ${JSON.stringify(busPath)}`;
}

/** A machine may have its VLANs and bonds under the MAC address of a card, but only the card was made with it. */
function hasMac(macAddress: string): string {
  return `${IS_PHYSICAL} && mac(link.permanent_addr) == ${JSON.stringify(macAddress.toLowerCase().replaceAll('-', ':'))}`;
}
