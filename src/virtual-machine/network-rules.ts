import { type FirstNetwork, ipArgument, isIpArgument, isOutside } from '../values/gateway';
import { ipFamily, isUnicast } from '../values/ip-address';
import { IpCidr } from '../values/ip-cidr';
import type { Path } from '../values/path';
import {
  type KnownSettings,
  type PartRule,
  rulesOfParts,
  type SettingRule,
  type SettingRules,
} from '../values/setting-rule';
import { gatewayOutOfReach, ipArgumentDiffers, ipArgumentMissing } from './faults';
import type { PlacedVirtualMachine } from './placed';

type Known = KnownSettings<PlacedVirtualMachine>;

const GATEWAY_RULES: readonly SettingRule<PlacedVirtualMachine>[] = [
  {
    at: () => ['network', 'gateway'],
    condition: (known) => outsideGateway(known, 6) === undefined,
    message: ({ settings: { network } }) => gatewayOutOfReach(network?.gateway ?? '', network?.subnet ?? ''),
  },
  {
    at: () => ['image', 'extraKernelArgs'],
    condition: (known) => {
      const { image } = known.settings;
      return networkWithoutRoute(known.settings) === undefined || (image?.extraKernelArgs?.some(isArgument) ?? true);
    },
    message: ({ settings }) => {
      const { network } = settings;
      return ipArgumentMissing(network?.gateway ?? '', network?.subnet ?? '', wantedArgument(settings) ?? '');
    },
  },
];

/** A kernel argument about the network that a machine must have at its first start. */
interface NetworkArgument {
  readonly got: string;
  readonly wanted: string;
  readonly hostname: string;
  readonly place: Path;
}

const ARGUMENT_RULES: readonly PartRule<NetworkArgument>[] = [
  {
    at: ({ place }) => place,
    condition: ({ got, wanted }) => got === wanted,
    message: ({ got, wanted, hostname }) => ipArgumentDiffers(got, wanted, hostname),
  },
];

/** Conditions under which a machine reaches its gateway before it is configured. */
export const FIRST_NETWORK_RULES: SettingRules<PlacedVirtualMachine> = [
  ...GATEWAY_RULES,
  rulesOfParts(argumentsOf, ARGUMENT_RULES),
];

/**
 * The network of a machine whose IPv4 gateway lies outside of it, to which cloud-init of Proxmox VE gives no route;
 * nothing for any other machine, and while something of it is not known.
 */
export function networkWithoutRoute({ address, dhcp, network }: Known['settings']): FirstNetwork | undefined {
  if (dhcp === true) return undefined;
  const { subnet, gateway } = network ?? {};
  if (address === undefined || subnet === undefined || gateway === undefined) return undefined;
  const isIpv4 = [IpCidr.of(subnet).family, ipFamily(gateway), ipFamily(address)].every((family) => family === 4);
  return isIpv4 && isUnicast(gateway) && isOutside(gateway, IpCidr.of(subnet))
    ? { address, gateway, subnet: IpCidr.of(subnet) }
    : undefined;
}

function outsideGateway({ settings: { dhcp, network } }: Known, family: 4 | 6): string | undefined {
  if (dhcp === true) return undefined;
  const { subnet, gateway } = network ?? {};
  if (subnet === undefined || gateway === undefined) return undefined;
  const isOfFamily = IpCidr.of(subnet).family === family && ipFamily(gateway) === family;
  return isOfFamily && isUnicast(gateway) && isOutside(gateway, IpCidr.of(subnet)) ? gateway : undefined;
}

function wantedArgument(settings: Known['settings']): string | undefined {
  const network = networkWithoutRoute(settings);
  return network && ipArgument(network);
}

function isArgument(argument: string | undefined): boolean {
  return argument !== undefined && isIpArgument(argument);
}

function argumentsOf({ settings }: Known): readonly NetworkArgument[] {
  const wanted = wantedArgument(settings);
  const { image, hostname = '' } = settings;
  if (wanted === undefined) return [];
  return (image?.extraKernelArgs ?? []).flatMap((got, index) =>
    got !== undefined && isIpArgument(got)
      ? [{ got, wanted, hostname, place: ['image', 'extraKernelArgs', index] }]
      : [],
  );
}
