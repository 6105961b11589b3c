import type { Draft } from '../values/draft';
import { isIpAddress } from '../values/ip-address';
import { IpCidr } from '../values/ip-cidr';
import type { Path } from '../values/path';
import { type PartRule, type PartRules, rulesOfParts } from '../values/setting-rule';
import {
  defaultRouteAmongRoutes,
  gatewayBesideDhcp,
  interfaceAddressNotOfAMachine,
  networkOfAnotherInterface,
  routerOutOfReach,
  secondGateway,
} from './interface-faults';
import type { InterfaceAddressing, InterfaceOptions, VlanOptions } from './interface-settings';
import { edgesOf } from './edges';

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
interface PlacedInterface {
  readonly owner: string;
  readonly settings: Draft<InterfaceAddressing & Pick<InterfaceOptions, 'gateway'>>;
  readonly place: Path;
  /** Who gives the default route already. */
  readonly otherGateway: string | undefined;
}

const GATEWAY_RULES: readonly PartRule<PlacedInterface>[] = [
  {
    at: ({ place }) => [...place, 'gateway'],
    condition: ({ settings: { gateway }, otherGateway }) => gateway === undefined || otherGateway === undefined,
    message: ({ settings: { gateway = '' }, otherGateway = '' }) => secondGateway(gateway, otherGateway),
  },
  {
    at: ({ place }) => [...place, 'gateway'],
    condition: ({ settings: { gateway, dhcp } }) => gateway === undefined || dhcp !== true,
    message: ({ settings: { gateway = '' } }) => gatewayBesideDhcp(gateway),
  },
];

/** A route of an interface. */
interface PlacedRoute {
  readonly destination: string;
  readonly place: Path;
}

const ROUTE_RULE: PartRule<PlacedRoute> = {
  at: ({ place }) => place,
  condition: ({ destination }) => !isDefaultRoute(destination),
  message: ({ destination }) => defaultRouteAmongRoutes(destination),
};

/** If a destination is any address of its family. */
export function isDefaultRoute(destination: string): boolean {
  return destination.endsWith('/0');
}

/** A router that an interface must reach. */
interface Router {
  readonly gateway: string;
  readonly networks: readonly IpCidr[];
  readonly place: Path;
}

const ROUTER_RULE: PartRule<Router> = {
  at: ({ place }) => place,
  condition: ({ gateway, networks }) => networks.some((network) => network.contains(gateway)),
  message: ({ gateway, networks }) => routerOutOfReach(gateway, networks.map(String)),
};

/** An address of an interface. */
interface PlacedAddress {
  readonly got: string;
  readonly network: IpCidr;
  readonly owner: string;
  readonly place: Path;
  /** Another interface in the same network. */
  readonly sharedWith: string | undefined;
}

const ADDRESS_RULES: readonly PartRule<PlacedAddress>[] = [
  {
    at: ({ place }) => place,
    condition: ({ sharedWith }) => sharedWith === undefined,
    message: ({ got, network, sharedWith = '' }) => networkOfAnotherInterface(got, String(network), sharedWith),
  },
  {
    at: ({ place }) => place,
    condition: ({ got, network }) => !edgesOf(network).some((edge) => got.startsWith(`${edge}/`)),
    message: ({ got, network }) => interfaceAddressNotOfAMachine(got, String(network)),
  },
];

/** Conditions of the interfaces of a machine: one default route, routers within reach, each network once. */
export function interfaceRules<T>(
  interfacesOf: (known: Parameters<PartRules<T>['find']>[0]) => MachineInterfaces,
): readonly PartRules<T>[] {
  return [
    rulesOfParts((known) => placedInterfaces(interfacesOf(known)), GATEWAY_RULES),
    rulesOfParts((known) => routers(placedInterfaces(interfacesOf(known))), [ROUTER_RULE]),
    rulesOfParts((known) => routesOf(placedInterfaces(interfacesOf(known))), [ROUTE_RULE]),
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

function routesOf(interfaces: readonly PlacedInterface[]): readonly PlacedRoute[] {
  return interfaces.flatMap(({ settings: { routes = [] }, place }) =>
    routes.flatMap((route, index) =>
      route?.destination === undefined
        ? []
        : [{ destination: route.destination, place: [...place, 'routes', index, 'destination'] }],
    ),
  );
}

/** Where a DHCP server gives the address, nothing is known of its network. */
function routers(interfaces: readonly PlacedInterface[]): readonly Router[] {
  return interfaces.flatMap(({ settings: { gateway, routes = [], addresses: texts = [], dhcp }, place }) => {
    if (dhcp === true) return [];
    const networks = texts.flatMap((text = '') => IpCidr.tryParse(text) ?? []);
    const written: readonly (readonly [string | undefined, Path])[] = [
      [gateway, [...place, 'gateway']],
      ...routes.map((route, index) => [route?.gateway, [...place, 'routes', index, 'gateway']] as const),
    ];
    return written.flatMap(([router, at]) =>
      router === undefined || !isIpAddress(router) ? [] : [{ gateway: router, networks, place: at }],
    );
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
      return [{ got, network, owner, place: [...place, 'addresses', index], sharedWith }];
    }),
  );
}
