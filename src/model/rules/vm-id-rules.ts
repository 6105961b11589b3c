import { quoteValue } from '../../errors/spec';
import type { Path } from '../../values/path';
import { VmIdRange } from '../../values/vm-id-range';
import type { Findings } from '../findings';
import type { NodeFacts } from '../node-facts';
import type { PoolFacts } from '../pool-facts';
import type { SpecFacts } from '../spec-facts';
import { vmIdMissing, vmIdNotOfEndpoint } from './vm-id-faults';

/** Something that has ids of virtual machines, or should. */
interface Holder {
  /** Where its ids are written. */
  readonly path: Path;
  /** Its ids as they are written; nothing if none are. */
  readonly got: string | undefined;
  /** The same as a range; nothing if they are not known. */
  readonly ids: VmIdRange | undefined;
  /** How many it needs at least, and if they are written as a range. */
  readonly needs: number | 'one';
}

/** Checks that machines, pools and machines of disks have ids of their endpoint, if it says which there are. */
export function checkVmIds(facts: SpecFacts, findings: Findings): void {
  for (const [name, endpoint] of Object.entries(facts.spec.proxmox?.endpoints ?? {})) {
    const range = endpoint?.vmIds === undefined ? undefined : VmIdRange.tryParse(endpoint.vmIds);
    if (range === undefined) continue;
    const holders = holdersOn(facts, name);
    const taken = holders.flatMap(({ ids }) => ids ?? []);
    for (const { path, got, ids, needs } of holders) {
      if (ids === undefined ? got !== undefined || facts.isUncertain(...path) : range.holds(ids)) continue;
      const free = range.firstFree(taken, needs === 'one' ? 1 : needs);
      if (free !== undefined) taken.push(free);
      const shown = free && (needs === 'one' ? `${free.first}` : String(free));
      findings.addFault(
        path,
        got === undefined
          ? vmIdMissing(name, String(range), shown)
          : vmIdNotOfEndpoint(got, name, String(range), shown),
      );
    }
  }
}

function holdersOn({ nodes, pools }: SpecFacts, endpoint: string): readonly Holder[] {
  const own = nodes.filter(({ hosts: [host] }) => host?.endpointName === endpoint);
  const isThere = (pool: PoolFacts): boolean =>
    pool.hosts.some(({ endpointName }) => endpointName === endpoint) ||
    own.some(({ member }) => member?.pool.name === pool.name);
  return [
    ...own.filter(({ member }) => member === undefined).map(machineHolder),
    ...pools.filter(isThere).map(poolHolder),
    ...own.flatMap(diskHolders),
  ];
}

function machineHolder({ spec, placeOf }: NodeFacts): Holder {
  return { path: placeOf('vmId'), ...oneId(spec.vmId) };
}

function poolHolder({ path, spec, vmIds, numbers }: PoolFacts): Holder {
  return {
    path: [...path, 'vmIds'],
    got: spec.vmIds === undefined ? undefined : quoteValue(spec.vmIds),
    ids: vmIds,
    needs: Math.max(1, (numbers.at(-1) ?? 0) + 1),
  };
}

function diskHolders({ options: { disks = {} }, written }: NodeFacts): readonly Holder[] {
  return Object.entries(disks).flatMap(([name, disk]) =>
    disk?.diskVm === undefined
      ? []
      : [{ path: [...written('disks', name), 'diskVm', 'vmId'], ...oneId(disk.diskVm.vmId) }],
  );
}

function oneId(vmId: number | undefined): Pick<Holder, 'got' | 'ids' | 'needs'> {
  if (vmId === undefined) return { got: undefined, ids: undefined, needs: 'one' };
  return { got: String(vmId), ids: VmIdRange.of(vmId), needs: 'one' };
}
