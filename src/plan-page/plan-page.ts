import { createHash } from 'node:crypto';
import { element, joined, type Markup } from '../picture/markup';
import type { MachineView } from '../plan/read/machine-views';
import { counted } from '../plan/verdict/outcome-words';
import type { Verdict } from '../plan/verdict/verdict';
import { pageStyle } from './page-style';
import { pictureSection } from './picture-section';
import {
  acceptedSection,
  afterwardsSection,
  losses,
  machineSection,
  notes,
  others,
  refusals,
  type Section,
} from './sections';
import { summaryChips, verdictBanner } from './banner';

/** Content of a page: the verdict on a plan, its machines and its time, and the version of this package. */
export interface PlanPage {
  /** The verdict on the plan. */
  readonly verdict: Verdict;
  /** Its machines before and after. */
  readonly machines: readonly MachineView[];
  /**
   * When it was planned, as OpenTofu wrote it.
   * @default - the page does not say it
   */
  readonly plannedAt?: string;
  /** Version of this package. */
  readonly version: string;
}

/**
 * A plan as one page of HTML that needs nothing else: no script, no font, no picture, no network. It holds no value that is marked
 * as sensitive.
 */
export function planPage({ verdict, machines, plannedAt, version }: PlanPage): string {
  const title = `Plan of ${verdict.clusterName}: ${headline(verdict)}`;
  const sections = [
    refusals(verdict),
    losses(verdict),
    machineSection(verdict),
    pictureSection(machines),
    afterwardsSection(verdict),
    notes(verdict),
    acceptedSection(verdict),
    others(verdict),
  ].filter((section) => section !== undefined);
  const style = pageStyle();
  const body = element(
    'body',
    {},
    element('a', { class: 'skip', href: '#content' }, 'Skip to the content'),
    element(
      'div',
      { class: 'page' },
      element(
        'header',
        {},
        element('p', { class: 'kicker' }, 'Plan of the cluster'),
        element('h1', {}, verdict.clusterName),
        verdictBanner(verdict, headline(verdict)),
        summaryChips(verdict),
        contents(sections),
      ),
      element(
        'main',
        { id: 'content', tabindex: '-1' },
        ...sections.map(({ id, title: heading, content }) =>
          element('section', { 'aria-labelledby': id }, element('h2', { id }, heading), content),
        ),
      ),
      footer(plannedAt, version),
    ),
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
${element('title', {}, title).text}
<style>${style}</style>
</head>
${body.text}
</html>
`;
}

/** Nothing may be loaded or run, and no style but the one of the page. */
function policy(style: string): string {
  const hash = createHash('sha256').update(style).digest('base64');
  return `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`;
}

/** Verdict in a few words, for the title and the banner of the page. */
function headline({ allowed, hasChanges, refusals: reasons }: Verdict): string {
  if (!hasChanges) return 'nothing changes';
  return allowed ? 'may be applied' : `refused for ${counted(reasons.length, 'reason')}`;
}

function contents(sections: readonly Section[]): Markup {
  if (sections.length < 3) return joined([]);
  const items = sections.map(({ id, title }) => element('li', {}, element('a', { href: `#${id}` }, title)));
  return element('nav', { 'aria-label': 'Contents' }, element('ul', {}, ...items));
}

function footer(plannedAt: string | undefined, version: string): Markup {
  const time =
    plannedAt === undefined
      ? undefined
      : joined(['Planned at ', element('time', { datetime: plannedAt }, plannedAt), '. ']);
  return element('footer', {}, element('p', {}, time, `Written by cdktf-proxmox-talos ${version}.`));
}
