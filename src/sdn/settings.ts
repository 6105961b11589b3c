/** Software-defined network of a Proxmox VE cluster: zones, and virtual networks (vnets) in them. */
export interface SdnSettings {
  /**
   * Zones to create, by name: two to eight letters and digits. A zone that is not listed must already exist.
   * @default - none
   */
  readonly zones?: Readonly<Record<string, SdnZoneSettings>>;
  /**
   * Vnets to create, by name: two to eight letters and digits. Machines ask for one where they ask for a bridge. A vnet that is not
   * listed must already exist.
   * @default - none
   */
  readonly vnets?: Readonly<Record<string, SdnVnetSettings>>;
}

/** How the vnets of a zone reach other hosts. */
export interface SdnZoneSettings {
  /**
   * `simple`: on each host by itself, with NAT or routes to the outside; `vlan`: VLANs of a bridge; `qinq`: VLANs inside one VLAN of a
   * bridge; `vxlan`: tunnels between the hosts; `evpn`: routed tunnels with a controller.
   */
  readonly type: 'simple' | 'vlan' | 'qinq' | 'vxlan' | 'evpn';
  /**
   * Hosts that have the vnets of the zone.
   * @default - all hosts of the Proxmox VE cluster
   */
  readonly hosts?: readonly string[];
  /**
   * Largest packet in bytes: for `vxlan` and `evpn` 50 less than the network of the hosts carries, for `qinq` 4 less. It can be
   * changed later, and not be taken away.
   * @default - 1500; 1450 for `vxlan` and `evpn`
   */
  readonly mtu?: number;
  /**
   * Bridge of the hosts that carries the VLANs. Only for `vlan` and `qinq`, which need it.
   * @default - none
   */
  readonly bridge?: string;
  /**
   * VLAN that the VLANs of the vnets lie in. Only for `qinq`, which needs it.
   * @default - none
   */
  readonly serviceVlan?: number;
  /**
   * Protocol of the outer VLAN. Only for `qinq`.
   * @default 802.1q
   */
  readonly serviceVlanProtocol?: '802.1q' | '802.1ad';
  /**
   * Addresses of all hosts that the tunnels connect. Only for `vxlan`, which needs them.
   * @default - none
   */
  readonly peers?: readonly string[];
  /**
   * Name of the EVPN controller, which must already exist. Only for `evpn`, which needs it.
   * @default - none
   */
  readonly controller?: string;
  /**
   * VXLAN id of the routes between the vnets, other than that of any vnet. Only for `evpn`, which needs it.
   * @default - none
   */
  readonly vrfVxlan?: number;
  /**
   * Hosts through which the vnets reach the outside. Only for `evpn`.
   * @default - none
   */
  readonly exitNodes?: readonly string[];
  /**
   * The one of `exitNodes` that is used first. Only for `evpn`.
   * @default - any of them
   */
  readonly primaryExitNode?: string;
  /**
   * Let the exit nodes themselves reach machines on the vnets. Only for `evpn`.
   * @default false
   */
  readonly exitNodesLocalRouting?: boolean;
  /**
   * Announce whole subnets, for machines that never speak first. Only for `evpn`.
   * @default false
   */
  readonly advertiseSubnets?: boolean;
  /**
   * Pass ARP and neighbour discovery on instead of answering for the machines. Only for `evpn`.
   * @default false
   */
  readonly disableArpNdSuppression?: boolean;
  /**
   * Route target to import, such as `65000:65000`. Only for `evpn`.
   * @default - none
   */
  readonly routeTargetImport?: string;
  /**
   * Give machines addresses of `dhcpRange` by dnsmasq, which must be installed on the hosts. Only for `simple`.
   * @default false
   */
  readonly dhcp?: boolean;
  /**
   * Where Proxmox VE keeps track of addresses: `pve` is its own list, another one must already exist.
   * @default - none; `pve` with `dhcp`
   */
  readonly ipam?: string;
  /**
   * DNS server that machines are entered into, which must already exist in Proxmox VE.
   * @default - none
   */
  readonly dns?: string;
  /**
   * DNS server for the names of addresses, which must already exist in Proxmox VE.
   * @default - none
   */
  readonly reverseDns?: string;
  /**
   * Domain of the machines on the DNS server, where it must already exist. It needs `dns`.
   * @default - none
   */
  readonly dnsZone?: string;
}

/** A virtual network, which machines are connected to as to a bridge. */
export interface SdnVnetSettings {
  /** Zone that it is in, of `zones` or one that exists. */
  readonly zone: string;
  /**
   * VLAN in a zone of type `vlan` or `qinq`, VXLAN id in one of type `vxlan` or `evpn`. Not for `simple`; only `qinq` can do without.
   * @default - none
   */
  readonly tag?: number;
  /**
   * Description: letters, digits, spaces and `( ) . _ -`.
   * @default - none
   */
  readonly alias?: string;
  /**
   * Let machines use VLANs of their own inside of it. Not with `subnets`, and not for `evpn`.
   * @default false
   */
  readonly vlanAware?: boolean;
  /**
   * Keep the machines of a host apart: they reach the gateway, and not each other. Talos machines of one cluster on one host do not
   * form a cluster with it.
   * @default false
   */
  readonly isolatePorts?: boolean;
  /**
   * Networks of the vnet, each with its gateway.
   * @default - none: Proxmox VE knows nothing of the addresses
   */
  readonly subnets?: readonly SdnSubnetSettings[];
}

/** A network of a vnet. The provider replaces it with any change. */
export interface SdnSubnetSettings {
  /** The network, such as `10.20.0.0/24`. */
  readonly cidr: string;
  /**
   * Gateway of the machines; in a zone of type `simple` or `evpn` the hosts take this address.
   * @default - none
   */
  readonly gateway?: string;
  /**
   * Let machines reach the outside with the address of their host. Only in a zone of type `simple` or `evpn`, with `gateway`.
   * @default false
   */
  readonly snat?: boolean;
  /**
   * Addresses that are given to machines. Only in a zone with `dhcp`. The subnet cannot change any more while machines
   * are on the vnet: they hold addresses of it.
   * @default - none
   */
  readonly dhcpRange?: SdnDhcpRange;
  /**
   * DNS server that machines are told with their address.
   * @default - that of the host
   */
  readonly dhcpDnsServer?: string;
  /**
   * Part of the names of machines between hostname and `dnsZone`.
   * @default - none
   */
  readonly dnsZonePrefix?: string;
}

/** Addresses from a first to a last one. */
export interface SdnDhcpRange {
  /** The first address. */
  readonly start: string;
  /** The last address. */
  readonly end: string;
}
