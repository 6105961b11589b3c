import { element, type Markup } from '../picture/markup';
import type { Tone } from '../picture/theme';
import { counted, OUTCOMES, type OutcomeTone } from '../plan/verdict/outcome-words';
import type { Verdict } from '../plan/verdict/verdict';

const SIGNS = {
  good: 'M4 13.5 11 20.5 24 7',
  bad: 'M14 2.5a11.5 11.5 0 1 1-.1 0ZM6 22 22 6',
  plain: 'M5 11h18M5 17h18',
} as const;

/** The verdict, as large as it is important. */
export function verdictBanner({ allowed, hasChanges }: Verdict, headline: string): Markup {
  const tone = !hasChanges ? 'plain' : allowed ? 'good' : 'bad';
  const more = {
    good: 'The guard has nothing against it.',
    bad: 'An apply stops here. Each reason below says how to go on.',
    plain: 'An apply would change nothing.',
  }[tone];
  return element(
    'div',
    { class: `verdict ${tone}` },
    element('svg', { viewBox: '0 0 28 28', 'aria-hidden': 'true' }, element('path', { d: SIGNS[tone] })),
    element(
      'div',
      {},
      element('p', {}, `${headline.charAt(0).toUpperCase()}${headline.slice(1)}`),
      element('p', { class: 'more' }, more),
    ),
  );
}

/** How many machines have which outcome, the worst first. */
export function summaryChips({ machines, unchangedMachines, hasChanges }: Verdict): Markup {
  const shown = hasChanges ? machines.map(({ outcome }) => OUTCOMES[outcome]) : [];
  const tones: readonly OutcomeTone[] = ['bad', 'careful', 'good'];
  const all = tones.flatMap((tone) => [...new Set(shown.filter((each) => each.tone === tone))]);
  const chips = all.map((outcome) => ({
    words: `${shown.filter((each) => each === outcome).length} ${outcome.words}`,
    tone: outcome.tone,
  }));
  const unchanged =
    unchangedMachines === 0
      ? []
      : [{ words: `${counted(unchangedMachines, 'machine')} unchanged`, tone: 'plain' as const }];
  return element(
    'ul',
    { class: 'chips', 'aria-label': 'Machines' },
    ...[...chips, ...unchanged].map(({ words, tone }) => element('li', {}, chip(words, tone))),
  );
}

/** Words on a coloured ground. */
export function chip(words: string, tone: Tone): Markup {
  return element('span', { class: `chip ${tone}` }, words);
}
