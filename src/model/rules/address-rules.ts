import { addressNotOfAMachine, macAddressTaken } from './address-faults';
import { addressOutsideSubnet } from '../../errors/rules';
import { addressesTaken, ENDPOINT_RULES } from '../../machine-config/rules';
import { normalizeIpAddress } from '../../values/ip-address';
import type { IpCidr } from '../../values/ip-cidr';
import { MacAddress } from '../../values/mac-address';
import { type Claim, claims } from '../../values/claims';
import type { ClusterFacts } from '../cluster-facts';
import type { Findings, SpecRule } from '../findings';
import type { Path } from '../../values/path';
import type { NodeFacts } from '../node-facts';
import { isSpecialNetwork } from '../special-networks';

/** An address in the network of the machines. */
interface AddressFacts {
  /** As it is written. */
  readonly got: string;
  /** In its normal spelling. */
  readonly normal: string;
  /** Who has it, in words. */
  readonly owner: string;
  readonly path: Path;
  /** Network that it must lie in; a gateway may lie outside. */
  readonly subnet: IpCidr | undefined;
  /** Addresses of the subnet that belong to no machine. */
  readonly edges: readonly string[];
}

/** An address that may be written, and who has it. */
interface OwnedAddress extends Pick<AddressFacts, 'owner' | 'path'> {
  readonly got: string | undefined;
  /** True if it lies in another network. */
  readonly isElsewhere?: boolean;
}

const ADDRESS_RULES: readonly SpecRule<AddressFacts>[] = [
  {
    path: ({ path }) => path,
    condition: ({ got, subnet }) => subnet === undefined || subnet.contains(got),
    message: ({ got, subnet }) => addressOutsideSubnet(got, String(subnet)),
  },
  {
    path: ({ path }) => path,
    condition: ({ normal, edges }) => !edges.includes(normal),
    message: ({ got, subnet }) => addressNotOfAMachine(got, String(subnet)),
  },
];

const TAKEN_MAC_ADDRESS: SpecRule<Claim<NodeFacts>> = {
  path: ({ item }) => [...item.path, 'macAddress'],
  condition: ({ first }) => first === undefined,
  message: ({ item, first }) => macAddressTaken(item.spec.macAddress ?? '', first?.name ?? ''),
};

/** Checks addresses and MAC addresses: inside the subnet, and nothing twice. */
export function checkAddresses(facts: ClusterFacts, findings: Findings): void {
  const addresses = addressesOf(facts);
  findings.check(ADDRESS_RULES, addresses);
  for (const { path, message } of addressesTaken(addresses)) findings.addFault(path, message);
  findings.check(
    [TAKEN_MAC_ADDRESS],
    claims(facts.nodes, ({ spec }) => spec.macAddress && MacAddress.of(spec.macAddress).toString()),
  );
  findings.checkSettings(ENDPOINT_RULES, { settings: facts.spec.network ?? {}, isUncertain: facts.isUncertain }, [
    'network',
  ]);
}

/** Every address, the shared ones first, so that a machine that takes one is at fault. */
function addressesOf({ spec, subnet: written, nodes }: ClusterFacts): readonly AddressFacts[] {
  const subnet = written === undefined || isSpecialNetwork(written) ? undefined : written;
  const { gateway, vip } = spec.network ?? {};
  const edges = subnet === undefined ? [] : edgesOf(subnet);
  return [
    {
      got: gateway,
      owner: 'the gateway',
      path: ['network', 'gateway'],
      isElsewhere: gateway !== undefined && subnet?.contains(gateway) === false,
    },
    { got: vip, owner: 'the vip', path: ['network', 'vip'] },
    ...nodes.map(({ name, path, spec: { address } }) => ({ got: address, owner: name, path: [...path, 'address'] })),
  ].flatMap(({ got, owner, path, isElsewhere = false }: OwnedAddress) =>
    got === undefined
      ? []
      : [{ got, normal: normalizeIpAddress(got), owner, path, subnet: isElsewhere ? undefined : subnet, edges }],
  );
}

/** The first address of a network with room, and the last one of such an IPv4 network. */
function edgesOf(subnet: IpCidr): readonly string[] {
  const hostBits = (subnet.family === 4 ? 32 : 128) - subnet.prefixLength;
  if (hostBits < 2) return [];
  return subnet.family === 4 ? [subnet.address, subnet.hostAt(2 ** hostBits - 1)] : [subnet.address];
}
