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
}

/** Fields of an interface or a VLAN in a document of its own. */
export interface LinkFields {
  /** Addresses with prefix. */
  readonly addresses?: readonly { readonly address: string }[];
  /** Routes. */
  readonly routes?: readonly LinkRoute[];
  /** Largest packet, in bytes. */
  readonly mtu?: number;
}

/** Settings of an interface or a VLAN. */
export interface LinkOptions {
  /** Addresses with prefix. */
  readonly addresses?: readonly string[];
  /** Default gateway. */
  readonly gateway?: string;
  /** Routes. */
  readonly routes?: readonly RouteOptions[];
  /** Largest packet, in bytes. */
  readonly mtu?: number;
}

/** The fields of an interface or a VLAN; what is empty is left out. */
export function linkFields({ addresses = [], gateway, routes = [], mtu }: LinkOptions): LinkFields {
  const all: readonly LinkRoute[] = [
    ...(gateway === undefined ? [] : [{ gateway }]),
    ...routes.map(({ destination, gateway: router, metric }) => ({
      destination,
      gateway: router,
      ...(metric !== undefined && { metric }),
    })),
  ];
  return {
    ...(mtu !== undefined && { mtu }),
    ...(addresses.length > 0 && { addresses: addresses.map((address) => ({ address })) }),
    ...(all.length > 0 && { routes: all }),
  };
}

/** The same in an item of `machine.network.interfaces`. */
export interface LegacyFields {
  /** Addresses with prefix. */
  readonly addresses?: readonly string[];
  /** Routes. */
  readonly routes?: readonly { readonly network: string; readonly gateway?: string; readonly metric?: number }[];
  /** Largest packet, in bytes. */
  readonly mtu?: number;
}

/** The fields of an interface or a VLAN in the main document; what is empty is left out. */
export function legacyFields(options: LinkOptions): LegacyFields {
  const { addresses, routes, ...others } = linkFields(options);
  return {
    ...others,
    ...(addresses && { addresses: addresses.map(({ address }) => address) }),
    ...(routes && {
      routes: routes.map(({ destination, ...route }) => ({
        network: destination ?? anyNetwork(route.gateway),
        ...route,
      })),
    }),
  };
}

function anyNetwork(gateway = ''): string {
  return ANY_ADDRESS[gateway.includes(':') ? 6 : 4];
}
