/** Where the addresses of a network interface come from. */
export interface InterfaceAddressing {
  /**
   * Addresses of the interface with the length of their prefix, such as `10.1.0.31/24`.
   * @default - none
   */
  readonly addresses?: readonly string[];
  /**
   * Ask a DHCP server for an IPv4 address.
   * @default false
   */
  readonly dhcp?: boolean;
  /**
   * Routes that lead out of the interface.
   * @default - to the networks of its addresses only
   */
  readonly routes?: readonly RouteOptions[];
}

/** A route that leads out of a network interface. */
export interface RouteOptions {
  /** Network that it leads to, such as `192.168.50.0/24`. The default route is the `gateway` of the interface. */
  readonly destination: string;
  /**
   * Router on the interface.
   * @default - none, the network is on the link itself
   */
  readonly gateway?: string;
  /**
   * Weight of the route; of two to the same network the one with the lower number is taken.
   * @default 1024
   */
  readonly metric?: number;
  /**
   * Address of the machine that its packets have by this route.
   * @default - as the kernel chooses
   */
  readonly source?: string;
  /**
   * Largest packet by this route, in bytes.
   * @default - that of the link
   */
  readonly mtu?: number;
  /**
   * Number of the routing table, 1 to 252. Contract v1.12 or newer.
   * @default - the main one
   */
  readonly table?: number;
}

/** A VLAN inside of a network interface, whose frames are tagged. */
export interface VlanOptions extends InterfaceAddressing {
  /** Number of the VLAN, once on the interface. */
  readonly id: number;
  /**
   * Largest packet of the VLAN in bytes, that of the interface at most.
   * @default - that of the interface
   */
  readonly mtu?: number;
}

/** A network interface beside the one that carries the address of its machine. */
export interface InterfaceOptions extends InterfaceAddressing {
  /**
   * Default gateway by this interface, where the network of the machines has none: a machine has one default route.
   * @default - none
   */
  readonly gateway?: string;
  /**
   * VLANs that Talos makes inside of the interface.
   * @default - none
   */
  readonly vlans?: readonly VlanOptions[];
}
