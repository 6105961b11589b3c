import { coresWords, memoryWords } from '../values/amount-words';
import type { Badge, HostScene, MachineScene } from '../picture/scene';
import type { MachineSide, MachineView } from '../plan/read/machine-views';
import { OUTCOMES, roleWords } from '../plan/verdict/outcome-words';
import { MachineType } from '../values/machine-type';
import { factsOfTimes } from './machine-facts';

/** A host before and after. */
export interface HostChange {
  /** Its name. */
  readonly name: string;
  /** The way to it, if the plan says it. */
  readonly subtitle?: string;
  /** If something on it changes. */
  readonly changes: boolean;
  /** Cores and memory that its machines have together before and after, as words; nothing if the plan does not say. */
  readonly totals: { readonly before?: string; readonly after?: string };
  /** Its machines now. */
  readonly before: HostScene;
  /** Its machines afterwards, with the places of those that are gone. */
  readonly after: HostScene;
}

/** The hosts of a plan, those that change first; physical machines come last. */
export function hostChanges(views: readonly MachineView[]): readonly HostChange[] {
  const places = new Map<string, MachineSide['host']>();
  for (const { before, after } of views) {
    for (const side of [before, after]) if (side !== undefined) places.set(keyOf(side), side.host);
  }
  const sorted = [...views].sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
  return [...places]
    .map(([key, place]) => hostChange(key, place, sorted))
    .sort((a, b) => Number(b.changes) - Number(a.changes) || order(a) - order(b) || (a.name < b.name ? -1 : 1));
}

function hostChange(key: string, place: MachineSide['host'], views: readonly MachineView[]): HostChange {
  const isHere = (side: MachineSide | undefined): boolean => side !== undefined && keyOf(side) === key;
  const own = views.filter(({ before, after }) => isHere(before) || isHere(after));
  const name = place?.name ?? 'Physical machines';
  const subtitle = place?.endpoint === undefined ? undefined : `Proxmox VE ${place.endpoint}`;
  const scene = (machines: readonly MachineScene[]): HostScene => ({
    name,
    icon: place === undefined ? 'metal' : 'host',
    ...(subtitle !== undefined && { subtitle }),
    machines,
  });
  return {
    name,
    ...(subtitle !== undefined && { subtitle }),
    changes: own.some(({ outcome }) => outcome !== 'unchanged'),
    totals:
      place === undefined
        ? {}
        : {
            before: totalOf(own.flatMap(({ before }) => (before !== undefined && isHere(before) ? [before] : []))),
            after: totalOf(own.flatMap(({ after }) => (after !== undefined && isHere(after) ? [after] : []))),
          },
    before: scene(own.filter(({ before }) => isHere(before)).map((view) => machineScene(view, 'before'))),
    after: scene(own.map((view) => (isHere(view.after) ? machineScene(view, 'after') : placeLeft(view, view.after)))),
  };
}

/** Cores and memory of machines together, in words; nothing if they are not known of one of them. */
function totalOf(sides: readonly MachineSide[]): string | undefined {
  const sum = (numbers: readonly (number | undefined)[]): number =>
    numbers.reduce<number>((total, each) => total + (each ?? NaN), 0);
  const [cores, memoryMiB] = [sum(sides.map(({ cpuCores }) => cpuCores)), sum(sides.map((side) => side.memoryMiB))];
  return Number.isNaN(cores + memoryMiB) ? undefined : `${coresWords(cores)} · ${memoryWords(memoryMiB)} together`;
}

/** Outcomes after which the disks of a machine are gone. */
const LOSING: readonly MachineView['outcome'][] = ['destroyed', 'replaced'];

function machineScene(view: MachineView, time: 'before' | 'after'): MachineScene {
  const { name, outcome, before, after } = view;
  const facts = factsOfTimes(before, after, LOSING.includes(outcome))[time];
  const isSaid = time === 'after' && outcome !== 'unchanged';
  return { name, role: roleBadge(view), facts, ...(isSaid && { outcome: OUTCOMES[outcome] }) };
}

/** The place of a machine that went or moved to another host, or that is still there and no longer known to OpenTofu. */
function placeLeft(view: MachineView, after: MachineSide | undefined): MachineScene {
  const { name, outcome, before } = view;
  const moved = { words: `moved to ${after?.host?.name ?? '?'}`, tone: 'careful' } as const;
  return {
    name,
    role: roleBadge(view),
    facts: outcome === 'forgotten' ? factsOfTimes(before, before, false).after : [],
    outcome: after === undefined ? OUTCOMES[outcome] : moved,
    isGhost: true,
  };
}

function roleBadge({ machineType }: MachineView): Badge {
  const words = roleWords(machineType);
  if (machineType === undefined) return { words, tone: 'plain' };
  return { words, tone: machineType === MachineType.CONTROL_PLANE ? 'control-plane' : 'worker' };
}

function rank({ machineType }: MachineView): number {
  return machineType === MachineType.CONTROL_PLANE ? 0 : 1;
}

function order({ before, after }: HostChange): number {
  return [before, after].some(({ icon }) => icon === 'metal') ? 1 : 0;
}

function keyOf({ host }: MachineSide): string {
  return host === undefined ? '' : `${host.endpoint ?? ''}/${host.name}`;
}
