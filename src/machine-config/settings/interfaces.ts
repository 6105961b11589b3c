import type { InterfaceOptions, VlanOptions } from '../../network/interface-settings';

/** Network interfaces of a machine that has more than one, or one of which more is known than its addresses. */
export interface MachineInterfaces {
  /** The interface that carries the address of the machine. */
  readonly primary: PrimaryInterfaceSettings;
  /** Those beside it, in the order of their numbers. */
  readonly others: readonly InterfaceSettings[];
}

/** The interface that carries the address of its machine. */
export interface PrimaryInterfaceSettings {
  /**
   * MAC address that it is found by where there are several interfaces.
   * @default - it is the one that is none of the others
   */
  readonly macAddress?: string;
  /**
   * Largest packet, in bytes.
   * @default - as the network card says
   */
  readonly mtu?: number;
  /**
   * VLANs inside of the interface.
   * @default - none
   */
  readonly vlans?: readonly VlanOptions[];
}

/** An interface beside that one. */
export interface InterfaceSettings extends InterfaceOptions {
  /** Number of the interface on its machine, from 1 on. */
  readonly slot: number;
  /** MAC address that it is found by. */
  readonly macAddress: string;
  /**
   * Largest packet, in bytes.
   * @default - as the network card says
   */
  readonly mtu?: number;
}
