import { hostNetwork, isOutside } from '../../values/gateway';
import { isIpAddress } from '../../values/ip-address';
import { IpCidr } from '../../values/ip-cidr';
import { nothingLeft } from '../../values/nothing-left';
import type { TalosDocument } from './talos-document';
import type { MachineSettings } from '../settings/machine';

/** The value of `link` that stands for the only physical interface, whatever its name. */
export const PHYSICAL_LINK = 'physical';

/** The first interface of a machine that boots with `net.ifnames=0`, as the nocloud platform does. */
const FIRST_LINK = 'eth0';

/** Name that the only physical interface gets where Talos can give names. */
const PHYSICAL_ALIAS = 'net0';

/** Ethernet (1 in the kernel's list of link types) that no driver of the kernel made up, as Talos says it itself. */
const IS_PHYSICAL = 'link.type == 1 && link.kind == ""';

/** Addresses and routes of an interface. */
export interface LinkConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'LinkConfig';
  /** Name or alias of the interface. */
  readonly name: string;
  /** Addresses with prefix. */
  readonly addresses: readonly { readonly address: string }[];
  /** Routes; without a destination they are default routes, without a gateway they lead to what is on the link. */
  readonly routes?: readonly { readonly destination?: string; readonly gateway?: string }[];
}

/** A name of our own for an interface that is found by what it is. */
export interface LinkAliasConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'LinkAliasConfig';
  /** The name. */
  readonly name: string;
  /** A condition in the Common Expression Language that exactly one interface fulfils. */
  readonly selector: { readonly match: string };
}

/** One item of `machine.network.interfaces`. */
export interface Interface {
  /** Name of the interface, unless it is selected. */
  readonly interface?: string;
  /** What the interface is selected by. */
  readonly deviceSelector?: { readonly physical: true };
  /** The address is static, as in cloud-init. */
  readonly dhcp: false;
  /** Addresses with prefix. */
  readonly addresses: readonly string[];
  /** The default route, and the one to the gateway where that lies outside; without a gateway it leads to the link. */
  readonly routes?: readonly { readonly network: string; readonly gateway?: string }[];
  /** Address that control planes share. */
  readonly vip?: { readonly ip: string };
}

/** What the interface that carries the address is made of. */
export type LinkSettings = Pick<MachineSettings, 'address' | 'subnet' | 'gateway' | 'link'>;

/** Name by which documents know the interface that carries the address. */
export function linkName({ link = FIRST_LINK }: Pick<LinkSettings, 'link'>): string {
  return link === PHYSICAL_LINK ? PHYSICAL_ALIAS : link;
}

/** The interface as documents. A document for any link switches DHCP off on all of them. */
export function linkDocuments(machine: LinkSettings): readonly (LinkAliasConfig | LinkConfig)[] {
  const { address, subnet, gateway, link, ...rest } = machine;
  nothingLeft(rest);
  const destination = gatewayNetwork(machine);
  const config: LinkConfig = {
    apiVersion: 'v1alpha1',
    kind: 'LinkConfig',
    name: linkName({ link }),
    addresses: [{ address: addressWithPrefix({ address, subnet }) }],
    ...(gateway !== undefined && {
      routes: [...(destination === undefined ? [] : [{ destination }]), { gateway }],
    }),
  };
  if (link !== PHYSICAL_LINK) return [config];
  return [
    { apiVersion: 'v1alpha1', kind: 'LinkAliasConfig', name: PHYSICAL_ALIAS, selector: { match: IS_PHYSICAL } },
    config,
  ];
}

/**
 * The interface as a field of the main document.
 *
 * @param vip address that control planes share
 */
export function linkInterface(machine: LinkSettings, vip: string | undefined): Interface {
  const { address, subnet, gateway, link = FIRST_LINK, ...rest } = machine;
  nothingLeft(rest);
  const network = gatewayNetwork(machine);
  return {
    ...(link === PHYSICAL_LINK ? { deviceSelector: { physical: true } } : { interface: link }),
    dhcp: false,
    addresses: [addressWithPrefix({ address, subnet })],
    ...(gateway !== undefined && {
      routes: [...(network === undefined ? [] : [{ network }]), { network: defaultNetwork(subnet), gateway }],
    }),
    ...(vip !== undefined && { vip: { ip: vip } }),
  };
}

/** The same address that cloud-init gives the machine, so it answers there before and after it is configured. */
function addressWithPrefix({ address, subnet }: Pick<LinkSettings, 'address' | 'subnet'>): string {
  return `${address}/${IpCidr.of(subnet).prefixLength}`;
}

function defaultNetwork(subnet: string): string {
  return IpCidr.of(subnet).family === 4 ? '0.0.0.0/0' : '::/0';
}

/** Where a route on the link must lead so that the gateway is reached; nothing if it is reached without, or known late. */
function gatewayNetwork({ gateway, subnet }: LinkSettings): string | undefined {
  if (gateway === undefined || !isIpAddress(gateway)) return undefined;
  const network = IpCidr.of(subnet);
  return isOutside(gateway, network) ? hostNetwork(gateway, network) : undefined;
}
