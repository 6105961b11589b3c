/** A control plane and its outcome. */
export interface MemberOutcome {
  /** Its name. */
  readonly name: string;
  /** Such as `restarts: cores 2 -> 4`. */
  readonly outcome: string;
}

/** Control planes that would be away at the same time. */
export function controlPlanesAwayTogether(
  outcomes: readonly MemberOutcome[],
  firstCommand: string | undefined,
  off: readonly string[],
): string {
  const what = off.length === 0 ? '' : `, with ${off.join(', ')} turned off`;
  const way =
    firstCommand === undefined
      ? `turn ${off.join(', ')} on and wait until it is ready`
      : `apply one after the other and wait until it is ready, beginning with ${firstCommand}`;
  return (
    `${shown(outcomes)}: control planes that would be away at the same time${what}, as nothing in an apply waits for one before ` +
    `the next; ${way}`
  );
}

/** Members of a cluster before and after the apply. */
export interface LostQuorum {
  /** All that etcd counts. */
  readonly members: number;
  /** Names of members that are turned off already. */
  readonly off: readonly string[];
  /** Those that are left. */
  readonly remaining: number;
  /** Those that are needed. */
  readonly majority: number;
  /** Command that applies the first of them alone. */
  readonly firstCommand?: string;
  /** The way out. */
  readonly way: 'add-control-planes' | 'leave-etcd' | 'apply-alone' | 'start' | 'take-back';
}

/** A cluster that would lose its majority. */
export function quorumLost(outcomes: readonly MemberOutcome[], lost: LostQuorum): string {
  const { members, off, remaining, majority, firstCommand: begin = '', way } = lost;
  const left = remaining === 0 ? 'none would be left' : `${remaining} would be left, and etcd needs ${majority}`;
  const turnedOff = off.length === 0 ? '' : ` (${off.join(', ')} turned off)`;
  const ways = {
    'add-control-planes':
      'add other control planes and apply that first, or save etcd with talosctl etcd snapshot; ' +
      'nothing bootstraps a new etcd by itself',
    'leave-etcd':
      'let one control plane go in each apply, and let it leave etcd first with talosctl reset; ' +
      `begin with ${begin}, and accept it once it has left`,
    'apply-alone': `let one control plane go in each apply, beginning with ${begin}`,
    start: `turn ${off.join(', ')} on and wait until it is ready`,
    'take-back': 'revert the change',
  };
  return `${shown(outcomes)}: of ${members} control plane${members === 1 ? '' : 's'}${turnedOff} ${left}; ${ways[way]}`;
}

/** Control planes that are turned off and stay off. */
export function controlPlanesStopped(
  outcomes: readonly MemberOutcome[],
  { members, remaining, majority }: Pick<LostQuorum, 'members' | 'remaining' | 'majority'>,
): string {
  const left = remaining <= 0 ? 'none would answer' : `${remaining} would answer, and etcd needs ${majority}`;
  return (
    `${shown(outcomes)}: of ${members} control plane${members === 1 ? '' : 's'} ${left}, so Kubernetes would be down until ` +
    'they are started again; leave them running, or accept it'
  );
}

/** A control plane that goes, and stays a member that nobody can rely on. */
export function memberStays(
  member: MemberOutcome,
  { address, canLeave }: { address?: string; canLeave: boolean },
): string {
  const node = address === undefined ? '' : ` -n ${address}`;
  const way = canLeave
    ? `let it leave first with talosctl${node} reset, then accept it`
    : 'revert the change, or remove the member with talosctl etcd remove-member first, then accept it';
  return (
    `${shown([member])}: does not leave etcd before it goes, so etcd keeps counting a member that never answers or that no ` +
    `plan shows, and the next one that fails may take the majority with it; ${way}`
  );
}

function shown(outcomes: readonly MemberOutcome[]): string {
  return outcomes.map(({ name, outcome }) => `${name} (${outcome})`).join(', ');
}
