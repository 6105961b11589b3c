import type { BlackholeRoute, RoutingRule, TcpProbe } from './routing-settings';
import type { InterfaceAddressing } from './interface-settings';

/**
 * Links of a machine: more about the cards that it has, and links that Talos makes of them. Each goes by its name, which all
 * kinds share: up to 15 characters, such as `bond0`.
 *
 * **Where any link is described, no other asks a DHCP server by itself**: write `dhcp` at each that should.
 *
 * @typeParam Secret form of a secret; a cluster file names it, code gives a value that only OpenTofu knows
 */
export interface LinkOptions<Secret = string> {
  /**
   * Network cards. The key is the name of the card, such as `enp1s0`; of a card that is found by its MAC address, its place
   * on the bus or a condition it is a name of your own.
   * @default - the card of the address only
   */
  readonly cards?: Readonly<Record<string, CardOptions>>;
  /**
   * Bonds: several cards that act as one.
   * @default - none
   */
  readonly bonds?: Readonly<Record<string, BondOptions>>;
  /**
   * Bridges.
   * @default - none
   */
  readonly bridges?: Readonly<Record<string, BridgeOptions>>;
  /**
   * VLANs inside of other links, such as bonds. Up to contract v1.11 the key must be `<parent>.<id>`.
   * @default - none
   */
  readonly vlans?: Readonly<Record<string, VlanLinkOptions>>;
  /**
   * Dummy links: addresses without a cable.
   * @default - none
   */
  readonly dummies?: Readonly<Record<string, LinkAddressing>>;
  /**
   * WireGuard tunnels to machines outside of the cluster; between the machines themselves KubeSpan makes them.
   * @default - none
   */
  readonly wireGuard?: Readonly<Record<string, WireGuardOptions<Secret>>>;
  /**
   * Virtual routing domains (VRF): links with a routing table of their own. Contract v1.13 or newer.
   * @default - none
   */
  readonly vrfs?: Readonly<Record<string, VrfOptions>>;
  /**
   * Networks that packets are dropped for, by the network, such as `10.99.0.0/16`. Contract v1.13 or newer.
   * @default - none
   */
  readonly blackholeRoutes?: Readonly<Record<string, BlackholeRoute>>;
  /**
   * Rules about which routing table a packet takes, by their priority from 1 to 32765; the lowest comes first. Contract
   * v1.13 or newer.
   * @default - none
   */
  readonly routingRules?: Readonly<Record<string, RoutingRule>>;
  /**
   * Servers whose answer decides if the machine takes its network for ready, by a name. Contract v1.13 or newer.
   * @default - none
   */
  readonly tcpProbes?: Readonly<Record<string, TcpProbe>>;
}

/** Addresses and routes of a link. */
export interface LinkAddressing extends InterfaceAddressing {
  /**
   * Default gateway by this link, where the network of the machines has none of its family: a machine has one default route
   * for IPv4, and one for IPv6.
   * @default - none
   */
  readonly gateway?: string;
  /**
   * Ask a DHCP server for an IPv6 address.
   * @default false
   */
  readonly dhcpv6?: boolean;
  /**
   * How a DHCP server is asked, where one is.
   * @default - as Talos does it
   */
  readonly dhcpOptions?: DhcpOptions;
  /**
   * Largest packet in bytes.
   * @default - as the card says
   */
  readonly mtu?: number;
  /**
   * If the link takes part in multicast. Contract v1.12 or newer.
   * @default - as the kernel decides
   */
  readonly multicast?: boolean;
}

/** How a link asks a DHCP server. */
export interface DhcpOptions {
  /**
   * Weight of the routes that the server gives; the lowest counts.
   * @default - 1024 for the link of the address, 4096 for others
   */
  readonly routeMetric?: number;
  /**
   * Sort of identifier that the server knows the machine by. Contract v1.12 or newer.
   * @default mac
   */
  readonly clientIdentifier?: 'none' | 'mac' | 'duid';
  /**
   * The identifier itself for `duid`, as hexadecimal digits. Contract v1.12 or newer.
   * @default - none
   */
  readonly duid?: string;
  /**
   * Ignore the hostname that the server gives. Contract v1.12 or newer.
   * @default false
   */
  readonly ignoreHostname?: boolean;
}

/** A network card. */
export interface CardOptions extends LinkAddressing {
  /**
   * MAC address that the card is found by; it was made with it.
   * @default - the card is found by its name
   */
  readonly macAddress?: string;
  /**
   * Place on the bus that the card is found by, such as `0000:01:00.0`.
   * @default - the card is found by its name
   */
  readonly busPath?: string;
  /**
   * Condition in the Common Expression Language that only this card meets, such as `link.driver == "mlx5_core"`. Contract
   * v1.12 or newer.
   * @default - the card is found by its name
   */
  readonly match?: string;
  /**
   * Settings of the card itself. Contract v1.10 or newer.
   * @default - as its driver has them
   */
  readonly ethernet?: EthernetOptions;
}

/** Settings of a card, as `ethtool` knows them. */
export interface EthernetOptions {
  /**
   * Length of queues by their kind, such as `rx: 4096`.
   * @default - as the driver has them
   */
  readonly rings?: EthernetRings;
  /**
   * Count of queues by their kind, such as `combined: 8`.
   * @default - as the driver has them
   */
  readonly channels?: EthernetChannels;
  /**
   * Features that are switched on or off, such as `tx-checksum-ip-generic: false`.
   * @default - as the driver has them
   */
  readonly features?: Readonly<Record<string, boolean>>;
  /**
   * Packets that switch the machine on. Contract v1.12 or newer.
   * @default - as the driver has it
   */
  readonly wakeOnLan?: readonly WakeOnLan[];
}

