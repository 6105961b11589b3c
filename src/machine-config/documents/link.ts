import { hostNetwork, isOutside } from '../../values/gateway';
import { isIpAddress } from '../../values/ip-address';
import { IpCidr } from '../../values/ip-cidr';
import type { MachineSettings } from '../settings/machine';
import type { DocumentKind, TalosDocument } from './document-kind';
import { vipOf } from './layer2-vip';
import { FIRST_LINK, linkName, PHYSICAL_LINK } from './link-name';

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

/** One item of `machine.network.interfaces`. */
interface Interface {
  /** Name of the interface, unless it is selected. */
  readonly interface?: string;
  /** Condition that the interface is selected by. */
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

/** Settings of the interface that carries the address. */
type LinkSettings = Pick<MachineSettings, 'address' | 'subnet' | 'gateway' | 'link'>;

/** The interface that carries the address. A document for any link switches DHCP off on all of them. */
export const linkConfig: DocumentKind<LinkConfig> = {
  kind: 'LinkConfig',
  since: 'v1.12',
  describesLink: true,
  render(_cluster, machine) {
    const { gateway } = machine;
    const destination = gatewayNetwork(machine);
    return [
      {
        apiVersion: 'v1alpha1',
        kind: 'LinkConfig',
        name: linkName(machine),
        addresses: [{ address: addressWithPrefix(machine) }],
        ...(gateway !== undefined && {
          routes: [...(destination === undefined ? [] : [{ destination }]), { gateway }],
        }),
      },
    ];
  },
  legacy: (cluster, machine) => ({
    machine: { network: { interfaces: [linkInterface(machine, vipOf(cluster, machine))] } },
  }),
};

function linkInterface(machine: LinkSettings, vip: string | undefined): Interface {
  const { subnet, gateway, link = FIRST_LINK } = machine;
  const network = gatewayNetwork(machine);
  return {
    ...(link === PHYSICAL_LINK ? { deviceSelector: { physical: true } } : { interface: link }),
    dhcp: false,
    addresses: [addressWithPrefix(machine)],
    ...(gateway !== undefined && {
      routes: [...(network === undefined ? [] : [{ network }]), { network: defaultNetwork(subnet), gateway }],
    }),
    ...(vip !== undefined && { vip: { ip: vip } }),
  };
}

/** The same address that cloud-init gives the machine, so it answers there before and after it is configured. */
function addressWithPrefix({ address, subnet }: LinkSettings): string {
  return `${address}/${IpCidr.of(subnet).prefixLength}`;
}

function defaultNetwork(subnet: string): string {
  return IpCidr.of(subnet).family === 4 ? '0.0.0.0/0' : '::/0';
}

/** Destination of a route on the link that reaches the gateway; nothing if it is reached without, or known late. */
function gatewayNetwork({ gateway, subnet }: LinkSettings): string | undefined {
  if (gateway === undefined || !isIpAddress(gateway)) return undefined;
  const network = IpCidr.of(subnet);
  return isOutside(gateway, network) ? hostNetwork(gateway, network) : undefined;
}
