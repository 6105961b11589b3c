import { judgePlan, type Verdict } from '../../src/plan';
import type { Way } from '../../src/plan/rules/refusal';
import {
  absent,
  type Attributes,
  configAddress,
  create,
  destroy,
  forget,
  keep,
  machineConfiguration,
  type MachineStory,
  planJson,
  type Step,
  superseded,
  tainted,
  triggered,
  update,
  vmAddress,
} from './plan';

/** A wish for a machine. */
export type Wish =
  | 'restarted'
  | 'stopped'
  | 'started'
  | 'removed'
  | 'replaced'
  | 'replaced, its configuration kept'
  | 'replaced as tainted'
  | 'removed, its configuration forgotten'
  | 'forgotten'
  | 'forgotten and created again elsewhere'
  | 'made a worker'
  | 'let go'
  | 'configured as tainted'
  | 'configured elsewhere';

/** Effect on a machine when its configuration resource is destroyed. */
export type Reset = 'nothing' | 'wiped' | 'leaves';

/** A machine that the state has. */
interface Known {
  readonly role: MachineStory['role'];
  readonly number: number;
  readonly isPhysical: boolean;
  /** Reset that the last apply ordered for its end. */
  readonly reset: Reset;
  isRunning: boolean;
}

/** Wishes that only a virtual machine can be asked for. */
export const VIRTUAL: readonly Wish[] = [
  'stopped',
  'started',
  'replaced',
  'replaced, its configuration kept',
  'replaced as tainted',
  'removed, its configuration forgotten',
  'forgotten and created again elsewhere',
];

/** The members of etcd, and what of them a state knows. It is as unkind as life: what nobody keeps running does not answer. */
export class EtcdWorld {
  private readonly machines = new Map<string, Known>();
  /** Members that etcd counts; those that the state does not know never answer. */
  private readonly members = new Set<string>();
  private created = 0;

  public constructor(first: readonly Omit<Known, 'number' | 'isRunning'>[]) {
    first.forEach((machine) => {
      this.add(machine);
    });
  }

  public get names(): readonly string[] {
    return [...this.machines.keys()];
  }

  /** True if a majority of the members that etcd counts can answer. */
  public get hasMajority(): boolean {
    const answering = [...this.members].filter((name) => this.machines.get(name)?.isRunning === true);
    return answering.length > this.members.size / 2;
  }

  public toString(): string {
    return `etcd counts ${[...this.members].join(', ')}; the state has ${this.names.join(', ')}`;
  }

  /** True if the wish makes sense for the machine as it is. */
  public mayWish(name: string, wish: Wish): boolean {
    const machine = this.machines.get(name);
    if (machine === undefined || (machine.isPhysical && VIRTUAL.includes(wish))) return false;
    if (wish === 'started') return !machine.isRunning;
    if (wish === 'stopped' || wish === 'restarted') return machine.isRunning;
    if (wish === 'configured elsewhere') return machine.isPhysical;
    return wish !== 'made a worker' || machine.role === 'controlplane';
  }

  /** The guard's verdict on a plan. */
  public judge(
    wishes: ReadonlyMap<string, Wish>,
    options: { target?: string; accept?: readonly string[]; more?: number } = {},
  ): Verdict {
    const { target, accept, more = 0 } = options;
    const machines: Record<string, MachineStory> = {};
    for (const [name, machine] of this.machines) machines[name] = storyOf(machine, wishes.get(name), this.created);
    for (let number = this.created; number < this.created + more; number++) {
      machines[`cp-${number}`] = { role: 'controlplane', number: number + 1, vm: create, config: create };
    }
    const targets = target === undefined ? undefined : [vmAddress(target), configAddress(target)];
    return judgePlan(planJson({ machines, targets }), { accept });
  }

  /** Does what was allowed; of several things nothing is sure but that they all happen. */
  public apply(wishes: ReadonlyMap<string, Wish>): void {
    // who leaves needs a majority that lets it go, so that comes before anything is away
    for (const [name, wish] of wishes) this.leave(name, wish);
    for (const [name, wish] of wishes) this.grant(name, wish);
  }

