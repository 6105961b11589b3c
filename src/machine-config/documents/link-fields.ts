import type { RouteOptions } from '../../network/interface-settings';
import { ANY_ADDRESS } from '../../values/ip-cidr';

/** A route in a document; without a destination it is a default route, without a gateway it leads to what is on the link. */
export interface LinkRoute {
  /** Network that it leads to. */
  readonly destination?: string;
  /** Router. */
  readonly gateway?: string;
  /** Weight. */
  readonly metric?: number;
  /** Address that packets have by it. */
  readonly source?: string;
  /** Largest packet, in bytes. */
  readonly mtu?: number;
  /** Routing table. */
  readonly table?: string;
}

/** Fields of an interface or a VLAN in a document of its own. */
export interface LinkFields {
  /** Addresses with prefix. */
  readonly addresses?: readonly { readonly address: string }[];
  /** Routes. */
  readonly routes?: readonly LinkRoute[];
  /** Largest packet, in bytes. */
  readonly mtu?: number;
  /** If it takes part in multicast. */
  readonly multicast?: boolean;
}

/** Settings of an interface or a VLAN. */
export interface AddressedLink {
  /** Addresses with prefix. */
  readonly addresses?: readonly string[];
  /** Default gateway. */
  readonly gateway?: string;
  /** Routes. */
  readonly routes?: readonly RouteOptions[];
  /** Largest packet, in bytes. */
  readonly mtu?: number;
  /** If it takes part in multicast. */
  readonly multicast?: boolean;
}

/** The fields of an interface or a VLAN; what is empty is left out. */
export function linkFields({ addresses = [], gateway, routes = [], mtu, multicast }: AddressedLink): LinkFields {
  const all: readonly LinkRoute[] = [
    ...(gateway === undefined ? [] : [{ gateway }]),
    ...routes.map(({ destination, gateway: router, metric, source, mtu: most, table }) => ({
      destination,
      ...(router !== undefined && { gateway: router }),
      ...(metric !== undefined && { metric }),
      ...(source !== undefined && { source }),
      ...(most !== undefined && { mtu: most }),
      ...(table !== undefined && { table: String(table) }),
    })),
  ];
  return {
    ...(mtu !== undefined && { mtu }),
    ...(multicast !== undefined && { multicast }),
    ...(addresses.length > 0 && { addresses: addresses.map((address) => ({ address })) }),
    ...(all.length > 0 && { routes: all }),
  };
}

/** The same in an item of `machine.network.interfaces`. */
export interface LegacyFields {
  /** Addresses with prefix. */
  readonly addresses?: readonly string[];
  /** Routes. */
  readonly routes?: readonly (Omit<LinkRoute, 'destination' | 'table'> & { readonly network: string })[];
  /** Largest packet, in bytes. */
  readonly mtu?: number;
}

/** The fields of an interface or a VLAN in the main document; what is empty is left out. */
export function legacyFields(options: AddressedLink): LegacyFields {
  return legacyOf(linkFields(options));
}

/** The same fields in the main document, which knows neither tables nor multicast. */
export function legacyOf({ addresses, routes, multicast: _, ...others }: LinkFields): LegacyFields {
  return {
    ...others,
    ...(addresses && { addresses: addresses.map(({ address }) => address) }),
    ...(routes && {
      routes: routes.map(({ destination, table: _table, ...route }) => ({
        network: destination ?? anyNetwork(route.gateway),
        ...route,
      })),
    }),
  };
}

function anyNetwork(gateway = ''): string {
  return ANY_ADDRESS[gateway.includes(':') ? 6 : 4];
}
