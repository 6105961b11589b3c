import type { IpCidr } from '../values/ip-cidr';
import type { Path } from '../values/path';
import type { PartRule } from '../values/setting-rule';
import { edgesOf } from './edges';
import {
  defaultRouteAmongRoutes,
  gatewayBesideDhcp,
  interfaceAddressNotOfAMachine,
  networkOfAnotherInterface,
  routerOutOfReach,
  secondGateway,
} from './interface-faults';

/** An interface or a link that may have a default gateway. */
export interface PlacedGateway {
  /** Its gateway, and if a DHCP server gives its address. */
  readonly settings: { readonly gateway?: string; readonly dhcp?: boolean };
  /** Where it is written. */
  readonly place: Path;
  /** Who gives the default route already. */
  readonly otherGateway: string | undefined;
}

/** Conditions of a default gateway: a machine has one, and a DHCP server brings its own. */
export const GATEWAY_RULES: readonly PartRule<PlacedGateway>[] = [
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

/** A route, as far as it is known. */
interface WrittenRoute {
  readonly destination?: string;
  readonly gateway?: string;
}

/** Where a route leads. */
export interface PlacedRoute {
  /** Network that it is for. */
  readonly destination: string;
  /** Where it is written. */
  readonly place: Path;
}

/** The default route is a gateway, not one of the routes. */
export const ROUTE_RULE: PartRule<PlacedRoute> = {
  at: ({ place }) => place,
  condition: ({ destination }) => !isDefaultRoute(destination),
  message: ({ destination }) => defaultRouteAmongRoutes(destination),
};

/** If a destination is any address of its family. */
function isDefaultRoute(destination: string): boolean {
  return destination.endsWith('/0');
}

/** Routes with their places, those without a known destination left out. */
export function placedRoutes(place: Path, routes: readonly (WrittenRoute | undefined)[] = []): readonly PlacedRoute[] {
  return routes.flatMap((route, index) =>
    route?.destination === undefined
      ? []
      : [{ destination: route.destination, place: [...place, 'routes', index, 'destination'] }],
  );
}

/** A router that a machine must reach. */
export interface PlacedRouter {
  /** Its address. */
  readonly gateway: string;
  /** Networks that are within reach. */
  readonly networks: readonly IpCidr[];
  /** Where it is written. */
  readonly place: Path;
}

/** A router lies in a network of its interface. */
export const ROUTER_RULE: PartRule<PlacedRouter> = {
  at: ({ place }) => place,
  condition: ({ gateway, networks }) => networks.some((network) => network.contains(gateway)),
  message: ({ gateway, networks }) => routerOutOfReach(gateway, networks.map(String)),
};

/** The default gateway and those of routes, with their places. */
export function placedRouters(
  place: Path,
  { gateway, routes = [] }: { readonly gateway?: string; readonly routes?: readonly (WrittenRoute | undefined)[] },
): readonly Omit<PlacedRouter, 'networks'>[] {
  const written: readonly (readonly [string | undefined, Path])[] = [
    [gateway, [...place, 'gateway']],
    ...routes.map((route, index) => [route?.gateway, [...place, 'routes', index, 'gateway']] as const),
  ];
  return written.flatMap(([router, at]) => (router === undefined ? [] : [{ gateway: router, place: at }]));
}

/** An address of an interface. */
export interface PlacedAddress {
  /** The address with its prefix. */
  readonly got: string;
  /** Its network. */
  readonly network: IpCidr;
  /** Where it is written. */
  readonly place: Path;
  /** Another interface in the same network. */
  readonly sharedWith: string | undefined;
}

/** Each network belongs to one interface, and its edges are no machine's. */
export const ADDRESS_RULES: readonly PartRule<PlacedAddress>[] = [
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
