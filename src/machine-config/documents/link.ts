import type { InterfaceSettings } from '../settings/interfaces';
import { fieldsOf, isOnMadeLink, linksOf, memberNames, primaryOptions } from './described-links';
import type { DocumentKind, TalosDocument } from './document-kind';
import type { LinkSettings } from './link-address';
import { vipOf } from './layer2-vip';
import { legacyLinks } from './legacy-links';
import { type LinkFields, linkFields } from './link-fields';
import { interfaceName, linkName } from './link-name';

/** Addresses and routes of an interface. */
export interface LinkConfig extends TalosDocument, LinkFields {
  /** The kind of document. */
  readonly kind: 'LinkConfig';
  /** Name or alias of the interface. */
  readonly name: string;
  /** Switches the interface on, where nothing else is said of it. */
  readonly up?: true;
}

/** The interfaces of a machine. A document for any link switches DHCP off on all of them. */
export const linkConfig: DocumentKind<LinkConfig> = {
  kind: 'LinkConfig',
  since: 'v1.12',
  describesLink: true,
  render(_cluster, machine) {
    const others = machine.interfaces?.others ?? [];
    return [...primaryLink(machine), ...others.map(otherLink), ...furtherCards(machine)];
  },
  legacy: (cluster, machine) => ({
    machine: { network: { interfaces: legacyLinks(machine, vipOf(cluster, machine)) } },
  }),
};

/** One that asks a DHCP server has nothing to say unless more is known of it. */
function primaryLink(machine: LinkSettings): readonly LinkConfig[] {
  if (isOnMadeLink(machine)) return [];
  const name = linkName(machine);
  const fields = fieldsOf(machine, name, primaryOptions(machine));
  if (Object.keys(fields).length === 0) return [];
  return [{ apiVersion: 'v1alpha1', kind: 'LinkConfig', name, ...fields }];
}

function otherLink(settings: InterfaceSettings): LinkConfig {
  return {
    apiVersion: 'v1alpha1',
    kind: 'LinkConfig',
    name: interfaceName(settings),
    up: true,
    ...linkFields(settings),
  };
}

/** A card in a bond is switched on by that; of the cards of a virtual machine more is said where they are made. */
function furtherCards(machine: LinkSettings): readonly LinkConfig[] {
  const members = memberNames(machine);
  const known = [linkName(machine), ...(machine.interfaces?.others ?? []).map(interfaceName)];
  return linksOf(machine, 'cards').flatMap(([name, options]) => {
    const fields = linkFields(options);
    if (known.includes(name) || (members.has(name) && Object.keys(fields).length === 0)) return [];
    return [{ apiVersion: 'v1alpha1', kind: 'LinkConfig', name, up: true, ...fields }];
  });
}
