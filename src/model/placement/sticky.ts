import { type LocatedFault, locateFault } from '../../cluster-file/cluster-spec-error';
import type { Path } from '../../values/path';
import type { HostFacts, Hosts } from '../hosts';
import type { WrittenNode } from '../written-nodes';
import { placementLost, rememberedHostNotOfPool, rememberedHostUnknown, stateHostNotOfPool } from './faults';
import type { PlacementMemory } from './placement-memory';

/** Machines of pools whose hosts are known from earlier, and what is wrong with what is known. */
export interface KeptMachines {
  /** Host by hostname. */
  readonly hosts: ReadonlyMap<string, HostFacts>;
  /** Machines whose host was found in the state only. */
  readonly rebuilt: readonly string[];
  /** Faults of the file that remembers. */
  readonly faultsElsewhere: readonly LocatedFault[];
  /** Faults of the cluster file. */
  readonly faults: readonly { readonly path: Path; readonly message: string }[];
}

/** Finds the hosts that machines have already: as the file says, or else as the state does. */
export function keptMachines(
  members: readonly WrittenNode[],
  memory: PlacementMemory | undefined,
  hosts: Hosts,
): KeptMachines {
  if (memory === undefined) return { hosts: new Map(), rebuilt: [], faultsElsewhere: [], faults: [] };
  const { record, state, file } = memory;
  const kept = new Map<string, HostFacts>();
  const faultsElsewhere: LocatedFault[] = [...memory.faults];
  const faults: { path: Path; message: string }[] = [];
  const rebuilt: string[] = [];
  if (record === undefined && memory.faults.length === 0 && state.kind === 'unreadable') {
    const [first = ''] = members.map(({ name }) => name);
    faults.push({ path: ['pools'], message: placementLost(file, state.where, first, hosts.keys[0] ?? 'main/pve1') });
  }
  for (const member of members) {
    const { name } = member;
    const written = record !== undefined && Object.hasOwn(record.machines, name) ? record.machines[name] : undefined;
    if (written !== undefined) {
      const found = hostOfPool(member, written, hosts);
      if ('host' in found) kept.set(name, found.host);
      else faultsElsewhere.push(locateFault({ path: ['machines', name], message: found.message }, record?.source));
    } else if (state.kind === 'read' && state.hosts.has(name)) {
      const key = state.hosts.get(name) ?? '';
      const found = hostOfPool(member, key, hosts);
      if ('host' in found) {
        kept.set(name, found.host);
        rebuilt.push(name);
      } else faults.push({ path: placeOfHosts(member), message: stateHostNotOfPool(name, key, state.where) });
    }
  }
  return { hosts: kept, rebuilt, faultsElsewhere, faults };
}

type FoundHost = { readonly host: HostFacts } | { readonly message: string };

function hostOfPool({ member }: WrittenNode, written: unknown, hosts: Hosts): FoundHost {
  const [host, second] = typeof written === 'string' ? hosts.find(written) : [];
  if (host === undefined || second !== undefined) return { message: rememberedHostUnknown(written, hosts.keys) };
  const own = member?.pool.hosts ?? [];
  if (own.some(({ key }) => key === host.key)) return { host };
  return {
    message: rememberedHostNotOfPool(
      host.key,
      member?.pool.name ?? '',
      own.map(({ key }) => key),
    ),
  };
}

function placeOfHosts({ path, member }: WrittenNode): Path {
  return member?.pool.spec.hosts === undefined ? path : [...path, 'hosts'];
}
