import { unknownHost } from '../../errors/rules';
import { claims } from '../../values/claims';
import { nearestName } from '../../values/nearest-name';
import type { Path } from '../../values/path';
import type { Findings } from '../findings';
import type { PoolFacts } from '../pool-facts';
import type { SpecFacts } from '../spec-facts';
import { ambiguousHost } from './placement-faults';
import {
  hostTwice,
  memberBeyondRange,
  memberTwice,
  notAMember,
  notOfSeries,
  poolHostTwice,
  poolTooSmall,
  poolWithoutHosts,
  unknownSize,
} from './pool-faults';
import { checkPoolRanges } from './pool-range-rules';

/** Checks pools and sizes by themselves, and the ranges of pools against everything else. */
export function checkPools(facts: SpecFacts, findings: Findings): void {
  checkSizes(facts, findings);
  for (const pool of facts.pools) {
    checkHosts(facts, pool, findings);
    checkMembers(pool, findings);
  }
  checkPoolRanges(facts, findings);
}

function checkSizes({ spec, isUncertain }: SpecFacts, findings: Findings): void {
  const known = Object.keys(spec.sizes ?? {});
  const written: readonly (readonly [Path, string | undefined])[] = [
    ...Object.entries(spec.nodes ?? {}).map(([name, node]) => [['nodes', name, 'size'], node?.size] as const),
    ...Object.entries(spec.pools ?? {}).flatMap(([name, pool]) => [
      [['pools', name, 'size'], pool?.size] as const,
      ...Object.entries(pool?.overrides ?? {}).map(
        ([member, each]) => [['pools', name, 'overrides', member, 'size'], each?.size] as const,
      ),
    ]),
  ];
  for (const [path, size] of written) {
    if (size === undefined || known.includes(size) || isUncertain('sizes', size)) continue;
    findings.addFault(path, unknownSize(size, known));
  }
}

function checkHosts(facts: SpecFacts, { spec, path }: PoolFacts, findings: Findings): void {
  const { hosts, isUncertain } = facts;
  if (hosts.keys.length === 0 && !isUncertain('proxmox')) findings.addFault(path, poolWithoutHosts());
  const others = (['hosts', 'placement'] as const).filter((key) => spec[key] !== undefined);
  if (spec.host !== undefined && others.length > 0) {
    findings.addFault([...path, 'host'], poolHostTwice(spec.host, others));
  }
  const named = (spec.hosts ?? []).map((name, index) => ({ name, path: [...path, 'hosts', index] }));
  for (const { name, path: place } of named) {
    const found = name === undefined ? [] : hosts.find(name);
    if (name === undefined || found.length === 1 || (found.length === 0 && isUncertain('proxmox'))) continue;
    const nearest = nearestName(name, name.includes('/') ? hosts.keys : hosts.names);
    const keys = found.map(({ key }) => key);
    findings.addFault(place, keys.length === 0 ? unknownHost(name, nearest, hosts.keys) : ambiguousHost(name, keys));
  }
  // with modulo a host may stand twice, to get two of each round
  if (spec.placement === 'modulo') return;
  for (const { item, first } of claims(named, ({ name }) => name && hosts.find(name)[0]?.key)) {
    if (first !== undefined) findings.addFault(item.path, hostTwice(item.name ?? ''));
  }
}

function checkMembers(pool: PoolFacts, findings: Findings): void {
  const { series, spec, path, numbers } = pool;
  if (series === undefined || spec.nodes === undefined) return;
  const short = shortestRange(pool);
  if (typeof spec.nodes === 'number') {
    if (short !== undefined && spec.nodes > short.room) {
      findings.addFault([...path, 'nodes'], poolTooSmall(spec.nodes, short.range, short.key, short.room));
    }
  } else {
    const written = spec.nodes.flatMap((name, index) => (name === undefined ? [] : [{ name, index }]));
    for (const { item, first } of claims(written, ({ name }) => name)) {
      const { name, index } = item;
      const number = series.indexOf(name);
      const place = [...path, 'nodes', index];
      if (number === undefined) findings.addFault(place, notOfSeries(name, [series.at(0), series.at(1)]));
      else if (first !== undefined) findings.addFault(place, memberTwice(name));
      else if (short !== undefined && number >= short.room) {
        findings.addFault(place, memberBeyondRange(name, series.at(short.room - 1), short.key, short.range));
      }
    }
  }
  const members = numbers.map((number) => series.at(number));
  for (const name of Object.keys(spec.overrides ?? {})) {
    if (!members.includes(name)) findings.addFault([...path, 'overrides', name], notAMember(name, members), 'key');
  }
}

interface ShortestRange {
  readonly key: 'addresses' | 'vmIds';
  readonly range: string;
  readonly room: number;
}

/** The range of a pool with the least room. */
function shortestRange({ addresses, vmIds }: PoolFacts): ShortestRange | undefined {
  const ranges: readonly ShortestRange[] = [
    ...(addresses === undefined ? [] : [{ key: 'addresses' as const, range: String(addresses), room: addresses.size }]),
    ...(vmIds === undefined ? [] : [{ key: 'vmIds' as const, range: String(vmIds), room: vmIds.size }]),
  ];
  return [...ranges].sort((a, b) => a.room - b.room)[0];
}
