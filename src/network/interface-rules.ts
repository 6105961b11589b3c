import type { Draft } from '../values/draft';
import { isIpAddress } from '../values/ip-address';
import { IpCidr } from '../values/ip-cidr';
import type { Path } from '../values/path';
import { type PartRules, rulesOfParts } from '../values/setting-rule';
import {
  ADDRESS_RULES,
  GATEWAY_RULES,
  type PlacedAddress,
  type PlacedGateway,
  placedRouters,
  type PlacedRouter,
  placedRoutes,
  ROUTE_RULE,
  ROUTER_RULE,
} from './addressing-rules';
import type { InterfaceAddressing, InterfaceOptions, VlanOptions } from './interface-settings';

/** The interface that carries the address of a machine, and those beside it. */
export interface MachineInterfaces {
  /** Network of the machine. */
  readonly subnet: string | undefined;
  /** Who gives the first interface its default route, in words; nothing if it has none. */
  readonly defaultRoute: string | undefined;
  /** VLANs of the first interface. */
  readonly vlans: readonly (Draft<VlanOptions> | undefined)[];
  /** Where these are written. */
  readonly vlansPlace: Path;
  /** The other interfaces by name. */
  readonly others: Readonly<Record<string, Draft<InterfaceOptions> | undefined>>;
  /** Where these are written. */
  readonly place: Path;
}

/** An interface or a VLAN in one, with its place. */
interface PlacedInterface extends PlacedGateway {
  readonly owner: string;
  readonly settings: Draft<InterfaceAddressing & Pick<InterfaceOptions, 'gateway'>>;
}

/** Conditions of the interfaces of a machine: one default route, routers within reach, each network once. */
export function interfaceRules<T>(
  interfacesOf: (known: Parameters<PartRules<T>['find']>[0]) => MachineInterfaces,
): readonly PartRules<T>[] {
  return [
    rulesOfParts((known) => placedInterfaces(interfacesOf(known)), GATEWAY_RULES),
    rulesOfParts((known) => routers(placedInterfaces(interfacesOf(known))), [ROUTER_RULE]),
    rulesOfParts(
      (known) =>
        placedInterfaces(interfacesOf(known)).flatMap(({ place, settings }) => placedRoutes(place, settings.routes)),
      [ROUTE_RULE],
    ),
    rulesOfParts((known) => addresses(interfacesOf(known)), ADDRESS_RULES),
  ];
}

function placedInterfaces({
  defaultRoute,
  vlans,
  vlansPlace,
  others,
  place,
}: MachineInterfaces): readonly PlacedInterface[] {
  const own = Object.entries(others).map(([name, settings = {}]) => ({ name, settings, place: [...place, name] }));
  return [
    ...placedVlans('the first interface', vlans, vlansPlace),
    ...own.flatMap(({ name, settings, place: at }, index) => {
      const before = own.slice(0, index).find((other) => other.settings.gateway !== undefined)?.name;
      const otherGateway = defaultRoute ?? before;
      return [{ owner: name, settings, place: at, otherGateway }, ...placedVlans(name, settings.vlans ?? [], at)];
    }),
  ];
}

function placedVlans(
  owner: string,
  vlans: readonly (Draft<VlanOptions> | undefined)[],
  place: Path,
): readonly PlacedInterface[] {
  return vlans.map((settings = {}, index) => ({
    owner: `VLAN ${settings.id ?? '?'} of ${owner}`,
    settings,
    place: [...place, 'vlans', index],
    otherGateway: undefined,
  }));
}

/** Where a DHCP server gives the address, nothing is known of its network. */
function routers(interfaces: readonly PlacedInterface[]): readonly PlacedRouter[] {
  return interfaces.flatMap(({ settings, place }) => {
    if (settings.dhcp === true) return [];
    const networks = (settings.addresses ?? []).flatMap((text = '') => IpCidr.tryParse(text) ?? []);
    return placedRouters(place, settings)
      .filter(({ gateway }) => isIpAddress(gateway))
      .map((router) => ({ ...router, networks }));
  });
}

function addresses(machine: MachineInterfaces): readonly PlacedAddress[] {
  const known: { readonly owner: string; readonly network: IpCidr }[] =
    machine.subnet === undefined ? [] : [{ owner: 'the first interface', network: IpCidr.of(machine.subnet) }];
  return placedInterfaces(machine).flatMap(({ owner, settings: { addresses: texts = [] }, place }) =>
    texts.flatMap((got = '', index) => {
      const network = IpCidr.tryParse(got);
      if (network === undefined) return [];
      const sharedWith = known.find((other) => other.network.overlaps(network) && other.owner !== owner)?.owner;
      known.push({ owner, network });
      return [{ got, network, place: [...place, 'addresses', index], sharedWith }];
    }),
  );
}
