import { ipFamily, isUnicast, normalizeIpAddress } from '../values/ip-address';
import { IpCidr } from '../values/ip-cidr';
import type { Rule } from '../values/rule';
import type { KnownSettings, SettingRule } from '../values/setting-rule';
import {
  addressNotOfAMachine,
  addressOutsideSubnet,
  gatewayNotARouter,
  gatewayOfOtherFamily,
  installDiskMissing,
} from './faults';
import { edgesOf } from './edges';
import type { ClusterNetworkSettings, NetworkMember, PhysicalMachine } from './settings';

/** Conditions of a network. */
export const NETWORK_RULES: readonly SettingRule<Pick<ClusterNetworkSettings, 'subnet' | 'gateway'>>[] = [
  {
    at: () => ['gateway'],
    condition: ({ settings: { subnet, gateway } }) =>
      subnet === undefined || gateway === undefined || ipFamily(gateway) === IpCidr.of(subnet).family,
    message: ({ settings: { subnet = '', gateway = '' } }) =>
      gatewayOfOtherFamily(gateway, IpCidr.of(subnet).family, subnet),
  },
  {
    at: () => ['gateway'],
    condition: ({ settings: { subnet, gateway } }) =>
      gateway === undefined ||
      isUnicast(gateway) ||
      (subnet !== undefined && ipFamily(gateway) !== IpCidr.of(subnet).family),
    message: ({ settings: { gateway = '' } }) => gatewayNotARouter(gateway),
  },
];

/** An address that a machine has, or would have, in a network. */
export interface AddressInNetwork {
  /** The address. */
  readonly address: string;
  /** The network. */
  readonly subnet: IpCidr;
}

/** Conditions of an address that lies in the network of the machines. */
export const ADDRESS_RULES: readonly Rule<AddressInNetwork>[] = [
  {
    condition: ({ address, subnet }) => subnet.contains(address),
    message: ({ address, subnet }) => addressOutsideSubnet(address, String(subnet)),
  },
  {
    condition: ({ address, subnet }) => !edgesOf(subnet).includes(normalizeIpAddress(address)),
    message: ({ address, subnet }) => addressNotOfAMachine(address, String(subnet)),
  },
];

/** Conditions of the address of a machine. */
export const NODE_ADDRESS_RULES: readonly SettingRule<NetworkMember>[] = ADDRESS_RULES.map(
  ({ condition, message }): SettingRule<NetworkMember> => ({
    at: () => ['address'],
    condition: (known) => {
      const placed = addressOf(known);
      return placed === undefined || condition(placed);
    },
    message: (known) => message(addressOf(known) as AddressInNetwork),
  }),
);

/** Conditions of a machine that Talos is installed on. */
export const PHYSICAL_MACHINE_RULES: readonly SettingRule<PhysicalMachine>[] = [
  ...NODE_ADDRESS_RULES,
  {
    at: () => ['installDisk'],
    condition: ({ settings: { installDisk }, isUncertain }) => installDisk !== undefined || isUncertain('installDisk'),
    message: installDiskMissing,
  },
];

function addressOf({ settings: { address, network } }: KnownSettings<NetworkMember>): AddressInNetwork | undefined {
  if (address === undefined || network?.subnet === undefined) return undefined;
  return { address, subnet: IpCidr.of(network.subnet) };
}
