import { MachineType } from '../../values/machine-type';
import { hasNoData, isControlPlane, isLost, type PlannedMachine } from '../read/machines';

/** The etcd members of one cluster by outcome; each is in at most one list besides `all`. */
export interface EtcdMembers {
  /** All that etcd counts now. */
  readonly all: readonly PlannedMachine[];
  /** Members that leave etcd before they go. */
  readonly leaving: readonly PlannedMachine[];
  /** Members that go without leaving, in whatever way: etcd keeps counting them, and this stack cannot rely on them. */
  readonly gone: readonly PlannedMachine[];
  /** Members that this apply turns off. */
  readonly stopped: readonly PlannedMachine[];
  /** Members that come back after a while. */
  readonly restarting: readonly PlannedMachine[];
  /** Members that are turned off now, those too that this apply turns on. */
  readonly off: readonly PlannedMachine[];
}

/** Control planes that etcd counts now. */
export function etcdMembers(machines: readonly PlannedMachine[]): readonly PlannedMachine[] {
  return machines.filter(
    (machine) => isControlPlane(machine) && (machine.isConfigured || (isLost(machine) && !hasNoData(machine))),
  );
}

/** The machines of each cluster of a stack; those that the plan does not assign to one count as one cluster. */
export function byCluster(machines: readonly PlannedMachine[]): readonly (readonly PlannedMachine[])[] {
  return [...new Set(machines.map(({ cluster }) => cluster))].map((cluster) =>
    machines.filter((machine) => machine.cluster === cluster),
  );
}

/** The members of one cluster by outcome. */
export function membersOf(machines: readonly PlannedMachine[]): EtcdMembers {
  const all = etcdMembers(machines);
  const states = new Map(all.map((member) => [member, stateOf(member)]));
  const having = (state: MemberState): readonly PlannedMachine[] =>
    all.filter((member) => states.get(member) === state);
  return {
    all,
    leaving: having('leaving'),
    gone: having('gone'),
    stopped: having('stopped'),
    restarting: having('restarting'),
    off: having('off'),
  };
}

/** True if a member that is turned off stays off. */
export function staysOff({ virtualMachine }: PlannedMachine): boolean {
  return virtualMachine?.after?.started === false;
}

type MemberState = 'leaving' | 'gone' | 'stopped' | 'restarting' | 'off' | 'staying';

function stateOf(member: PlannedMachine): MemberState {
  const { outcome, isOff, hasVanished, isReaddressed, leavesEtcd, becomes } = member;
  switch (outcome) {
    case 'replaced':
    case 'superseded':
    case 'destroyed':
    case 'wiped':
    case 'forgotten':
      // one that does not run cannot leave
      return leavesEtcd && !isOff && !hasVanished ? 'leaving' : 'gone';
    case 'created':
      // its place is there, the machine is not
      return 'gone';
    case 'changed':
    case 'restarted':
    case 'stopped':
    case 'unchanged':
      break;
  }
  if (isReaddressed || becomes === MachineType.WORKER) return 'gone';
  if (outcome === 'stopped') return 'stopped';
  if (outcome === 'restarted') return 'restarting';
  return isOff ? 'off' : 'staying';
}
