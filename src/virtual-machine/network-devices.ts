import type { InterfaceOptions, VlanOptions } from '../network/interface-settings';
import type { Complete } from '../values/complete';
import { type CardNames, writtenMac } from '../values/deterministic-mac';
import { DETERMINISTIC } from '../values/mac-address';
import { nothingLeft } from '../values/nothing-left';
import type { NetworkCardOptions, NetworkDeviceOptions, PrimaryNetworkDeviceOptions } from './network-device-settings';
import type { VirtualMachineSettings } from './settings';

/** A network card with every default filled in. What Talos does with it is a setting of Talos. */
export interface ResolvedNetworkDevice extends NetworkCardOptions {
  /** Number of the card on the machine. */
  readonly slot: number;
  /** Bridge or vnet that the card is connected to. */
  readonly bridge: string;
  /**
   * VLAN of the card's port on the bridge.
   * @default - untagged
   */
  readonly vlanId?: number;
  /**
   * MAC address of the card, in upper case with colons.
   * @default - made by Proxmox VE
   */
  readonly macAddress?: string;
}

/** Settings of a machine that its first card comes from. */
export interface PrimaryCard {
  /** Bridge. */
  readonly networkBridge: string;
  /**
   * VLAN of the port.
   * @default - untagged
   */
  readonly vlanId?: number;
  /**
   * MAC address, in any spelling, or `deterministic`.
   * @default - made by Proxmox VE; deterministic if a DHCP server has to know it
   */
  readonly macAddress?: string;
  /**
   * If the address of the machine comes from a DHCP server.
   * @default false
   */
  readonly dhcp?: boolean;
  /**
   * Further options.
   * @default - those of Proxmox VE
   */
  readonly primaryNetworkDevice?: PrimaryNetworkDeviceOptions;
}

/** The network cards of a machine in the order of their slots. */
export function resolvedNetworkDevices(
  { networkBridge, vlanId, macAddress, dhcp, primaryNetworkDevice = {} }: PrimaryCard,
  networkDevices: Readonly<Record<string, NetworkDeviceOptions>>,
  names: CardNames,
): readonly [Complete<ResolvedNetworkDevice>, ...Complete<ResolvedNetworkDevice>[]] {
  const { vlans: _ofTalos, ...options } = primaryNetworkDevice;
  const first = { slot: 0, bridge: networkBridge, vlanId, macAddress: primaryMac({ macAddress, dhcp }, names) };
  return [
    { ...first, ...cardOptions(options) },
    ...inOrder(networkDevices).map(([name, device]) => {
      const { slot, bridge = networkBridge, vlanId: vlan, ...others } = device;
      const { macAddress: _made, addresses: _a, dhcp: _d, gateway: _g, routes: _r, vlans: _v, ...card } = others;
      return { slot, bridge, vlanId: vlan, macAddress: macOf(device, name, names), ...cardOptions(card) };
    }),
  ];
}

/** The network interfaces of a machine as Talos has them: that of the address, and those beside it. */
export interface CardInterfaces {
  /** The interface that carries the address. */
  readonly primary: PrimaryInterface;
  /** The others, in the order of their slots. */
  readonly others: readonly CardInterface[];
}

/** Known properties of the interface that carries the address. */
export interface PrimaryInterface {
  /**
   * MAC address of its card.
   * @default - made by Proxmox VE
   */
  readonly macAddress?: string;
  /**
   * Largest packet, in bytes.
   * @default - as the card says
   */
  readonly mtu?: number;
  /**
   * VLANs inside of it.
   * @default - none
   */
  readonly vlans?: readonly VlanOptions[];
}

/** An interface beside it. */
export interface CardInterface extends InterfaceOptions {
  /** Number of its card on the machine. */
  readonly slot: number;
  /** MAC address of its card. */
  readonly macAddress: string;
  /**
   * Largest packet, in bytes.
   * @default - as the card says
   */
  readonly mtu?: number;
}

/** Settings of a machine that its interfaces come from. */
export type InterfaceSettings = Pick<VirtualMachineSettings, 'macAddress' | 'primaryNetworkDevice' | 'networkDevices'> &
  Pick<PrimaryCard, 'dhcp'>;

/** Interfaces of a machine as Talos is told of them; nothing if it has one card of which there is nothing to tell. */
export function cardInterfaces(settings: InterfaceSettings, names: CardNames): CardInterfaces | undefined {
  const { primaryNetworkDevice: { mtu, vlans } = {}, networkDevices = {} } = settings;
  const others = inOrder(networkDevices).map(([name, device]): CardInterface => {
    const { slot, addresses, dhcp, gateway, routes, vlans: inside } = device;
    const macAddress = macOf(device, name, names);
    return { slot, macAddress, mtu: bytes(device.mtu), addresses, dhcp, gateway, routes, vlans: inside };
  });
  const isPlain = settings.dhcp !== true && bytes(mtu) === undefined && vlans === undefined;
  if (others.length === 0 && isPlain) return undefined;
  return { primary: { macAddress: primaryMac(settings, names), mtu: bytes(mtu), vlans }, others };
}

/** MAC address of the card that carries the address of a machine. */
export function primaryMac(
  { macAddress, dhcp = false }: Pick<PrimaryCard, 'macAddress' | 'dhcp'>,
  names: CardNames,
): string | undefined {
  const written = macAddress ?? (dhcp ? DETERMINISTIC : undefined);
  return written && writtenMac(written, names);
}

/** MAC address of a card beside it. */
export function macOf(
  { macAddress = DETERMINISTIC }: Pick<NetworkDeviceOptions, 'macAddress'>,
  device: string,
  names: CardNames,
): string {
  return writtenMac(macAddress, { ...names, device });
}

function cardOptions(options: NetworkCardOptions): Complete<NetworkCardOptions> {
  const { model, trunks, mtu, queues, firewall, rateLimitMegabytesPerSecond, ...rest } = options;
  nothingLeft(rest);
  return { model, trunks, mtu, queues, firewall, rateLimitMegabytesPerSecond };
}

/** A card of the model virtio tells the machine that of the bridge by itself. */
function bytes(mtu: NetworkCardOptions['mtu']): number | undefined {
  return mtu === 'bridge' ? undefined : mtu;
}

function inOrder(
  devices: Readonly<Record<string, NetworkDeviceOptions>>,
): readonly (readonly [name: string, device: NetworkDeviceOptions])[] {
  return Object.entries(devices).sort(([, a], [, b]) => a.slot - b.slot);
}
