import { addressesTaken, ENDPOINT_RULES } from '../../machine-config/rules';
import { ADDRESS_RULES } from '../../network/rules';
import type { IpCidr } from '../../values/ip-cidr';
import { type Claim, claims } from '../../values/claims';
import type { SpecFacts } from '../spec-facts';
import type { Findings, SpecRule } from '../findings';
import type { Path } from '../../values/path';
import { macAddressTaken, madeMacAddressTaken } from '../../network/interface-faults';
import { type CardAddress, cardAddresses, interfaceAddresses } from '../card-addresses';
import { isSpecialNetwork } from '../special-networks';

/** An address that is written in a file. */
interface WrittenAddress {
  /** As it is written. */
  readonly got: string;
  /** Who has it, in words. */
  readonly owner: string;
  readonly path: Path;
}

/** An address that must lie in the network of the machines. */
interface PlacedAddress extends WrittenAddress {
  readonly subnet: IpCidr;
}

const PLACE_RULES: readonly SpecRule<PlacedAddress>[] = ADDRESS_RULES.map(({ condition, message }) => ({
  path: ({ path }) => path,
  condition: ({ got, subnet }) => condition({ address: got, subnet }),
  message: ({ got, subnet }) => message({ address: got, subnet }),
}));

const TAKEN_MAC_ADDRESS: SpecRule<Claim<CardAddress>> = {
  path: ({ item }) => item.path,
  // of two cards of one machine the machine's own rules tell
  condition: ({ item, first }) => first === undefined || (first.hostname === item.hostname && !item.isMade),
  message: ({ item: { got, mac, isMade }, first }) =>
    isMade ? madeMacAddressTaken(mac, first?.owner ?? '') : macAddressTaken(got, first?.owner ?? ''),
};

/** Checks addresses and MAC addresses: inside the subnet, and nothing twice. */
export function checkAddresses(facts: SpecFacts, findings: Findings): void {
  const addresses = addressesOf(facts);
  findings.check(PLACE_RULES, placedAddresses(facts, addresses));
  for (const { path, message } of addressesTaken([...addresses, ...interfaceAddresses(facts)]))
    findings.addFault(path, message);
  findings.check(
    [TAKEN_MAC_ADDRESS],
    claims(cardAddresses(facts), ({ mac }) => mac),
  );
  findings.checkSettings(ENDPOINT_RULES, { settings: facts.spec.network ?? {}, isUncertain: facts.isUncertain }, [
    'network',
  ]);
}

/** Every address but those of pools, the shared ones first, so that a machine that takes one is at fault. */
function addressesOf({ spec, nodes }: SpecFacts): readonly WrittenAddress[] {
  const { gateway, vip } = spec.network ?? {};
  return [
    { got: gateway, owner: 'the gateway', path: ['network', 'gateway'] },
    { got: vip, owner: 'the vip', path: ['network', 'vip'] },
    ...nodes
      .filter(({ member }) => member === undefined)
      .map(({ name, path, spec: { address } }) => ({ got: address, owner: name, path: [...path, 'address'] })),
  ].flatMap(({ got, owner, path }) => (got === undefined ? [] : [{ got, owner, path }]));
}

/** Addresses that must lie in the network of the machines: all but a gateway elsewhere. */
function placedAddresses(
  { spec: { network }, subnet }: SpecFacts,
  addresses: readonly WrittenAddress[],
): readonly PlacedAddress[] {
  if (subnet === undefined || isSpecialNetwork(subnet)) return [];
  return addresses.flatMap((address) =>
    address.got === network?.gateway && !subnet.contains(address.got) ? [] : [{ ...address, subnet }],
  );
}
