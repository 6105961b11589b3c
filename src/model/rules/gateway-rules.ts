import { gatewayNotARouter, gatewayOfOtherFamily, gatewayOutOfReach, ipArgumentDiffers } from '../../errors/gateways';
import { ipArgument, isIpArgument, isOutside } from '../../values/gateway';
import { ipFamily, isUnicast } from '../../values/ip-address';
import type { IpCidr } from '../../values/ip-cidr';
import type { ClusterFacts } from '../cluster-facts';
import type { Findings, SpecRule } from '../findings';
import type { Path } from '../../values/path';
import { networkWithoutRoute } from '../first-network';

/** The gateway of the machines. */
interface GatewayFacts {
  readonly gateway: string;
  readonly subnet: IpCidr;
  /** Whether a virtual machine has it. */
  readonly isOfVirtualMachines: boolean;
}

const PATH: Path = ['network', 'gateway'];

const RULES: readonly SpecRule<GatewayFacts>[] = [
  {
    path: () => PATH,
    condition: (facts) => isOfFamily(facts),
    message: ({ gateway, subnet }) => gatewayOfOtherFamily(gateway, subnet.family, String(subnet)),
  },
  {
    path: () => PATH,
    condition: (facts) => !isOfFamily(facts) || isUnicast(facts.gateway),
    message: ({ gateway }) => gatewayNotARouter(gateway),
  },
  {
    path: () => PATH,
    condition: (facts) => {
      const { gateway, subnet, isOfVirtualMachines } = facts;
      const isIpv4 = subnet.family === 4 || !isOfFamily(facts);
      return !isOfVirtualMachines || isIpv4 || !isUnicast(gateway) || !isOutside(gateway, subnet);
    },
    message: ({ gateway, subnet }) => gatewayOutOfReach(gateway, String(subnet)),
  },
];

/** A kernel argument about the network that a machine must have at its first start. */
interface ArgumentFacts {
  readonly got: string;
  readonly wanted: string;
  /** Name of the machine. */
  readonly machine: string;
  readonly path: Path;
}

const ARGUMENT_RULE: SpecRule<ArgumentFacts> = {
  path: ({ path }) => path,
  condition: ({ got, wanted }) => got === wanted,
  message: ({ got, wanted, machine }) => ipArgumentDiffers(got, wanted, machine),
};

/** Checks that machines reach their gateway, virtual ones also before they are configured. */
export function checkGateway(facts: ClusterFacts, findings: Findings): void {
  const { spec, subnet, nodes } = facts;
  const gateway = spec.network?.gateway;
  if (gateway === undefined || subnet === undefined) return;
  const isOfVirtualMachines = nodes.some(({ kind }) => kind === 'virtual');
  findings.check(RULES, [{ gateway, subnet, isOfVirtualMachines }]);
  findings.check([ARGUMENT_RULE], ipArguments(facts));
}

function isOfFamily({ gateway, subnet }: GatewayFacts): boolean {
  return ipFamily(gateway) === subnet.family;
}

/** What schematics say of the network of virtual machines that have no other route to their gateway. */
function ipArguments({ spec, nodes }: ClusterFacts): readonly ArgumentFacts[] {
  return nodes.flatMap(({ name, kind, address, schematic }) => {
    const network = kind === 'virtual' ? networkWithoutRoute(spec.network ?? {}, address) : undefined;
    if (network === undefined || schematic === undefined) return [];
    const { extraKernelArgs = [] } = schematic.value.content;
    return extraKernelArgs.flatMap((got, index) =>
      isIpArgument(got)
        ? [{ got, wanted: ipArgument(network), machine: name, path: [...schematic.path, 'extraKernelArgs', index] }]
        : [],
    );
  });
}
