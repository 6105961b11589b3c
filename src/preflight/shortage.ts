import type { RefusalKind } from '../plan/rules/refusal';

/** Something that a host, an endpoint or Image Factory lacks for a plan. */
export interface Shortage {
  /** Its kind. */
  readonly kind: RefusalKind;
  /** Names to accept in order to go on anyway, such as `main/pve1`. */
  readonly accept: string;
  /** The problem, the value, and what to write instead. */
  readonly message: string;
  /**
   * Commands that fix it, and where root runs them.
   * @default - it is fixed in another way
   */
  readonly repair?: Repair;
}

/** Commands for the shell of a host. */
export interface Repair {
  /** Host; nothing if any host of the endpoint does. */
  readonly hostName?: string;
  /** The commands in their order. */
  readonly commands: readonly string[];
}

/** Result of the preflight. */
export interface Findings {
  /** Reasons not to apply the plan. */
  readonly shortages: readonly Shortage[];
  /** Notes for the person who applies. */
  readonly advice: readonly string[];
  /**
   * Things that could not be asked, each with its reason.
   * @default - everything was
   */
  readonly unchecked?: readonly string[];
}

/** All of several findings. */
export function joinFindings(all: readonly Findings[]): Findings {
  return {
    shortages: all.flatMap(({ shortages }) => shortages),
    advice: all.flatMap(({ advice }) => advice),
    unchecked: all.flatMap(({ unchecked = [] }) => unchecked),
  };
}

/** By what shortages of an endpoint as a whole are overruled; no machine has such a name. */
export function endpointKey(endpoint: string): string {
  return `endpoint/${endpoint}`;
}

/** By what shortages of a host are overruled. */
export function hostKey(endpoint: string, hostName: string): string {
  return `${endpoint}/${hostName}`;
}