  /** Makes new control planes; they become members while a majority answers. */
  public grow(count: number): void {
    for (let each = 0; each < count; each++) this.add({ role: 'controlplane', isPhysical: false, reset: 'leaves' });
  }

  /** `talosctl reset` of a member: it leaves etcd, and does not come back by itself. */
  public leaveByHand(name: string): void {
    // one that has left before has nothing to leave
    if (!this.members.has(name)) return;
    if (this.machines.get(name)?.isRunning !== true) throw new Error(`${name} does not answer talosctl`);
    if (this.members.size === 1) throw new Error(`${name} is the only member, and cannot leave`);
    this.members.delete(name);
  }

  private add(machine: Omit<Known, 'number' | 'isRunning'>): void {
    const number = this.created++;
    const name = `${machine.role === 'controlplane' ? 'cp' : 'w'}-${number}`;
    const joins = machine.role === 'controlplane' && (this.members.size === 0 || this.hasMajority);
    this.machines.set(name, { ...machine, number: number + 1, isRunning: true });
    if (joins) this.members.add(name);
  }

  private leave(name: string, wish: Wish): void {
    const machine = this.machines.get(name);
    const isReset = !['restarted', 'stopped', 'started', 'made a worker', 'configured elsewhere'].includes(wish);
    const isKept = ['replaced, its configuration kept', 'removed, its configuration forgotten', 'forgotten'].includes(
      wish,
    );
    const goesOn = wish === 'forgotten and created again elsewhere';
    if (machine === undefined || !isReset || isKept || goesOn || machine.reset !== 'leaves') return;
    if (machine.isRunning && this.members.size > 1) this.members.delete(name);
  }

  private grant(name: string, wish: Wish): void {
    const machine = this.machines.get(name);
    if (machine === undefined) return;
    switch (wish) {
      case 'restarted':
        return;
      case 'stopped':
      case 'started':
        machine.isRunning = wish === 'started';
        // one that was reset gets its configuration when it is turned on
        if (machine.isRunning && machine.role === 'controlplane' && this.hasMajority) this.members.add(name);
        return;
      case 'removed':
      case 'removed, its configuration forgotten':
      case 'forgotten':
      case 'let go':
        this.machines.delete(name);
        return;
      case 'configured as tainted':
        // a reset turns it off before it is configured again
        machine.isRunning = machine.reset === 'nothing';
        return;
      case 'replaced':
      case 'replaced, its configuration kept':
      case 'replaced as tainted':
      case 'forgotten and created again elsewhere':
      case 'made a worker':
      case 'configured elsewhere':
        this.machines.delete(name);
        // what went without leaving stays a member under its name
        this.add({ ...machine, role: wish === 'made a worker' ? 'worker' : machine.role });
        return;
    }
  }
}

function storyOf(
  { role, number, isPhysical, reset, isRunning }: Known,
  wish: Wish | undefined,
  free: number,
): MachineStory {
  const { vm, config } = stepsOf(wish, role, number, free);
  return {
    role,
    number,
    vm: isPhysical ? absent : vm,
    config,
    vmIs: (values) => void (values.started = isRunning),
    configIs: (values) => {
      values.on_destroy = reset === 'nothing' ? null : { reset: true, graceful: reset === 'leaves', reboot: false };
    },
  };
}

