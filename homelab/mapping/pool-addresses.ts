import type { PoolSpec } from '../../src/cluster-file/pool-settings';
import { IpRange } from '../../src/values/ip-range';
import { NameSeries } from '../../src/values/name-series';

/** Room that a pool gets to grow into, as far as its range has it: a changed number moves no other machine. */
const ROOM_TO_GROW = 256;

/** Addresses of a pool that its machines have, or may have after a change, one after the other. */
export function poolAddresses(
  name: string,
  pool: Pick<PoolSpec, 'addresses' | 'nodes' | 'firstName'>,
): readonly string[] {
  const range = IpRange.tryParse(pool.addresses);
  if (range === undefined) return [];
  const length = Math.min(range.size, Math.max(ROOM_TO_GROW, neededBy(name, pool)));
  return Array.from({ length }, (_, index) => range.at(index) ?? range.last);
}

/** Addresses that it needs now. */
function neededBy(name: string, { nodes, firstName = `${name}-00` }: Pick<PoolSpec, 'nodes' | 'firstName'>): number {
  if (typeof nodes === 'number') return nodes;
  const series = NameSeries.tryParse(firstName);
  return Math.max(0, ...nodes.map((member) => 1 + (series?.indexOf(member) ?? 0)));
}
