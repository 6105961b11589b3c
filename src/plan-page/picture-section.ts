import { hostBox } from '../picture/host-box';
import { element, joined, type Markup } from '../picture/markup';
import type { HostScene } from '../picture/scene';
import { svgElement } from '../picture/svg-document';
import type { MachineView } from '../plan/read/machine-views';
import { type HostChange, hostChanges } from './host-scenes';
import type { Section } from './sections';

/** Width of a picture: that of a phone without its margins. */
const WIDTH = 340;

/** More hosts than this that stay as they are, are folded. */
const SHOWN = 4;

/** The machines on their hosts before and after. */
export function pictureSection(views: readonly MachineView[]): Section | undefined {
  if (views.length === 0) return undefined;
  const hosts = hostChanges(views);
  const changing = hosts.filter(({ changes }) => changes);
  const staying = hosts.filter(({ changes }) => !changes);
  const content = joined([...changing.map(pair), unchanged(staying, changing.length)]);
  return { id: 'hosts', title: changing.length === 0 ? 'Hosts' : 'Hosts, before and after', content };
}

function pair(host: HostChange, index: number): Markup {
  const { name, subtitle, before, after, totals } = host;
  return element(
    'div',
    { class: 'host' },
    element('h3', {}, name, subtitle === undefined ? undefined : element('span', {}, ` · ${subtitle}`)),
    element(
      'div',
      { class: 'pair' },
      figure(before, `host-${index}-before`, captioned('Before', totals.before), `${name} before`),
      figure(after, `host-${index}-after`, captioned('After', totals.after), `${name} after`),
    ),
  );
}

function captioned(name: string, more: string | undefined): string {
  return more === undefined ? name : `${name} · ${more}`;
}

function unchanged(hosts: readonly HostChange[], first: number): Markup | undefined {
  if (hosts.length === 0) return undefined;
  const figures = hosts.map(({ after, name, subtitle, totals }, index) => {
    const title = captioned(name, subtitle);
    return figure(after, `host-${first + index}`, captioned(title, totals.after), title);
  });
  const grid = element('div', { class: 'pair' }, ...figures);
  const title = hosts.length === 1 ? '1 host stays as it is' : `${hosts.length} hosts stay as they are`;
  if (hosts.length > SHOWN) return element('details', {}, element('summary', {}, title), grid);
  return joined([element('h3', {}, title), grid]);
}

function figure(scene: HostScene, id: string, caption: string, title: string): Markup {
  // the heading says the rest
  const picture = hostBox({ ...scene, subtitle: undefined }, WIDTH);
  return element(
    'figure',
    {},
    element('figcaption', {}, caption),
    svgElement(picture, { id, title, description: described(scene) }),
  );
}

/** A host in words, for those who do not see its picture. */
function described({ machines }: HostScene): string {
  if (machines.length === 0) return 'No machine of the cluster.';
  return machines
    .map(({ name, role, outcome, facts, isGhost = false }) => {
      const words = facts.map((fact) => {
        const mark = fact.mark === undefined ? '' : ` (${fact.mark})`;
        return `${fact.words}${mark}`;
      });
      const what = [role.words, ...(outcome === undefined ? [] : [outcome.words]), ...words].join(', ');
      return isGhost && facts.length === 0 ? `${name}, no longer here: ${what}.` : `${name}: ${what}.`;
    })
    .join(' ');
}
