import type { Findings } from '../findings';
import { bestMove } from '../placement/moves';
import { placeable } from '../placement/placement';
import type { SpecFacts } from '../spec-facts';
import { betterElsewhere, diskDatastoreMissing, hostTooFull, noRoom } from './pool-faults';

/** Checks that machines have room on their hosts, and advises on machines that would do better on another one. */
export function checkCapacity(facts: SpecFacts, findings: Findings): void {
  const { placement, spec } = facts;
  for (const { path, message } of placement.faults) findings.addFault(path, message);
  findings.faultsElsewhere.push(...placement.faultsElsewhere);
  findings.warnings.push(...placement.warnings);
  checkDatastores(facts, findings);
  checkHosts(facts, findings);
  checkHomeless(facts, findings);
  for (const pool of facts.pools) {
    const { remembered, loads, members } = placement;
    if (remembered === undefined || placement.homeless.length > 0 || spec.nodes === undefined) continue;
    const own = members.filter(({ node }) => node.member?.pool.name === pool.name).map(({ machine }) => machine);
    const move = bestMove(
      own,
      pool.hosts.map(({ key }) => key),
      loads,
    );
    if (move === undefined) continue;
    const { machine, from, to } = move;
    const kind = machine.isControlPlane ? 'control planes' : `machines of the pool ${pool.name}`;
    findings.advice.push({ path: pool.path, message: betterElsewhere(machine.name, from, to, kind, remembered.file) });
  }
}

function checkDatastores({ spec, isUncertain }: SpecFacts, findings: Findings): void {
  for (const [name, endpoint] of Object.entries(spec.proxmox?.endpoints ?? {})) {
    if (endpoint?.hostDefaults?.diskDatastoreId !== undefined) continue;
    for (const [host, settings] of Object.entries(endpoint?.hosts ?? {})) {
      const path = ['proxmox', 'endpoints', name, 'hosts', host, 'diskDatastoreId'];
      const isUnknown = isUncertain(...path) || isUncertain('proxmox', 'endpoints', name, 'hostDefaults');
      if (settings?.diskDatastoreId === undefined && !isUnknown) findings.addFault(path, diskDatastoreMissing(name));
    }
  }
}

const LIMITS = [
  { key: 'cpuCores', what: 'cores' },
  { key: 'memoryMiB', what: 'MiB of memory' },
] as const;

function checkHosts({ hosts, placement: { loads }, spec }: SpecFacts, findings: Findings): void {
  for (const host of hosts.keys.flatMap((key) => hosts.find(key))) {
    const { key: hostKey, endpointName, nodeName, capacity } = host;
    const taken = loads.takenOn(hostKey);
    for (const { key, what } of LIMITS) {
      const limit = capacity[key];
      if (limit === undefined || taken[key] <= limit) continue;
      const endpoint = spec.proxmox?.endpoints?.[endpointName];
      const isOwn = endpoint?.hosts?.[nodeName]?.capacity?.[key] !== undefined;
      const place = ['proxmox', 'endpoints', endpointName, ...(isOwn ? ['hosts', nodeName] : ['hostDefaults'])];
      const machines = loads.machinesOn(hostKey).map(({ name, needs }) => `${name} ${needs[key]}`);
      findings.addFault([...place, 'capacity', key], hostTooFull(hostKey, limit, what, taken[key], machines));
    }
  }
}

function checkHomeless({ placement: { homeless, loads }, hosts, isUncertain }: SpecFacts, findings: Findings): void {
  for (const node of homeless) {
    const own = node.member?.pool.hosts ?? [];
    if (own.length === 0 || isUncertain('proxmox')) continue;
    const { needs } = placeable(node);
    const free = own.map(({ key }) => {
      const { cpuCores, memoryMiB } = hosts.find(key)[0]?.capacity ?? {};
      const taken = loads.takenOn(key);
      const left = [
        ...(cpuCores === undefined ? [] : [`${cpuCores - taken.cpuCores} cores`]),
        ...(memoryMiB === undefined ? [] : [`${memoryMiB - taken.memoryMiB} MiB`]),
      ];
      return `${key} ${left.join(' and ')}`;
    });
    const wanted = `${needs.cpuCores} cores and ${needs.memoryMiB} MiB`;
    findings.addFault([...node.path, 'nodes'], noRoom(node.name, wanted, free));
  }
}
