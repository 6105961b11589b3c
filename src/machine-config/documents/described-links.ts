import type { LinkAddressing, LinkOptions } from '../../network/link-settings';
import { addressWithPrefix, gatewayNetwork, type LinkSettings } from './link-address';
import { type LinkFields, linkFields, type LinkRoute } from './link-fields';
import { linkName } from './link-name';

/** Kinds of links that Talos makes itself. */
export const MADE_LINKS = ['bonds', 'bridges', 'vlans', 'dummies', 'wireGuard', 'vrfs'] as const;

/** Kinds of links that have addresses. */
export const LINK_KINDS = ['cards', ...MADE_LINKS] as const;

/** A kind of link. */
export type LinkKind = (typeof LINK_KINDS)[number];

/** Links of one kind with their names. */
export function linksOf<K extends LinkKind>(
  { links }: Pick<LinkSettings, 'links'>,
  kind: K,
): readonly (readonly [name: string, options: NonNullable<LinkOptions[K]>[string]])[] {
  return Object.entries(links?.[kind] ?? {}) as [string, NonNullable<LinkOptions[K]>[string]][];
}

/** All links that settings describe, with their names. */
export function allLinks(machine: Pick<LinkSettings, 'links'>): readonly (readonly [string, LinkAddressing])[] {
  return LINK_KINDS.flatMap((kind): readonly (readonly [string, LinkAddressing])[] => linksOf(machine, kind));
}

/** If the address of a machine is on a link that Talos makes, such as a bond. */
export function isOnMadeLink(machine: LinkSettings): boolean {
  const name = linkName(machine);
  return MADE_LINKS.some((kind) => Object.hasOwn(machine.links?.[kind] ?? {}, name));
}

/** Settings of the link that carries the address, beside that. */
export function primaryOptions(machine: LinkSettings): LinkAddressing | undefined {
  const name = linkName(machine);
  return allLinks(machine).find(([each]) => each === name)?.[1];
}

/** Fields of a link; those of the link that carries the address begin with that. */
export function fieldsOf(machine: LinkSettings, name: string, options: LinkAddressing | undefined): LinkFields {
  const own = linkFields(options ?? {});
  if (name !== linkName(machine)) return own;
  const mtu = own.mtu ?? machine.interfaces?.primary.mtu;
  const addresses = [...(machine.dhcp ? [] : [{ address: addressWithPrefix(machine) }]), ...(own.addresses ?? [])];
  const routes = [...(machine.dhcp ? [] : primaryRoutes(machine)), ...(own.routes ?? [])];
  return {
    ...(mtu !== undefined && { mtu }),
    ...(own.multicast !== undefined && { multicast: own.multicast }),
    ...(addresses.length > 0 && { addresses }),
    ...(routes.length > 0 && { routes }),
  };
}

function primaryRoutes(machine: LinkSettings): readonly LinkRoute[] {
  const { gateway } = machine;
  if (gateway === undefined) return [];
  const destination = gatewayNetwork(machine);
  return [...(destination === undefined ? [] : [{ destination }]), { gateway }];
}

/** Names of links that are in others. */
export function memberNames(machine: Pick<LinkSettings, 'links'>): ReadonlySet<string> {
  return new Set(
    (['bonds', 'bridges', 'vrfs'] as const).flatMap((kind) =>
      linksOf(machine, kind).flatMap(([, { members }]) => members),
    ),
  );
}

/** Weight of routes of DHCP servers by links beside the one of the address. */
export const FURTHER_METRIC = 4096;
