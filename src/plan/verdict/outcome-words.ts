import { MachineType } from '../../values/machine-type';
import type { MachineOutcome } from '../read/machine-outcome';

/** How serious an outcome is: it only creates, it interrupts, or it loses something. */
export type OutcomeTone = 'good' | 'careful' | 'bad';

/** Words and tone for each outcome of a machine. */
export const OUTCOMES: Readonly<Record<MachineOutcome, { readonly words: string; readonly tone: OutcomeTone }>> = {
  created: { words: 'created', tone: 'good' },
  changed: { words: 'changed without a restart', tone: 'good' },
  restarted: { words: 'restarted', tone: 'careful' },
  stopped: { words: 'stopped', tone: 'careful' },
  replaced: { words: 'replaced', tone: 'bad' },
  superseded: { words: 'forgotten and created again', tone: 'bad' },
  wiped: { words: 'wiped', tone: 'bad' },
  destroyed: { words: 'destroyed', tone: 'bad' },
  forgotten: { words: 'forgotten', tone: 'careful' },
  unchanged: { words: 'unchanged', tone: 'good' },
};

/** The role of a machine in words. */
export function roleWords(machineType: MachineType | undefined): string {
  if (machineType === undefined) return 'machine';
  return machineType === MachineType.CONTROL_PLANE ? 'control plane' : 'worker';
}

/** A number with its noun, such as `1 machine`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Counts of other resources in words, such as `created 2, changed 1`. */
export function countWords(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .flatMap(([word, count]) => (count > 0 ? [`${count} ${word}`] : []))
    .join(', ');
}
