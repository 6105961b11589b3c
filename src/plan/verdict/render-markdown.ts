import type { Refusal } from '../rules/refusal';
import { codeBlock, inlineCode, plainText } from './markdown-text';
import { hostLines } from './render-verdict';
import { countWords, counted, OUTCOMES, type OutcomeTone, roleWords } from './outcome-words';
import type { MachineVerdict, Verdict } from './verdict';
import { diskWords } from './words';

/** Most characters that GitHub takes in a comment. */
export const COMMENT_LIMIT = 65_536;

/** Longest sentence that is shown whole. */
const LONGEST_TEXT = 4000;

/** Room that is kept for the sentence about what was left out. */
const RESERVE = 600;

const SIGNS: Readonly<Record<OutcomeTone, string>> = { good: '🟢', careful: '🟠', bad: '🔴' };

/** A part of the comment: what stands around its entries, and what an entry is called. */
interface Section {
  readonly before: string;
  readonly entries: readonly string[];
  readonly after?: string;
  readonly nouns: readonly [one: string, many: string];
}

/**
 * A verdict as a comment on a pull request, in GitHub's Markdown: what is refused and how to go on, a table of the machines,
 * details folded. It is never longer than a comment may be; a sentence says what was left out.
 *
 * @param planCommand that prints all of it
 */
export function renderMarkdown(verdict: Verdict, planCommand: string): string {
  const parts = [headOf(verdict)];
  const left: string[] = [];
  let room = COMMENT_LIMIT - RESERVE - parts.join('').length;
  for (const { before, entries, after = '', nouns } of sectionsOf(verdict)) {
    const frame = before.length + after.length;
    let used = frame;
    const fitting = entries.filter((entry) => {
      // entries stay in their order: after the first that does not fit none is shown
      used += entry.length;
      return used <= room;
    });
    const missing = entries.length - fitting.length;
    if (missing > 0) left.push(`${missing} ${nouns[missing === 1 ? 0 : 1]}`);
    if (fitting.length === 0) continue;
    const text = `${before}${fitting.join('')}${after}`;
    parts.push(text);
    room -= text.length;
  }
  if (left.length > 0) parts.push(leftOut(left, planCommand));
  return `${parts.join('').trimEnd()}\n`;
}

function headOf({ clusterName, allowed, hasChanges, refusals, machines, unchangedMachines }: Verdict): string {
  const name = plainText(clusterName.slice(0, 100));
  const isPlain = clusterName.length <= 100 && /^[\w.]+(?:-[\w.]+)*$/.test(clusterName);
  // by it a program finds the comment that it wrote before
  const marker = isPlain ? `<!-- cdktf-proxmox-talos plan ${clusterName} -->\n` : '';
  if (!hasChanges) return `${marker}### ⚪ Plan of ${name}: nothing changes\n\n`;
  const result = allowed
    ? '🟢 Plan of X: may be applied'
    : `🔴 Plan of X: refused for ${counted(refusals.length, 'reason')}`;
  const stay = unchangedMachines === 0 ? '' : `, ${counted(unchangedMachines, 'machine')} unchanged`;
  const summary = machines.length === 0 ? `No machine changes${stay}.` : `${outcomesOf(machines)}${stay}.`;
  return `${marker}### ${result.replace('X', () => name)}\n\n${summary}\n\n`;
}

/** Counts of outcomes, such as `1 replaced, 2 restarted`, the worst first. */
function outcomesOf(machines: readonly MachineVerdict[]): string {
  const tones: readonly OutcomeTone[] = ['bad', 'careful', 'good'];
  return tones
    .flatMap((tone) => [
      ...new Set(machines.map(({ outcome }) => OUTCOMES[outcome]).filter((outcome) => outcome.tone === tone)),
    ])
    .map(({ words }) => `${machines.filter(({ outcome }) => OUTCOMES[outcome].words === words).length} ${words}`)
    .join(', ');
}

