import {
  ADDRESS_RULES,
  GATEWAY_RULES,
  type PlacedAddress,
  type PlacedGateway,
  placedRouters,
  type PlacedRouter,
  type PlacedRoute,
  placedRoutes,
  ROUTE_RULE,
  ROUTER_RULE,
} from '../network/addressing-rules';
import type { Draft } from '../values/draft';
import { ipFamily, isIpAddress } from '../values/ip-address';
import { IpCidr } from '../values/ip-cidr';
import { rulesOfParts, type SettingRules } from '../values/setting-rule';
import type { JudgedMachine } from './judged-machine';
import { dhcpOfPrimary, dhcpOptionsWithoutDhcp, duidWithoutKind } from './link-faults';
import { networksOf, primaryName, type WrittenLink, writtenLinks } from './written-links';

/** A link with what decides about its addresses. */
interface AddressedLink extends WrittenLink {
  /** If it carries the address of the machine. */
  readonly isPrimary: boolean;
  /** If the address comes from a DHCP server. */
  readonly isLeased: boolean;
  /** Who gives the default route already. */
  readonly otherGateway: string | undefined;
}

/** Conditions of the addresses of links. */
export const LINK_ADDRESS_RULES: SettingRules<JudgedMachine> = [
  rulesOfParts<JudgedMachine, PlacedGateway>(
    ({ settings }) => addressedLinks(settings).map(({ link, ...rest }) => ({ ...rest, settings: link })),
    GATEWAY_RULES,
  ),
  rulesOfParts<JudgedMachine, AddressedLink>(
    ({ settings }) => addressedLinks(settings),
    [
      {
        at: ({ place }) => [...place, 'dhcp'],
        condition: ({ link: { dhcp }, isPrimary }) => dhcp !== true || !isPrimary,
        message: dhcpOfPrimary,
      },
      {
        at: ({ place }) => [...place, 'dhcpOptions'],
        condition: ({ link: { dhcp, dhcpv6, dhcpOptions }, isPrimary, isLeased }) =>
          dhcpOptions === undefined || dhcp === true || dhcpv6 === true || (isPrimary && isLeased),
        message: dhcpOptionsWithoutDhcp,
      },
      {
        at: ({ place }) => [...place, 'dhcpOptions'],
        condition: ({ link: { dhcpOptions: { clientIdentifier, duid } = {} } }) =>
          (clientIdentifier === 'duid') === (duid !== undefined),
        message: duidWithoutKind,
      },
    ],
  ),
  rulesOfParts<JudgedMachine, PlacedRoute>(
    ({ settings }) => writtenLinks(settings).flatMap(({ place, link }) => placedRoutes(place, link.routes)),
    [ROUTE_RULE],
  ),
  rulesOfParts<JudgedMachine, PlacedRouter>(
    ({ settings }) => addressedLinks(settings).flatMap((link) => routersOf(link, settings)),
    [ROUTER_RULE],
  ),
  rulesOfParts<JudgedMachine, PlacedAddress>(({ settings }) => addressesOf(settings), ADDRESS_RULES),
];

function addressedLinks(settings: Draft<JudgedMachine>): readonly AddressedLink[] {
  const { dhcp = false, gateway, interfaces } = settings;
  const primary = primaryName(settings);
  const known = new Map<number, string>();
  for (const device of interfaces?.others ?? []) {
    if (isKnownGateway(device?.gateway)) known.set(ipFamily(device.gateway), 'networkDevices');
  }
  if (isKnownGateway(gateway)) known.set(ipFamily(gateway), 'network.gateway');
  if (dhcp) known.set(4, 'the DHCP server of the machine');
  return writtenLinks(settings).map((link) => {
    const own = link.link.gateway;
    const otherGateway = isKnownGateway(own) ? known.get(ipFamily(own)) : undefined;
    if (isKnownGateway(own)) known.set(ipFamily(own), otherGateway ?? link.name);
    return { ...link, isPrimary: link.name === primary, isLeased: dhcp, otherGateway };
  });
}

/** Each family of addresses has a default route of its own. */
function isKnownGateway(gateway: string | undefined): gateway is string {
  return gateway !== undefined && isIpAddress(gateway);
}

/** Where a DHCP server gives the address, nothing is known of its network; behind a tunnel or in IPv6 all are near. */
function routersOf(link: AddressedLink, { subnet }: Draft<JudgedMachine>): readonly PlacedRouter[] {
  const { dhcp, dhcpv6 } = link.link;
  if (dhcp === true || dhcpv6 === true || (link.isPrimary && link.isLeased)) return [];
  const own = link.isPrimary && subnet !== undefined ? [IpCidr.of(subnet)] : [];
  const networks = [...own, ...networksOf(link)];
  return placedRouters(link.place, link.link)
    .filter(({ gateway }) => isIpAddress(gateway) && !/^fe[89ab]/i.test(gateway))
    .map((router) => ({ ...router, networks }));
}

/** An address alone may lie in the network of another link, as those of load balancers do; domains have networks of their own. */
function addressesOf(settings: Draft<JudgedMachine>): readonly PlacedAddress[] {
  const primary = primaryName(settings);
  const known: { readonly name: string; readonly network: IpCidr }[] =
    settings.subnet === undefined ? [] : [{ name: primary, network: IpCidr.of(settings.subnet) }];
  return writtenLinks(settings)
    .filter(({ kind }) => kind !== 'vrfs')
    .flatMap(({ name, place, link: { addresses = [] } }) =>
      addresses.flatMap((got = '', index) => {
        const network = IpCidr.tryParse(got);
        if (network === undefined) return [];
        const isAlone = network.prefixLength === (network.family === 4 ? 32 : 128);
        const other = known.find((each) => each.name !== name && each.network.overlaps(network));
        if (!isAlone) known.push({ name, network });
        const sharedWith = isAlone || other === undefined ? undefined : ownerOf(other.name, primary);
        return [{ place: [...place, 'addresses', index], got, network, sharedWith }];
      }),
    );
}

function ownerOf(name: string, primary: string): string {
  return name === primary ? 'the link that carries the address' : name;
}
