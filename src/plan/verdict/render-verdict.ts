import { coresWords, memoryWords } from '../../values/amount-words';
import { columnWidths, tableLines } from '../../values/text-table';
import type { HostRoom, HostTotals } from '../read/host-totals';
import type { Refusal } from '../rules/refusal';
import type { ResourceCount, Verdict } from './verdict';
import { diskWords } from './words';
import { countWords, counted, OUTCOMES, roleWords } from './outcome-words';

/** How parts of a verdict are shown, such as in colours of a terminal. */
export interface VerdictPaint {
  /** Headings. */
  readonly strong: (text: string) => string;
  /** Parts that only create something. */
  readonly good: (text: string) => string;
  /** Parts that interrupt something. */
  readonly careful: (text: string) => string;
  /** Parts that are lost or refused. */
  readonly bad: (text: string) => string;
}

const plain = (text: string): string => text;
const PLAIN: VerdictPaint = { strong: plain, good: plain, careful: plain, bad: plain };

/**
 * A verdict as a person reads it: a table of the machines, what is lost, what is refused and how to go on.
 *
 * @param paint for a terminal; without it the text is plain
 */
export function renderVerdict(verdict: Verdict, paint: VerdictPaint = PLAIN): string {
  const sections = [
    tableOf(verdict, paint),
    list('machines of each host together:', hostLines(verdict.hosts)),
    othersOf(verdict.others),
    list(paint.bad('permanently lost:'), verdict.losses),
    list(paint.strong('note:'), verdict.notes),
    list(
      paint.careful('accepted:'),
      verdict.accepted.map(({ message }) => message),
    ),
    list(paint.bad('refused:'), verdict.refusals.map(refusalOf)),
    ...verdict.steps.map(({ title, commands }) => list(paint.strong(title), commands)),
    conclusion(verdict, paint),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function tableOf({ machines, unchangedMachines, hasChanges }: Verdict, paint: VerdictPaint): string {
  if (!hasChanges) return '';
  const rows = machines.map(({ name, machineType, outcome }) => [
    name,
    roleWords(machineType),
    OUTCOMES[outcome].words,
  ]);
  const widths = columnWidths(rows);
  const lines = machines.flatMap(({ outcome, details, disks }, index) => {
    const [name = '', role = '', words = ''] = (rows[index] ?? []).map((cell, column) =>
      cell.padEnd(widths[column] ?? 0),
    );
    const cells = [...details, ...disks.map(diskWords)];
    const indent = ' '.repeat(widths.reduce((sum, width) => sum + width + 2, 0));
    const [first = '', ...rest] = cells;
    return [
      `${name}  ${role}  ${paint[OUTCOMES[outcome].tone](words)}  ${first}`.trimEnd(),
      ...rest.map((line) => indent + line),
    ];
  });
  const unchanged = unchangedMachines === 0 ? [] : [`${counted(unchangedMachines, 'machine')} unchanged`];
  return [...lines, ...unchanged].join('\n');
}

/** Cores and memory before and after, below each other. */
export function hostLines(hosts: readonly HostTotals[]): readonly string[] {
  const words = ({ cpuCores, memoryMiB }: HostRoom): string => `${coresWords(cpuCores)} · ${memoryWords(memoryMiB)}`;
  return tableLines(hosts.map(({ host, before, after }) => [host, words(before), '->', words(after)]));
}

function othersOf(others: readonly ResourceCount[]): string {
  const lines = others.map(({ type, ...counts }) => `${type} ${countWords(counts)}`);
  return list('other resources:', lines);
}

function refusalOf({ message, accept }: Refusal): string {
  return `${message}\n    to do it anyway: ${accept.map((name) => `--accept ${name}`).join(' ')}`;
}

function conclusion({ allowed, hasChanges, refusals }: Verdict, paint: VerdictPaint): string {
  if (!hasChanges) return paint.good('nothing changes');
  return allowed
    ? paint.good('the plan may be applied')
    : paint.bad(`the plan is refused for ${counted(refusals.length, 'reason')}`);
}

function list(heading: string, entries: readonly string[]): string {
  return entries.length === 0 ? '' : [heading, ...entries.map((entry) => `  ${entry}`)].join('\n');
}
