import { workersAwayTogether } from './worker-faults';
import { MachineType } from '../../values/machine-type';
import { countUnavailable } from '../../values/max-unavailable';
import { byCluster } from './etcd-members';
import { applyAlone, type GuardFacts, type GuardRule, targetOf } from './guard-rule';
import type { PlannedMachine } from '../read/machines';
import type { MachineOutcome } from '../read/machine-outcome';
import type { Refusal } from './refusal';

/** Rules that protect workers, for each cluster of a stack separately. */
export const WORKER_RULES: readonly GuardRule[] = [workersStayInService];

/** Outcomes that take a worker out of service for a while. */
const AWAY: readonly MachineOutcome[] = ['restarted', 'replaced', 'superseded'];

/** Workers that are only replaced are reported by the rule about replacements. */
function workersStayInService({ machines, maxUnavailableWorkers, applyCommand }: GuardFacts): readonly Refusal[] {
  return byCluster(machines).flatMap((cluster): readonly Refusal[] => {
    const workers = cluster.filter(isRunningWorker);
    const away = workers.filter(({ outcome }) => AWAY.includes(outcome));
    const allowed = countUnavailable(maxUnavailableWorkers, workers.length);
    const [first] = away.filter(({ outcome }) => outcome === 'restarted');
    if (first === undefined || away.length <= allowed) return [];
    const outcomes = away.map(({ name, outcome, restartCauses }) => ({
      name,
      outcome: outcome === 'restarted' ? `restarts: ${restartCauses.join(', ')}` : 'is replaced',
    }));
    const target = targetOf(first);
    return [
      {
        kind: 'workers-away-together',
        accept: away.map(({ name }) => name),
        message: workersAwayTogether(outcomes, {
          allowed,
          workers: workers.length,
          firstCommand: applyAlone([target], applyCommand),
        }),
        ways: [{ kind: 'apply-alone', machine: first.name, target }],
      },
    ];
  });
}

/** True for a worker that was configured before and is turned on. */
function isRunningWorker({ machineType, isConfigured, isOff, hasVanished }: PlannedMachine): boolean {
  return machineType === MachineType.WORKER && isConfigured && !isOff && !hasVanished;
}
