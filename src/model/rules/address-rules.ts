import {
  addressNotOfAMachine,
  addressOutsideSubnet,
  addressTaken,
  macAddressTaken,
  vipIsNotEndpoint,
} from '../../errors/rules';
import { isIpAddress, normalizeIpAddress } from '../../values/ip-address';
import type { IpCidr } from '../../values/ip-cidr';
import { MacAddress } from '../../values/mac-address';
import { type Claim, claims } from '../claims';
import type { ClusterFacts } from '../cluster-facts';
import type { Findings, Path, SpecRule } from '../findings';
import type { NodeFacts } from '../node-facts';

/** An address in the network of the machines. */
interface AddressFacts {
  /** As it is written. */
  readonly got: string;
  /** Who has it, in words. */
  readonly owner: string;
  readonly path: Path;
  readonly subnet: IpCidr | undefined;
}

const ADDRESS_RULES: readonly SpecRule<AddressFacts>[] = [
  {
    path: ({ path }) => path,
    condition: ({ got, subnet }) => subnet === undefined || subnet.contains(got),
    message: ({ got, subnet }) => addressOutsideSubnet(got, String(subnet)),
  },
  {
    path: ({ path }) => path,
    condition: ({ got, subnet }) => subnet === undefined || !isEdge(got, subnet),
    message: ({ got, subnet }) => addressNotOfAMachine(got, String(subnet)),
  },
];

const TAKEN_ADDRESS: SpecRule<Claim<AddressFacts>> = {
  path: ({ item }) => item.path,
  condition: ({ first }) => first === undefined,
  message: ({ item, first }) => addressTaken(item.got, first?.owner ?? ''),
};

const TAKEN_MAC_ADDRESS: SpecRule<Claim<NodeFacts>> = {
  path: ({ item }) => [...item.path, 'macAddress'],
  condition: ({ first }) => first === undefined,
  message: ({ item, first }) => macAddressTaken(item.spec.macAddress ?? '', first?.name ?? ''),
};

const ENDPOINT_RULES: readonly SpecRule<ClusterFacts>[] = [
  {
    path: () => ['network', 'endpoint'],
    condition: ({ spec }) => {
      const { vip, endpoint } = spec.network ?? {};
      if (vip === undefined || endpoint === undefined || !isIpAddress(endpoint)) return true;
      return normalizeIpAddress(endpoint) === normalizeIpAddress(vip);
    },
    message: ({ spec }) => vipIsNotEndpoint(spec.network?.endpoint ?? '', spec.network?.vip ?? ''),
  },
];

/** Checks addresses and MAC addresses: inside the subnet, and nothing twice. */
export function checkAddresses(facts: ClusterFacts, findings: Findings): void {
  const addresses = addressesOf(facts);
  findings.check(ADDRESS_RULES, addresses);
  findings.check(
    [TAKEN_ADDRESS],
    claims(addresses, ({ got }) => normalizeIpAddress(got)),
  );
  findings.check(
    [TAKEN_MAC_ADDRESS],
    claims(facts.nodes, ({ spec }) => spec.macAddress && MacAddress.of(spec.macAddress).toString()),
  );
  findings.check(ENDPOINT_RULES, [facts]);
}

/** Every address that must lie in the subnet, the shared ones first, so that a machine that takes one is at fault. */
function addressesOf({ spec, subnet, nodes }: ClusterFacts): readonly AddressFacts[] {
  const { gateway, vip } = spec.network ?? {};
  return [
    { got: gateway, owner: 'the gateway', path: ['network', 'gateway'], subnet },
    { got: vip, owner: 'the vip', path: ['network', 'vip'], subnet },
    ...nodes.map((node) => ({ got: node.spec.address, owner: node.name, path: [...node.path, 'address'], subnet })),
  ].flatMap(({ got, ...rest }) => (got === undefined ? [] : [{ got, ...rest }]));
}

/** Whether an address is the first one of a network with room, or the last one of such an IPv4 network. */
function isEdge(address: string, subnet: IpCidr): boolean {
  const hostBits = (subnet.family === 4 ? 32 : 128) - subnet.prefixLength;
  if (hostBits < 2) return false;
  const normal = normalizeIpAddress(address);
  return normal === subnet.address || (subnet.family === 4 && normal === subnet.hostAt(2 ** hostBits - 1));
}
