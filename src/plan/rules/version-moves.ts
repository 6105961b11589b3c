import type { VersionMove } from './version-faults';

/** A version that two of a kind can be compared with. */
export interface Comparable<Version> {
  /** The version with `v`. */
  readonly tag: string;
  /** Negative, zero or positive, as it is older than, equal to or newer than the other. */
  compare(other: Version): number;
}

/** Change of one version on one machine. */
export interface Move<Version> {
  /** Name of the machine. */
  readonly machine: string;
  /** Version that runs, or that the machine was last configured with. */
  readonly from: Version;
  /** Version that it will be configured with. */
  readonly to: Version;
}

/** The highest of some versions; nothing if there are none. */
export function highest<Version extends Comparable<Version>>(versions: readonly Version[]): Version | undefined {
  return [...versions].sort((a, b) => b.compare(a))[0];
}

/** The lowest of some versions; nothing if there are none. */
export function lowest<Version extends Comparable<Version>>(versions: readonly Version[]): Version | undefined {
  return [...versions].sort((a, b) => a.compare(b))[0];
}

/** The same move of several machines, reported once. */
export function moveTexts<Version extends Comparable<Version>>(
  moves: readonly Move<Version>[],
): readonly VersionMove[] {
  const keys = [...new Set(moves.map(keyOf))];
  return keys.map((key) => {
    const same = moves.filter((move) => keyOf(move) === key);
    const [from = '', to = ''] = key.split(' ');
    return { from, to, machines: [...new Set(same.map(({ machine }) => machine))] };
  });
}

function keyOf<Version extends Comparable<Version>>({ from, to }: Move<Version>): string {
  return `${from.tag} ${to.tag}`;
}

/** Number of a minor version, such as 36 for `1.36`. */
export function minorNumber(minor: string): number {
  return Number(minor.split('.')[1]);
}
