import type { PoolSpec } from '../cluster-file/pool-settings';
import type { Draft } from '../values/draft';
import { IpRange } from '../values/ip-range';
import { NameSeries } from '../values/name-series';
import type { Path } from '../values/path';
import { VmIdRange } from '../values/vm-id-range';
import type { HostFacts, Hosts } from './hosts';

/** Facts about one pool that follow from the spec; what is undefined is not known or not written. */
export interface PoolFacts {
  /** Name of the pool. */
  readonly name: string;
  /** Where it is written. */
  readonly path: Path;
  /** Its settings there. */
  readonly spec: Draft<PoolSpec>;
  /** Hostnames of its machines. */
  readonly series: NameSeries | undefined;
  /** Addresses of its machines. */
  readonly addresses: IpRange | undefined;
  /** Ids of its machines. */
  readonly vmIds: VmIdRange | undefined;
  /** How many machines its ranges have room for; nothing if no range is known. */
  readonly room: number | undefined;
  /** Numbers of its machines, ascending, each once. */
  readonly numbers: readonly number[];
  /** Hosts that its machines are placed on, in the order of the file. */
  readonly hosts: readonly HostFacts[];
}

/** Derives the facts about each pool, in the order of the file. */
export function poolFacts(
  pools: Readonly<Record<string, Draft<PoolSpec> | undefined>> | undefined,
  hosts: Hosts,
): readonly PoolFacts[] {
  return Object.entries(pools ?? {}).map(([name, spec = {}]) => {
    const series = NameSeries.tryParse(spec.firstName ?? `${name}-00`);
    const addresses = spec.addresses === undefined ? undefined : IpRange.tryParse(spec.addresses);
    const vmIds = spec.vmIds === undefined ? undefined : VmIdRange.tryParse(spec.vmIds);
    const rooms = [addresses?.size, vmIds?.size].filter((size) => size !== undefined);
    return {
      name,
      path: ['pools', name],
      spec,
      series,
      addresses,
      vmIds,
      room: rooms.length === 0 ? undefined : Math.min(...rooms),
      numbers: series === undefined ? [] : numbersOf(spec.nodes, series),
      hosts: hostsOf(spec.hosts, hosts),
    };
  });
}

function numbersOf(nodes: Draft<PoolSpec>['nodes'], series: NameSeries): readonly number[] {
  if (typeof nodes === 'number') return Array.from({ length: nodes }, (_, number) => number);
  const numbers = (nodes ?? []).flatMap((name) => (name === undefined ? [] : (series.indexOf(name) ?? [])));
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/** Those that are written, or all; a name that several hosts have is none of them. */
function hostsOf(written: Draft<PoolSpec>['hosts'], hosts: Hosts): readonly HostFacts[] {
  const names = written ?? hosts.keys;
  return names.flatMap((name) => {
    const found = name === undefined ? [] : hosts.find(name);
    return found.length === 1 ? found : [];
  });
}
