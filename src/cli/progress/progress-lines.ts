import { truncate } from './truncate';
import type { EndedStep, StepProgress, StepState, SubjectProgress } from './apply-progress';

/** How parts of a line are shown. */
export type LinePaint = Readonly<Record<'good' | 'careful' | 'bad' | 'faint', (text: string) => string>>;

/** Room on a terminal. */
export interface Room {
  /** Columns. */
  readonly columns: number;
  /** Lines. */
  readonly rows: number;
}

/** Marks of steps, for terminals that show more than ASCII and for others. */
const MARKS: Readonly<Record<'wide' | 'plain', Readonly<Record<StepState, string>>>> = {
  wide: { waiting: '·', 'at work': '…', done: '✓', failed: '✗' },
  plain: { waiting: '-', 'at work': '>', done: '+', failed: 'x' },
};

const TONES: Readonly<Record<StepState, keyof LinePaint>> = {
  waiting: 'faint',
  'at work': 'careful',
  done: 'good',
  failed: 'bad',
};

/** How lines are drawn. */
export interface LineStyle {
  /** Colours. */
  readonly paint: LinePaint;
  /** If the terminal shows more than ASCII. */
  readonly isWide: boolean;
}

/**
 * A line for each machine and the cluster, none wider than the terminal. If there are more than fit, those at work and those
 * that failed come first, and the last line counts the others.
 */
export function progressLines(
  subjects: readonly SubjectProgress[],
  { columns, rows }: Room,
  style: LineStyle,
): readonly string[] {
  const width = Math.max(...subjects.map(({ name }) => name.length));
  const lineOf = (subject: SubjectProgress): string => line(subject, width, columns, style);
  if (subjects.length <= rows) return subjects.map(lineOf);
  const urgent = (subject: SubjectProgress): number =>
    subject.steps.some(({ state }) => state === 'failed') ? 0 : subject.steps.some(isAtWork) ? 1 : 2;
  const shown = [...subjects].sort((a, b) => urgent(a) - urgent(b)).slice(0, Math.max(0, rows - 1));
  const hidden = subjects.filter((subject) => !shown.includes(subject));
  const finished = hidden.filter(({ steps }) => steps.every(({ state }) => state === 'done')).length;
  return [
    ...subjects.filter((subject) => shown.includes(subject)).map(lineOf),
    truncate(`${hidden.length} more, ${finished} of them done`, columns),
  ];
}

/** The line of a step that has ended, where there is no terminal. */
export function endedLine({ subject, name, state, seconds }: EndedStep): string {
  const after = seconds === 0 ? '' : ` after ${seconds} s`;
  return `  ${subject}: ${name}${state === 'failed' ? ' failed' : ''}${after}`;
}

function line({ name, steps }: SubjectProgress, width: number, columns: number, { paint, isWide }: LineStyle): string {
  const marks = MARKS[isWide ? 'wide' : 'plain'];
  const cells: { readonly text: string; readonly tone: keyof LinePaint }[] = steps.map((step) => ({
    text: `${marks[step.state]} ${step.name}${isAtWork(step) ? ` ${step.seconds} s` : ''}`,
    tone: TONES[step.state],
  }));
  const plain = [name.padEnd(width), ...cells.map(({ text }) => text)].join('  ');
  // colours are no width
  if (plain.length > columns) return truncate(shortened(name, steps, width, marks), columns);
  return [name.padEnd(width), ...cells.map(({ text, tone }) => paint[tone](text))].join('  ');
}

/** Where not all fits: how many are done, and what is at work. */
function shortened(
  name: string,
  steps: readonly StepProgress[],
  width: number,
  marks: Readonly<Record<StepState, string>>,
): string {
  const done = steps.filter(({ state }) => state === 'done').length;
  const now = steps.find(({ state }) => state === 'failed') ?? steps.find(isAtWork);
  const words = now === undefined ? '' : `  ${marks[now.state]} ${now.name}`;
  return `${name.padEnd(width)}  ${done}/${steps.length}${words}`;
}

function isAtWork({ state }: StepProgress): boolean {
  return state === 'at work';
}
