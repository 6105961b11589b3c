import { badge, BADGE_HEIGHT, badgeWidth, type Drawing, line, MARKS, TEXT } from './drawing';
import { icon, ICON_SIZE } from './icons';
import { element, joined, type Markup } from './markup';
import type { Fact, MachineScene } from './scene';
import { textWidth } from './text-width';

/** A machine, with the places at which it is connected. */
export interface MachineCard extends Drawing {
  /** Where a line to a bridge begins, on the left edge. */
  readonly ports: readonly Port[];
}

/** Where a line to a bridge begins. */
export interface Port {
  /** The bridge. */
  readonly bridge: string;
  /** From the top of the card. */
  readonly y: number;
}

const PADDING = 12;
const ROW = 19;
const EDGE = 4;

/** Draws a machine. */
export function machineCard(scene: MachineScene, width: number): MachineCard {
  const { name, role, outcome, facts, isGhost = false } = scene;
  const left = PADDING + EDGE;
  const inner = width - left - PADDING;
  const besideName = inner - textWidth(name, TEXT.title) - 8;
  const isBeside = badgeWidth(role) <= besideName;
  const second = [...(isBeside ? [] : [role]), ...(outcome === undefined ? [] : [outcome])];
  const rows = badgeRows(second, left, inner);
  const top = PADDING + 9;
  const firstFact = top + 20 + rows.length * (BADGE_HEIGHT + 5);
  const height = firstFact + facts.length * ROW - ROW / 2 + (facts.length === 0 ? 0 : PADDING - 3);
  const ys = facts.map((_, index) => firstFact + index * ROW);
  const markup = joined([
    element('rect', {
      class: isGhost ? 'p-card p-ghost' : 'p-card',
      x: 0.5,
      y: 0.5,
      width: width - 1,
      height: height - 1,
      rx: 8,
    }),
    isGhost ? undefined : edge(scene, height),
    line(name, {
      x: left,
      y: top,
      width: isBeside ? besideName + textWidth(name, TEXT.title) : inner,
      style: TEXT.title,
      colour: isGhost && facts.length === 0 ? 'p-muted p-struck' : undefined,
    }),
    isBeside ? badge(role, width - PADDING - badgeWidth(role), top, inner) : undefined,
    ...rows.flatMap((row, index) =>
      row.map(({ scene: each, x, room }) => badge(each, x, top + 22 + index * (BADGE_HEIGHT + 5), room)),
    ),
    ...facts.map((fact, index) => factLine(fact, left, ys[index] ?? 0, inner)),
  ]);
  const ports = facts.flatMap(({ bridge }, index) => (bridge === undefined ? [] : [{ bridge, y: ys[index] ?? 0 }]));
  return { width, height, markup, ports };
}

/** A fact with its picture. */
export function factLine({ icon: name, words, mark }: Fact, x: number, y: number, width: number): Markup {
  const { sign = '', colour } = mark === undefined ? {} : MARKS[mark];
  return joined([
    icon(name, x, y - ICON_SIZE / 2),
    line(`${sign}${words}`, {
      x: x + ICON_SIZE + 6,
      y,
      width: width - ICON_SIZE - 6,
      style: mark === undefined ? TEXT.fact : TEXT.strongFact,
      colour,
    }),
  ]);
}

/** The left edge in the colour of the outcome, else of the role. */
function edge({ role, outcome }: MachineScene, height: number): Markup {
  const { tone } = outcome ?? role;
  const d = `M8 1H5.5A4.5 4.5 0 0 0 1 5.5V${height - 5.5}A4.5 4.5 0 0 0 5.5 ${height - 1}H8A7 7 0 0 1 5 ${height - 7}V7A7 7 0 0 1 8 1Z`;
  return element('path', { class: `p-edge-${tone}`, d });
}

interface PlacedBadge {
  readonly scene: MachineScene['role'];
  readonly x: number;
  readonly room: number;
}

/** Badges in rows, as many beside each other as fit. */
function badgeRows(
  badges: readonly MachineScene['role'][],
  left: number,
  inner: number,
): readonly (readonly PlacedBadge[])[] {
  const rows: PlacedBadge[][] = [];
  let x = left;
  for (const scene of badges) {
    const width = Math.min(badgeWidth(scene), inner);
    const last = rows.at(-1);
    if (last !== undefined && x + width <= left + inner) last.push({ scene, x, room: inner });
    else {
      x = left;
      rows.push([{ scene, x, room: inner }]);
    }
    x += width + 6;
  }
  return rows;
}
