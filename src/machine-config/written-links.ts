import type {
  BondOptions,
  BridgeOptions,
  CardOptions,
  VlanLinkOptions,
  VrfOptions,
  WireGuardOptions,
} from '../network/link-settings';
import type { Draft } from '../values/draft';
import { IpCidr } from '../values/ip-cidr';
import type { Path } from '../values/path';
import { LINK_KINDS, type LinkKind } from './documents/described-links';
import { FIRST_LINK, linkName } from './documents/link-name';
import type { JudgedMachine } from './judged-machine';
import type { MachineInterfaces } from './settings/interfaces';

/** Settings of a link of any kind. */
export type AnyLink = Partial<
  Omit<CardOptions & BondOptions & BridgeOptions & VlanLinkOptions & VrfOptions & WireGuardOptions<unknown>, never>
>;

/** A link of the settings. */
export interface WrittenLink {
  /** Its kind. */
  readonly kind: LinkKind;
  /** Its name. */
  readonly name: string;
  /** Its place. */
  readonly place: Path;
  /** Its known settings. */
  readonly link: Draft<AnyLink>;
}

/** All links of a machine. */
export function writtenLinks({ links }: Draft<JudgedMachine>): readonly WrittenLink[] {
  if (links === undefined) return []; // asked by many rules of every machine
  return LINK_KINDS.flatMap((kind) =>
    Object.entries((links[kind] ?? {}) as Readonly<Record<string, Draft<AnyLink> | undefined>>).map(
      ([name, link = {}]) => ({ kind, name, place: ['links', kind, name], link }),
    ),
  );
}

/** Name of the link that carries the address. */
export function primaryName({ link = FIRST_LINK, interfaces }: Draft<JudgedMachine>): string {
  return linkName({ link, interfaces: interfaces as MachineInterfaces | undefined });
}

/** Links that are members of others, and those. */
export function membershipsOf(settings: Draft<JudgedMachine>): readonly {
  readonly member: string;
  readonly owner: WrittenLink;
  readonly place: Path;
}[] {
  return writtenLinks(settings).flatMap((owner) =>
    (owner.link.members ?? []).flatMap((member, index) =>
      member === undefined ? [] : [{ member, owner, place: [...owner.place, 'members', index] }],
    ),
  );
}

/** Networks that a link has addresses in. */
export function networksOf({ link: { addresses = [] } }: WrittenLink): readonly IpCidr[] {
  return addresses.flatMap((text = '') => IpCidr.tryParse(text) ?? []);
}