/** A kind of packet that switches a machine on. */
export type WakeOnLan = 'phy' | 'unicast' | 'multicast' | 'broadcast' | 'magic' | 'magicsecure' | 'filter';

/** Length of the queues of a card. */
export interface EthernetRings {
  /**
   * Packets that came.
   * @default - as the driver has it
   */
  readonly rx?: number;
  /**
   * Packets that go.
   * @default - as the driver has it
   */
  readonly tx?: number;
  /**
   * Large packets that came.
   * @default - as the driver has it
   */
  readonly rxJumbo?: number;
  /**
   * Small packets that came.
   * @default - as the driver has it
   */
  readonly rxMini?: number;
}

/** Count of the queues of a card. */
export interface EthernetChannels {
  /**
   * Queues for packets that came.
   * @default - as the driver has it
   */
  readonly rx?: number;
  /**
   * Queues for packets that go.
   * @default - as the driver has it
   */
  readonly tx?: number;
  /**
   * Queues for both.
   * @default - as the driver has it
   */
  readonly combined?: number;
  /**
   * Queues for anything else.
   * @default - as the driver has it
   */
  readonly other?: number;
}

/** How packets are spread over the cards of a bond. */
export type BondMode =
  'balance-rr' | 'active-backup' | 'balance-xor' | 'broadcast' | '802.3ad' | 'balance-tlb' | 'balance-alb';

/** Several cards that act as one. */
export interface BondOptions extends LinkAddressing {
  /** Names of the cards: those of `cards`, or as Linux calls them. Up to contract v1.11 all of one sort. */
  readonly members: readonly string[];
  /** How packets are spread: `active-backup` needs nothing of the switch, `802.3ad` (LACP) a switch that takes part. */
  readonly mode: BondMode;
  /**
   * How often the partner is asked to speak, with `802.3ad`: each second, or every 30.
   * @default slow
   */
  readonly lacpRate?: 'slow' | 'fast';
  /**
   * Parts of a packet that choose its card, with `802.3ad`, `balance-xor` and `balance-tlb`.
   * @default layer2
   */
  readonly xmitHashPolicy?: 'layer2' | 'layer2+3' | 'layer3+4' | 'encap2+3' | 'encap3+4';
  /**
   * Interval at which cables are looked at, in milliseconds; with 0 nobody notices one that is pulled.
   * @default 100
   */
  readonly miimonMilliseconds?: number;
  /**
   * Wait before a cable that came back is used, in milliseconds: a multiple of the interval.
   * @default 0
   */
  readonly upDelayMilliseconds?: number;
  /**
   * Wait before a cable that is gone counts as gone, in milliseconds: a multiple of the interval.
   * @default 0
   */
  readonly downDelayMilliseconds?: number;
  /**
   * Least count of cards with a cable for the bond to be up.
   * @default 0
   */
  readonly minLinks?: number;
  /**
   * How the group of cards in use is chosen, with `802.3ad`.
   * @default stable
   */
  readonly adSelect?: 'stable' | 'bandwidth' | 'count';
}

/** A bridge. */
export interface BridgeOptions extends LinkAddressing {
  /** Names of the links in the bridge. */
  readonly members: readonly string[];
  /**
   * Find loops by the spanning tree protocol (STP).
   * @default false
   */
  readonly stp?: boolean;
  /**
   * Keep VLANs apart in the bridge.
   * @default false
   */
  readonly vlanFiltering?: boolean;
}

/** A VLAN inside of another link. */
export interface VlanLinkOptions extends LinkAddressing {
  /** Name of the link that it is in. */
  readonly parent: string;
  /** Number of the VLAN, once in a link. */
  readonly id: number;
  /**
   * Form of the tags. Contract v1.12 or newer.
   * @default 802.1q
   */
  readonly protocol?: '802.1q' | '802.1ad';
}

/**
 * A WireGuard tunnel.
 *
 * @typeParam Secret as in `LinkOptions`
 */
export interface WireGuardOptions<Secret = string> extends LinkAddressing {
  /** Private key of the machine, as `wg genkey` makes one. */
  readonly privateKey: Secret;
  /**
   * Port that the machine is reached at; a firewall with `defaultAction: block` lets it through.
   * @default - any, as the machine calls its peers itself
   */
  readonly listenPort?: number;
  /**
   * Mark of the packets of the tunnel, for routing rules.
   * @default - none
   */
  readonly firewallMark?: number;
  /**
   * Ends of the tunnel.
   * @default - none
   */
  readonly peers?: readonly WireGuardPeer<Secret>[];
}

/**
 * Another end of a WireGuard tunnel.
 *
 * @typeParam Secret as in `LinkOptions`
 */
export interface WireGuardPeer<Secret = string> {
  /** Public key, as `wg pubkey` makes it of the private one. */
  readonly publicKey: string;
  /**
   * Further key that both ends have. Contract v1.12 or newer.
   * @default - none
   */
  readonly presharedKey?: Secret;
  /**
   * Where the peer is reached: an address with a port, such as `203.0.113.9:51821`.
   * @default - the peer calls
   */
  readonly endpoint?: string;
  /**
   * Interval of packets that keep a way through routers open, in seconds.
   * @default - none
   */
  readonly keepaliveSeconds?: number;
  /** Networks behind the peer in CIDR form. */
  readonly allowedIps: readonly string[];
}

/** A virtual routing domain. */
export interface VrfOptions extends LinkAddressing {
  /** Names of the links in it. */
  readonly members: readonly string[];
  /** Number of its routing table, 1 to 252, which nothing else has. */
  readonly table: number;
}
