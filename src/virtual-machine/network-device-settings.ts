import type { InterfaceOptions, VlanOptions } from '../network/interface-settings';

/** How any network card of a virtual machine behaves. */
export interface NetworkCardOptions {
  /**
   * Model of the card.
   * @default virtio
   */
  readonly model?: 'virtio' | 'e1000' | 'e1000e' | 'rtl8139' | 'vmxnet3';
  /**
   * VLANs whose tagged frames reach the machine; all others do not. The bridge must be VLAN-aware. Make the VLANs in Talos
   * with `vlans`.
   * @default - all of the bridge
   */
  readonly trunks?: readonly number[];
  /**
   * Largest packet in bytes, in Proxmox VE and in Talos, that of the bridge at most; `bridge` takes that of the bridge.
   * `virtio` only.
   * @default - 1500
   */
  readonly mtu?: number | 'bridge';
  /**
   * Pairs of queues that the card is served by, as many as the machine has cores at most. `virtio` only.
   * @default - one
   */
  readonly queues?: number;
  /**
   * Ask the firewall of Proxmox VE about each packet.
   * @default false
   */
  readonly firewall?: boolean;
  /**
   * Data that the card sends at most, in megabytes for each second.
   * @default - no limit
   */
  readonly rateLimitMegabytesPerSecond?: number;
}

/** The network card that carries the address of its machine, slot 0. */
export interface PrimaryNetworkDeviceOptions extends NetworkCardOptions {
  /**
   * VLANs that Talos makes inside of the interface.
   * @default - none
   */
  readonly vlans?: readonly VlanOptions[];
}

/** A network card beside the one that carries the address of its machine. Talos finds it by its MAC address. */
export interface NetworkDeviceOptions extends NetworkCardOptions, InterfaceOptions {
  /**
   * Number of the card on the machine, from 1 on without gaps; 0 is the card that carries the address. Give a new card the
   * highest number: the provider knows cards by their position.
   */
  readonly slot: number;
  /**
   * Bridge of the host, or vnet, that the card is connected to.
   * @default - that of the machine's first card
   */
  readonly bridge?: string;
  /**
   * VLAN of the card's port on the bridge.
   * @default - untagged
   */
  readonly vlanId?: number;
  /**
   * MAC address of the card, in any spelling; `deterministic` makes it of the names of cluster, machine and card.
   * @default deterministic
   */
  readonly macAddress?: string;
}
