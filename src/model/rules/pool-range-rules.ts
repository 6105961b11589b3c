import { ADDRESS_RULES } from '../../network/rules';
import { formatPath, type Path } from '../../values/path';
import type { Findings } from '../findings';
import type { PoolFacts } from '../pool-facts';
import { isSpecialNetwork } from '../special-networks';
import type { SpecFacts } from '../spec-facts';
import { nameOfPool, poolsShareNames, rangeHoldsAddress, rangeHoldsVmId, rangesOverlap } from './pool-faults';

/** Checks that names, addresses and ids of pools are nobody else's: a pool keeps them for machines to come, too. */
export function checkPoolRanges(facts: SpecFacts, findings: Findings): void {
  facts.pools.forEach((pool, index) => {
    const earlier = facts.pools.slice(0, index);
    checkNames(facts, pool, earlier, findings);
    checkAddresses(facts, pool, earlier, findings);
    checkVmIds(facts, pool, earlier, findings);
  });
}

function checkNames({ spec }: SpecFacts, pool: PoolFacts, earlier: readonly PoolFacts[], findings: Findings): void {
  const { series, name, path } = pool;
  if (series === undefined) return;
  for (const node of Object.keys(spec.nodes ?? {})) {
    const number = series.indexOf(node);
    if (number !== undefined && number < roomOf(pool))
      findings.addFault(['nodes', node], nameOfPool(node, name), 'key');
  }
  for (const other of earlier) {
    const shared = other.series && series.firstShared(roomOf(pool), other.series, roomOf(other));
    const place = pool.spec.firstName === undefined ? path : [...path, 'firstName'];
    if (shared !== undefined) findings.addFault(place, poolsShareNames(shared, other.name));
  }
}

/** Where the length of a range is not known, its machines are what there is. */
function roomOf({ room, numbers }: PoolFacts): number {
  return room ?? (numbers.at(-1) ?? -1) + 1;
}

/** An address that somebody has. */
interface OwnedAddress {
  readonly got: string | undefined;
  readonly owner: string;
  readonly path: Path;
}

function checkAddresses(facts: SpecFacts, pool: PoolFacts, earlier: readonly PoolFacts[], findings: Findings): void {
  const { addresses, spec } = pool;
  if (addresses === undefined) return;
  const place = [...pool.path, 'addresses'];
  const range = spec.addresses ?? '';
  const { subnet } = facts;
  if (subnet !== undefined && !isSpecialNetwork(subnet)) {
    const broken = [addresses.first, addresses.last].flatMap((address) =>
      ADDRESS_RULES.filter(({ condition }) => !condition({ address, subnet })).map(({ message }) =>
        message({ address, subnet }),
      ),
    );
    for (const message of broken.slice(0, 1)) findings.addFault(place, message);
  }
  for (const { got, owner, path } of ownedAddresses(facts)) {
    if (got === undefined || !addresses.contains(got)) continue;
    findings.addFault(place, rangeHoldsAddress(range, got, owner, formatPath(path)));
  }
  for (const other of earlier) {
    if (other.addresses === undefined || !addresses.overlaps(other.addresses)) continue;
    findings.addFault(place, rangesOverlap(range, String(other.addresses), formatPath([...other.path, 'addresses'])));
  }
}

function ownedAddresses({ spec, nodes }: SpecFacts): readonly OwnedAddress[] {
  const { gateway, vip } = spec.network ?? {};
  return [
    { got: gateway, owner: 'the gateway', path: ['network', 'gateway'] },
    { got: vip, owner: 'the vip', path: ['network', 'vip'] },
    ...nodes
      .filter(({ member }) => member === undefined)
      .map(({ name, address, placeOf }) => ({ got: address, owner: name, path: placeOf('address') })),
  ];
}

function checkVmIds(facts: SpecFacts, pool: PoolFacts, earlier: readonly PoolFacts[], findings: Findings): void {
  const { vmIds, spec, path } = pool;
  if (vmIds === undefined) return;
  const place = [...path, 'vmIds'];
  const range = spec.vmIds ?? '';
  const endpoints = endpointsOf(facts, pool);
  for (const { spec: node, name, hosts, member, placeOf } of facts.nodes) {
    const { vmId } = node;
    const endpoint = hosts[0]?.endpointName ?? '';
    if (member !== undefined || vmId === undefined || !vmIds.contains(vmId) || !endpoints.has(endpoint)) continue;
    findings.addFault(place, rangeHoldsVmId(range, vmId, name, formatPath(placeOf('vmId')), endpoint));
  }
  for (const other of earlier) {
    const isApart = ![...endpointsOf(facts, other)].some((endpoint) => endpoints.has(endpoint));
    if (other.vmIds === undefined || isApart || !vmIds.overlaps(other.vmIds)) continue;
    findings.addFault(place, rangesOverlap(range, String(other.vmIds), formatPath([...other.path, 'vmIds'])));
  }
}

/** Endpoints on which a pool has machines, or may have some. */
function endpointsOf({ nodes }: SpecFacts, pool: PoolFacts): ReadonlySet<string> {
  const own = nodes.filter(({ member }) => member?.pool.name === pool.name).flatMap(({ hosts }) => hosts);
  return new Set([...pool.hosts, ...own].map(({ endpointName }) => endpointName));
}