function stepsOf(
  wish: Wish | undefined,
  role: MachineStory['role'],
  number: number,
  free: number,
): { readonly vm: Step; readonly config: Step } {
  const reboot = update((values) => {
    values.machine_configuration_input = machineConfiguration(role, 'x', '  env:\n    A: b\n');
  });
  const elsewhere = (values: Attributes): void => {
    values.vm_id = 900 + free;
    values.initialization = [{ ip_config: [{ ipv4: [{ address: `10.0.1.${free}/24` }] }] }];
  };
  const moved = update((values) => void (values.node = `10.0.1.${free}`));
  switch (wish) {
    case undefined:
      return { vm: keep, config: keep };
    case 'restarted':
      return { vm: keep, config: reboot };
    case 'stopped':
    case 'started':
      return { vm: update((values) => void (values.started = wish === 'started')), config: keep };
    case 'removed':
      return { vm: destroy, config: destroy };
    case 'replaced':
      return { vm: triggered, config: triggered };
    case 'replaced, its configuration kept':
      return { vm: triggered, config: keep };
    case 'replaced as tainted':
      return { vm: tainted, config: triggered };
    case 'removed, its configuration forgotten':
      return { vm: destroy, config: forget };
    case 'forgotten':
      return { vm: forget, config: forget };
    case 'forgotten and created again elsewhere':
      return { vm: { ...superseded, edit: elsewhere }, config: moved };
    case 'made a worker':
      return {
        vm: keep,
        config: update((values) => void (values.machine_configuration_input = machineConfiguration('worker', 'x'))),
      };
    case 'let go':
      return { vm: destroy, config: destroy };
    case 'configured as tainted':
      return { vm: keep, config: tainted };
    case 'configured elsewhere':
      return { vm: keep, config: update((values) => void (values.node = `10.0.2.${number}`)) };
  }
}

/** How often advice is followed before somebody gives up. */
const PATIENCE = 30;

/**
 * Does what somebody wants as the guard lets them: what it allows is applied, and where it refuses its advice is followed.
 *
 * @param choose one of several ways out
 * @returns what was done, in words
 */
export function follow(
  world: EtcdWorld,
  wishes: ReadonlyMap<string, Wish>,
  choose: (count: number) => number,
): readonly string[] {
  const done: string[] = [];
  const open = new Map(wishes);
  for (let step = 0; open.size > 0; step++) {
    if (step > PATIENCE) throw new Error(`no end: ${[...open].map(String).join('; ')}; after ${done.join('; ')}`);
    const { allowed, refusals } = world.judge(open);
    if (allowed) {
      world.apply(open);
      return [...done, `applied ${[...open].map(String).join('; ')}`];
    }
    const refusal = refusals[choose(refusals.length)]!;
    const way = refusal.ways?.[0] ?? { kind: 'take-back' };
    done.push(`${refusal.kind}: ${JSON.stringify(way)}`);
    take(world, open, way, refusal.accept);
    if (!world.hasMajority) throw new Error(`no majority: ${world.toString()}; after ${done.join('; ')}`);
  }
  return done;
}

function take(world: EtcdWorld, open: Map<string, Wish>, way: Way, names: readonly string[]): void {
  switch (way.kind) {
    case 'take-back':
    case 'untaint':
    case 'apply-first':
      names.forEach((name) => open.delete(name));
      return;
    case 'start':
      world.apply(new Map(way.machines.map((name) => [name, 'started'])));
      return;
    case 'add-control-planes':
      if (!world.judge(new Map(), { more: 2 }).allowed) throw new Error('new control planes are refused');
      world.grow(2);
      return;
    case 'leave-etcd':
      world.leaveByHand(way.machine);
      applyAlone(world, open, way.machine, [way.machine]);
      return;
    case 'apply-alone':
      applyAlone(world, open, way.machine);
      return;
    case 'run':
      throw new Error(`nobody asks ${way.hostName} here`);
  }
}

/** `-target`: what is refused even so is given up. */
function applyAlone(world: EtcdWorld, open: Map<string, Wish>, name: string, accept: readonly string[] = []): void {
  const wish = open.get(name);
  if (wish === undefined) throw new Error(`${name} is named, and nothing is wanted of it`);
  const alone = new Map([[name, wish]]);
  open.delete(name);
  const { allowed, refusals } = world.judge(alone, { target: name, accept });
  if (allowed) world.apply(alone);
  else if (accept.length > 0) throw new Error(`${name} was made to leave, and is refused: ${refusals[0]?.message}`);
}
