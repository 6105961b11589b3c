import type { MemberOutcome } from './etcd-faults';

/** How many workers there are, and how many may be away. */
export interface WorkersInService {
  /** Workers that run. */
  readonly workers: number;
  /** How many of them may be away at the same time. */
  readonly allowed: number;
  /** Command that applies the first of them alone. */
  readonly firstCommand: string;
}

/** Workers that would be away at the same time. */
export function workersAwayTogether(
  outcomes: readonly MemberOutcome[],
  { workers, allowed, firstCommand }: WorkersInService,
): string {
  const what = outcomes.map(({ name, outcome }) => `${name} (${outcome})`).join(', ');
  const step = allowed === 1 ? 'one after the other' : `at most ${allowed} in each apply`;
  return (
    `${what}: workers that would be away at the same time, ${outcomes.length} of ${workers} where ${allowed} may be, as nothing in an ` +
    `apply waits for one before the next; apply ${step} and wait until it is ready, beginning with ${firstCommand}, ` +
    'or let more be away with maxUnavailableWorkers in the cluster file'
  );
}