function sectionsOf(verdict: Verdict): readonly Section[] {
  const { losses, refusals, machines, steps, notes, accepted, others, hosts, hasChanges } = verdict;
  const shown = hasChanges ? machines : [];
  return [
    {
      before: '> [!CAUTION]\n> **Permanently lost**\n>\n',
      entries: losses.map(lossOf),
      after: '\n',
      nouns: ['loss', 'losses'],
    },
    { before: '#### Refused\n\n', entries: refusals.map(refusalOf), after: '\n', nouns: ['refusal', 'refusals'] },
    {
      before: '| | Machine | Role | What happens | Change |\n|---|---|---|---|---|\n',
      entries: shown.map(rowOf),
      after: '\n',
      nouns: ['machine', 'machines'],
    },
    folded(
      'Every change of these machines',
      shown.filter((machine) => changesOf(machine).length > 1).map(changeListOf),
      ['list of changes', 'lists of changes'],
    ),
    {
      before: '#### Afterwards\n\n',
      entries: steps.map(({ title, commands }) => `${plainText(cut(title))}\n\n${codeBlock(commands.map(cut))}\n\n`),
      nouns: ['step', 'steps'],
    },
    { before: '#### Notes\n\n', entries: notes.map(itemOf), after: '\n', nouns: ['note', 'notes'] },
    folded(
      'Refusals that were accepted',
      accepted.map(({ message }) => itemOf(message)),
      ['accepted refusal', 'accepted refusals'],
    ),
    folded(
      'Machines of each host together',
      hostLines(hosts).map((line) => `- ${plainText(line.replace(/ {2,}/g, ' '))}\n`),
      ['host', 'hosts'],
    ),
    folded(
      'Other resources',
      others.map(({ type, ...counts }) => `- ${inlineCode(type)} ${countWords(counts)}\n`),
      ['type of resource', 'types of resources'],
    ),
  ];
}

/** @param summary a constant */
function folded(summary: string, entries: readonly string[], nouns: Section['nouns']): Section {
  const before = `<details><summary>${summary}</summary>\n\n`;
  return { before, entries, after: '\n</details>\n\n', nouns };
}

function lossOf(loss: string): string {
  return `> ${itemOf(loss)}`;
}

function itemOf(text: string): string {
  return `- ${plainText(cut(text))}\n`;
}

/** Commands stand in the lines after the first, and can be copied. */
function refusalOf({ message, accept }: Refusal, index: number): string {
  const [first = '', ...rest] = cut(message).split('\n');
  const indent = ' '.repeat(`${index + 1}. `.length);
  const block = rest.length === 0 ? '' : `\n${codeBlock(withoutIndent(rest), indent)}\n`;
  const way = inlineCode(cut(accept.map((name) => `--accept ${name}`).join(' ')));
  return `${index + 1}. ${plainText(first)}\n${block}\n${indent}To do it anyway: ${way}\n`;
}

function withoutIndent(lines: readonly string[]): readonly string[] {
  const depth = Math.min(...lines.map((line) => line.length - line.trimStart().length));
  return lines.map((line) => line.slice(depth));
}

function rowOf(machine: MachineVerdict): string {
  const { name, machineType, outcome } = machine;
  const { words, tone } = OUTCOMES[outcome];
  const [first = '', ...more] = changesOf(machine);
  const change = more.length === 0 ? plainText(cut(first)) : `${plainText(cut(first))}, and ${more.length} more`;
  const cells = [SIGNS[tone], `**${plainText(cut(name))}**`, roleWords(machineType), words, change];
  return `| ${cells.join(' | ')} |\n`;
}

function changeListOf(machine: MachineVerdict): string {
  const items = changesOf(machine).map((change) => `  ${itemOf(change)}`);
  return `- **${plainText(cut(machine.name))}**\n${items.join('')}`;
}

function changesOf({ details, disks }: MachineVerdict): readonly string[] {
  return [...details, ...disks.map(diskWords)];
}

function leftOut(left: readonly string[], planCommand: string): string {
  const [last = '', ...others] = [...left].reverse();
  const what = others.length === 0 ? last : `${others.reverse().join(', ')} and ${last}`;
  const limit = COMMENT_LIMIT.toLocaleString('en');
  return `Left out, as GitHub takes at most ${limit} characters in a comment: ${what}. Everything is printed by ${inlineCode(planCommand.slice(0, 300))}.\n`;
}

/** One overlong sentence must not take the room of all others. */
function cut(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)} …`;
}
