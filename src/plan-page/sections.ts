import { element, joined, type Markup } from '../picture/markup';
import { countWords, OUTCOMES, roleWords } from '../plan/verdict/outcome-words';
import type { MachineVerdict, Verdict } from '../plan/verdict/verdict';
import { diskWords } from '../plan/verdict/words';
import { MachineType } from '../values/machine-type';
import { chip } from './banner';

/** A part of the page with a heading. */
export interface Section {
  /** Id of its heading. */
  readonly id: string;
  /** Its heading. */
  readonly title: string;
  /** Markup below the heading. */
  readonly content: Markup;
}

/** Why the plan is refused, and how to go on. */
export function refusals({ refusals: all }: Verdict): Section | undefined {
  return all.length === 0 ? undefined : { id: 'refused', title: 'Refused', content: reasons(all, true) };
}

/** Section on everything that is permanently lost; nothing if there is no loss. */
export function losses({ losses: all }: Verdict): Section | undefined {
  return listSection('lost', 'Permanently lost', all);
}

/** Section with all further notes on the plan; nothing if there are none. */
export function notes({ notes: all }: Verdict): Section | undefined {
  return listSection('notes', 'Notes', all);
}

/** Refusals that somebody has accepted, folded. */
export function acceptedSection({ accepted }: Verdict): Section | undefined {
  if (accepted.length === 0) return undefined;
  const content = folded('Refusals that were overruled', reasons(accepted, false));
  return { id: 'accepted', title: 'Accepted', content };
}

/** Commands for afterwards. */
export function afterwardsSection({ steps }: Verdict): Section | undefined {
  if (steps.length === 0) return undefined;
  const content = joined(steps.flatMap(({ title, commands }) => [element('p', {}, title), block(commands.join('\n'))]));
  return { id: 'afterwards', title: 'Afterwards', content };
}

/** Resources beside machines, folded. */
export function others({ others: all }: Verdict): Section | undefined {
  if (all.length === 0) return undefined;
  const items = all.map(({ type, ...counts }) =>
    element('li', {}, element('code', {}, type), ` ${countWords(counts)}`),
  );
  const content = folded('Every type of resource that changes', element('ul', { class: 'list' }, ...items));
  return { id: 'others', title: 'Other resources', content };
}

/** The machines that change, in a table. */
export function machineSection({ machines, hasChanges }: Verdict): Section | undefined {
  if (!hasChanges || machines.length === 0) return undefined;
  const headings = ['Machine', 'What happens', 'Changes'];
  const content = element(
    'div',
    { class: 'panel' },
    element(
      'table',
      { role: 'table' },
      element('caption', {}, 'Machines that change'),
      element(
        'thead',
        { role: 'rowgroup' },
        element(
          'tr',
          { role: 'row' },
          ...headings.map((words) => element('th', { scope: 'col', role: 'columnheader' }, words)),
        ),
      ),
      element('tbody', { role: 'rowgroup' }, ...machines.map(row)),
    ),
  );
  return { id: 'machines', title: 'Machines', content };
}

/** Roles are said, as a browser forgets them where the table is shown as blocks. */
function row({ name, machineType, outcome, details, disks }: MachineVerdict): Markup {
  const { words, tone } = OUTCOMES[outcome];
  const changes = [...details, ...disks.map(diskWords)];
  return element(
    'tr',
    { role: 'row' },
    element('th', { scope: 'row', role: 'rowheader' }, name, ' ', chip(roleWords(machineType), roleTone(machineType))),
    element('td', { role: 'cell' }, chip(words, tone)),
    element(
      'td',
      { role: 'cell' },
      changes.length === 0 ? '' : element('ul', {}, ...changes.map((each) => element('li', {}, each))),
    ),
  );
}

function roleTone(machineType: MachineType | undefined): 'plain' | 'control-plane' | 'worker' {
  if (machineType === undefined) return 'plain';
  return machineType === MachineType.CONTROL_PLANE ? 'control-plane' : 'worker';
}

function listSection(id: string, title: string, all: readonly string[]): Section | undefined {
  if (all.length === 0) return undefined;
  const items = all.map((each) => element('li', {}, each));
  return { id, title, content: element('ul', { class: 'list panel' }, ...items) };
}

function reasons(all: Verdict['refusals'], withWay: boolean): Markup {
  return element(
    'ol',
    { class: 'reasons', role: 'list' },
    ...all.map(({ message, accept }, index) => {
      const [first = '', ...rest] = message.split('\n');
      const way = element(
        'p',
        { class: 'way' },
        'To do it anyway: ',
        element('code', {}, accept.map((name) => `--accept ${name}`).join(' ')),
      );
      return element(
        'li',
        { class: 'panel' },
        element('span', { class: 'number', 'aria-hidden': 'true' }, String(index + 1)),
        element('p', {}, first),
        rest.length === 0 ? undefined : block(withoutIndent(rest).join('\n')),
        withWay ? way : undefined,
      );
    }),
  );
}

function withoutIndent(lines: readonly string[]): readonly string[] {
  const depth = Math.min(...lines.map((line) => line.length - line.trimStart().length));
  return lines.map((line) => line.slice(depth));
}

function block(text: string): Markup {
  return element('pre', {}, element('code', {}, text));
}

function folded(summary: string, content: Markup): Markup {
  return element('details', {}, element('summary', {}, summary), content);
}
