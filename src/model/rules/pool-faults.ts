import { quoteValue } from '../../errors/spec';

/** Names as a sentence has them, the first few of many. */
function few(names: readonly string[], most = 6): string {
  return names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')}, …`;
}

/** A size that is not described. */
export function unknownSize(got: string, known: readonly string[]): string {
  if (known.length === 0) return `got ${quoteValue(got)}; no sizes are described, do so under sizes`;
  return `got ${quoteValue(got)}; there is no such size, write one of ${few(known, 8)}`;
}

/** A pool where there are no hosts. */
export function poolWithoutHosts(): string {
  return 'a pool makes virtual machines, and no hosts are described; do so under proxmox.endpoints';
}

/** A host that a pool names twice. */
export function hostTwice(got: string): string {
  return `got ${quoteValue(got)} a second time; remove it`;
}

/** A pool whose machines have a host already. */
export function poolHostTwice(host: string, others: readonly string[]): string {
  return `got ${quoteValue(host)}, the host of every machine of the pool, so ${others.join(' and ')} would do nothing; remove one or the other`;
}

/** More machines than the ranges of a pool have room for. */
export function poolTooSmall(got: number, range: string, key: string, room: number): string {
  return `got ${got}; ${key} ${range} has room for ${room}, write ${room} at most or a longer range`;
}

/** A hostname that is none of the pool's. */
export function notOfSeries(got: string, examples: readonly string[]): string {
  return `got ${quoteValue(got)}; the machines of this pool are called ${examples.join(', ')} and so on, write such a name`;
}

/** A hostname that stands in the list twice. */
export function memberTwice(got: string): string {
  return `got ${quoteValue(got)} a second time; remove it, or write the next name`;
}

/** A hostname beyond the end of a range. */
export function memberBeyondRange(got: string, last: string, key: string, range: string): string {
  return `got ${quoteValue(got)}; ${key} ${range} ends with ${last}, write a lower number or a longer range`;
}

/** Settings of a machine that the pool does not have. */
export function notAMember(got: string, members: readonly string[]): string {
  if (members.length === 0) return `the pool has no machine ${quoteValue(got)}, as it has none; remove the entry`;
  return `the pool has no machine ${quoteValue(got)}; its machines are ${few(members)}`;
}

/** A range of addresses that holds somebody's address. */
export function rangeHoldsAddress(range: string, address: string, owner: string, place: string): string {
  return `got ${quoteValue(range)}, which holds ${address} of ${owner} (${place}); all its addresses are kept for the pool, write another range`;
}

/** Two ranges with something in common. */
export function rangesOverlap(range: string, other: string, place: string): string {
  return `got ${quoteValue(range)}, which overlaps ${other} (${place}); write another range`;
}

/** A range of ids that holds the id of a machine. */
export function rangeHoldsVmId(range: string, id: number, owner: string, place: string, endpoint: string): string {
  return `got ${quoteValue(range)}, which holds ${id} of ${owner} (${place}) on the endpoint ${endpoint}; all its ids are kept for the pool, write another range`;
}

/** A machine with a name that a pool gives. */
export function nameOfPool(got: string, pool: string): string {
  return `${quoteValue(got)} is the name of a machine of pools.${pool}, there already or to come; write another, or another firstName there`;
}

/** Two pools that give the same names. */
export function poolsShareNames(name: string, other: string): string {
  return `${name} would be a machine of pools.${other} too; write another firstName`;
}

/** A machine that fits on no host. */
export function noRoom(name: string, needs: string, free: readonly string[]): string {
  return `${name} needs ${needs}, and no host of the pool has so much left: ${few(free)}; add a host, write more capacity or a smaller size`;
}

/** Machines of a host that need more than it may give. */
export function hostTooFull(
  host: string,
  got: number,
  what: 'cores' | 'MiB of memory',
  taken: number,
  machines: readonly string[],
): string {
  return `got ${got}, and the machines on ${host} have ${taken} ${what}: ${few(machines, 8)}; write more, or move or shrink one`;
}

/** A machine that would do better on another host. */
export function betterElsewhere(machine: string, from: string, to: string, kind: string, file: string): string {
  return `${from} has several ${kind} while ${to} has fewer; to move ${machine}, write ${machine}: ${to} in ${file}, and it migrates with its disks`;
}

/** A host that says nowhere where disks are kept. */
export function diskDatastoreMissing(endpoint: string): string {
  return `missing; write the datastore of the machines' disks, such as "local-lvm", here or under proxmox.endpoints.${endpoint}.hostDefaults`;
}
