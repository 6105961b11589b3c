import {
  controlPlanesAwayTogether,
  controlPlanesStopped,
  memberStays,
  quorumLost,
  type MemberOutcome,
} from './etcd-faults';
import { byCluster, type EtcdMembers, membersOf, staysOff } from './etcd-members';
import { type ApplyCommand, applyAlone, type GuardFacts, type GuardRule, inOrder, targetOf } from './guard-rule';
import type { PlannedMachine } from '../read/machines';
import { keepsQuorum, majorityOf } from './quorum';
import type { Refusal, Way } from './refusal';

/** Rules that protect etcd, for each cluster of a stack separately. */
export const ETCD_RULES: readonly GuardRule[] = [etcdKeepsItsMembers];

function etcdKeepsItsMembers({ machines, applyCommand }: GuardFacts): readonly Refusal[] {
  return byCluster(machines).flatMap((cluster) => {
    const members = membersOf(cluster);
    const lost = majorityIsLost(members, applyCommand) ?? majorityIsOff(members);
    if (lost !== undefined) return lost;
    const staying = members.gone.filter((member) => !isReportedAsMissing(member));
    return [...staying.map(stayingMember), ...awayTogether(members, applyCommand)];
  });
}

/** Members that the apply touches: what goes first, then what is away. */
function touchedBy({ leaving, gone, stopped, restarting, all }: EtcdMembers): readonly PlannedMachine[] {
  const going = all.filter((member) => leaving.includes(member) || gone.includes(member));
  const away = all.filter((member) => stopped.includes(member) || restarting.includes(member));
  return inOrder([...going, ...away]);
}

function majorityIsLost(members: EtcdMembers, applyCommand: ApplyCommand): readonly Refusal[] | undefined {
  const { all, leaving, gone, stopped, restarting, off } = members;
  const touched = touchedBy(members);
  if (leaving.length + gone.length === 0 || touched.every(isReportedAsMissing)) return undefined;
  const away = stopped.length + restarting.length + off.length;
  if (keepsQuorum({ members: all.length, leaving: leaving.length, gone: gone.length, away })) return undefined;
  const way = wayOut(members);
  const message = quorumLost(touched.map(memberOutcome), {
    members: all.length,
    off: all.filter(({ isOff }) => isOff).map(({ name }) => name),
    remaining: all.length - touched.length - off.length,
    majority: majorityOf(all.length - leaving.length),
    firstCommand: 'target' in way ? applyAlone([way.target], applyCommand) : undefined,
    way: way.kind,
  });
  return [{ kind: 'quorum-lost', accept: touched.map(({ name }) => name), message, ways: [way] }];
}

/** True if the rule about machines that were not found reports it. */
function isReportedAsMissing({ outcome, hasVanished }: PlannedMachine): boolean {
  return outcome === 'created' && hasVanished;
}

/** True if a member can leave etcd before it goes: it runs, and nothing expects it to be a member afterwards. */
function canLeave({ isOff, hasVanished, isReaddressed, becomes, outcome, configures }: PlannedMachine): boolean {
  const isConfiguredAgain = outcome === 'wiped' && configures !== undefined;
  return !isOff && !hasVanished && !isReaddressed && !isConfiguredAgain && becomes === undefined;
}

/** A majority that is turned off answers no more, and is lost to nobody. */
function majorityIsOff(members: EtcdMembers): readonly Refusal[] | undefined {
  const { all, leaving, gone, stopped, off } = members;
  if (stopped.length === 0) return undefined;
  const away = stopped.length + off.filter(staysOff).length;
  if (keepsQuorum({ members: all.length, leaving: leaving.length, gone: gone.length, away })) return undefined;
  const remaining = all.length - away;
  return [
    {
      kind: 'control-planes-stopped',
      accept: stopped.map(({ name }) => name),
      message: controlPlanesStopped(stopped.map(memberOutcome), {
        members: all.length,
        remaining,
        majority: majorityOf(all.length),
      }),
      ways: [{ kind: 'take-back' }],
    },
  ];
}

function stayingMember(member: PlannedMachine): Refusal {
  const { name, addressesBefore } = member;
  const leaves = canLeave(member);
  return {
    kind: 'member-stays',
    accept: [name],
    message: memberStays(memberOutcome(member), { address: addressesBefore[0], canLeave: leaves }),
    ways: [leaves ? { kind: 'leave-etcd', machine: name, target: targetOf(member) } : { kind: 'take-back' }],
  };
}

function awayTogether(members: EtcdMembers, applyCommand: ApplyCommand): readonly Refusal[] {
  const { all, stopped, restarting, off } = members;
  const touched = touchedBy(members);
  const [first] = touched;
  if (first === undefined) return [];
  const isReportedElsewhere =
    stopped.length + restarting.length === 0 &&
    touched.every((each) => each.outcome === 'replaced' || isReportedAsMissing(each));
  // one that is turned off already is away too
  const answering = all.length - off.length;
  const breaksMajority = answering >= majorityOf(all.length) && answering - touched.length < majorityOf(all.length);
  const isOneTooMany = off.length > 0 && breaksMajority;
  if (isReportedElsewhere || (touched.length < 2 && !isOneTooMany)) return [];
  const offNames = off.map(({ name }) => name);
  const message = controlPlanesAwayTogether(
    touched.map(memberOutcome),
    touched.length < 2 ? undefined : applyAlone([targetOf(first)], applyCommand),
    offNames,
  );
  const way: Way = touched.length < 2 ? { kind: 'start', machines: offNames } : wayOut(members);
  return [{ kind: 'control-planes-away-together', accept: touched.map(({ name }) => name), message, ways: [way] }];
}

/** One machine in each apply; a member that does not leave by itself is made to leave before. */
function wayOut(members: EtcdMembers): MemberWay {
  const { all, gone } = members;
  if (all.length === 1) return { kind: 'add-control-planes' };
  const off = all.filter(({ isOff }) => isOff);
  const away = all.filter(({ isOff, hasVanished }) => isOff || hasVanished);
  // even one that leaves needs a majority of the others
  if (away.length > 0 && !keepsQuorum({ members: all.length, leaving: 1, gone: 0, away: away.length })) {
    return off.length > 0 ? { kind: 'start', machines: off.map(({ name }) => name) } : { kind: 'take-back' };
  }
  const leaving = gone.find(canLeave);
  if (leaving !== undefined) return { kind: 'leave-etcd', machine: leaving.name, target: targetOf(leaving) };
  const [first] = touchedBy(members).filter((member) => !gone.includes(member));
  if (first === undefined) return { kind: 'take-back' };
  return { kind: 'apply-alone', machine: first.name, target: targetOf(first) };
}

type MemberWay = Extract<Way, { kind: 'add-control-planes' | 'leave-etcd' | 'apply-alone' | 'start' | 'take-back' }>;

/** A control plane with its outcome, such as `ctrl-00 (restarts: cores 2 -> 4)`. */
function memberOutcome(machine: PlannedMachine): MemberOutcome {
  const { name, outcome, restartCauses, hasVanished, isReaddressed, becomes } = machine;
  if (hasVanished) return { name, outcome: 'was not found' };
  if (isReaddressed) return { name, outcome: 'is configured at another address' };
  if (becomes !== undefined) return { name, outcome: `becomes a ${becomes}` };
  const causes = restartCauses.length > 0 ? `: ${restartCauses.join(', ')}` : '';
  if (outcome === 'restarted') return { name, outcome: `restarts${causes}` };
  return { name, outcome: outcome === 'superseded' ? 'is forgotten and created again' : `is ${outcome}` };
}
