import type { WireGuardOptions, WireGuardPeer } from '../../network/link-settings';
import { withoutEmpty } from '../fields';
import { fieldsOf, linksOf } from './described-links';
import type { DocumentKind, TalosDocument } from './document-kind';
import type { LinkFields } from './link-fields';

/** Another end of a tunnel. */
interface Peer {
  readonly publicKey: string;
  readonly presharedKey?: string;
  readonly endpoint?: string;
  readonly persistentKeepaliveInterval?: string;
  readonly allowedIPs: readonly string[];
}

/** Settings of a tunnel that both forms have. */
export interface WireguardFields {
  /** Private key. */
  readonly privateKey: string;
  /** Port that the machine is reached at. */
  readonly listenPort?: number;
  /** Mark of packets. */
  readonly firewallMark?: number;
  /** Other ends. */
  readonly peers?: readonly Peer[];
}

/** A WireGuard tunnel. */
export interface WireguardConfig extends TalosDocument, LinkFields, WireguardFields {
  /** The kind of document. */
  readonly kind: 'WireguardConfig';
  /** Name of the link. */
  readonly name: string;
}

/** WireGuard tunnels; before this kind they are interfaces of the main document. */
export const wireguardConfig: DocumentKind<WireguardConfig> = {
  kind: 'WireguardConfig',
  since: 'v1.12',
  describesLink: true,
  render: (_cluster, machine) =>
    linksOf(machine, 'wireGuard').map(([name, options]) => ({
      apiVersion: 'v1alpha1',
      kind: 'WireguardConfig',
      name,
      ...wireguardFields(options),
      ...fieldsOf(machine, name, options),
    })),
  secrets: ['privateKey', 'peers.*.presharedKey'],
  legacySecrets: ['machine.network.interfaces.*.wireguard.privateKey'],
};

/** The settings of a tunnel beside its addresses. */
export function wireguardFields({
  privateKey,
  listenPort,
  firewallMark,
  peers = [],
}: Pick<WireGuardOptions, 'privateKey' | 'listenPort' | 'firewallMark' | 'peers'>): WireguardFields {
  return { privateKey, ...withoutEmpty({ listenPort, firewallMark, peers: peers.map(peer) }) };
}

function peer({ publicKey, presharedKey, endpoint, keepaliveSeconds, allowedIps }: WireGuardPeer): Peer {
  return {
    publicKey,
    ...(presharedKey !== undefined && { presharedKey }),
    ...(endpoint !== undefined && { endpoint }),
    ...(keepaliveSeconds !== undefined && { persistentKeepaliveInterval: `${keepaliveSeconds}s` }),
    allowedIPs: allowedIps,
  };
}
