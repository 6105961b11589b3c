import { assembled, type Drawing, line, type Placed, TEXT } from './drawing';
import { columnsIn, gridOf } from './grid';
import { icon } from './icons';
import { machineCard } from './machine-card';
import { element, joined, type Markup } from './markup';
import type { HostScene } from './scene';
import { textWidth } from './text-width';

const PADDING = 14;
const GAP = 12;
const BAR = 22;
const LANE = 9;

/** Narrowest card of a machine that is worth a column of its own. */
const CARD = 216;

/** Widest card, so that its ends still belong together. */
const WIDEST_CARD = 560;

/** Bridges that get a bar; more would leave no room for the machines, which name theirs in any case. */
const MOST_BRIDGES = 4;

/**
 * Draws a host: its machines in columns, its bridges below them as bars, and a line from each machine to its bridge in the
 * gap to the left of its column.
 */
export function hostBox({ name, icon: sign, subtitle, machines }: HostScene, width: number): Drawing {
  const bridges = bridgesOf(machines);
  const lanes = bridges.length === 0 ? 0 : LANE * bridges.length + 4;
  const inner = width - 2 * PADDING;
  const columns = Math.max(1, Math.min(machines.length, columnsIn(inner, CARD + lanes, GAP)));
  const cardWidth = Math.min(WIDEST_CARD, (inner - (columns - 1) * GAP) / columns - lanes);
  const header = subtitle === undefined ? 44 : 58;
  const cards = machines.map((machine) => machineCard(machine, cardWidth));
  const grid = gridOf(cards, columns, cardWidth + lanes + GAP, GAP);
  const placed: readonly Placed[] = grid.placed.map(({ drawing, x, y }) => ({
    drawing,
    x: x + PADDING + lanes,
    y: y + header,
  }));
  const barsTop = header + grid.height + (bridges.length === 0 ? 0 : GAP);
  const barOf = (index: number): number => barsTop + index * (BAR + 6);
  const height = bridges.length === 0 ? header + grid.height + PADDING : barOf(bridges.length) - 6 + PADDING;
  const room = inner - 22;
  return assembled(
    width,
    height,
    placed,
    element('rect', { class: 'p-host', x: 0.5, y: 0.5, width: width - 1, height: height - 1, rx: 12 }),
    icon(sign, PADDING, 22 - 7),
    line(name, { x: PADDING + 22, y: 22, width: room, style: TEXT.title }),
    subtitle === undefined
      ? joined([])
      : line(subtitle, { x: PADDING + 22, y: 40, width: room, style: TEXT.fact, colour: 'p-muted' }),
    ...wires(),
    ...bridges.map((bridge, index) => bar(bridge, barOf(index), width)),
  );

  function wires(): readonly Markup[] {
    return bridges.flatMap((bridge, lane) => {
      const ends = cards.flatMap(({ ports }, index) => {
        const { x = 0, y = 0 } = placed[index] ?? {};
        return ports.filter((port) => port.bridge === bridge).map((port) => ({ x, y: y + port.y }));
      });
      const trunks = [...new Set(ends.map(({ x }) => x))];
      return trunks.flatMap((x) => {
        const own = ends.filter((end) => end.x === x);
        const at = x - lanes + 4 + lane * LANE;
        const top = Math.min(...own.map(({ y }) => y));
        return [
          element('path', { class: 'p-wire', d: `M${at} ${top}V${barOf(lane) + 2}` }),
          ...own.map(({ y }) => element('path', { class: 'p-wire', d: `M${at} ${y}H${x}` })),
          ...own.map(({ y }) => element('circle', { class: 'p-joint', cx: x, cy: y, r: 3.5 })),
        ];
      });
    });
  }
}

/** Bridges of machines, each once. */
function bridgesOf(machines: HostScene['machines']): readonly string[] {
  const named = machines.flatMap(({ facts }) => facts.flatMap(({ bridge }) => bridge ?? []));
  return [...new Set(named)].sort().slice(0, MOST_BRIDGES);
}

function bar(bridge: string, y: number, width: number): Markup {
  const style = TEXT.badge;
  const room = width - 2 * PADDING - 24;
  const words = `bridge ${bridge}`;
  const left = PADDING + Math.max(12, (width - 2 * PADDING - textWidth(words, style)) / 2);
  return joined([
    element('rect', { class: 'p-network', x: PADDING, y, width: width - 2 * PADDING, height: BAR, rx: 5 }),
    line(words, { x: left, y: y + BAR / 2, width: room, style, colour: 'p-on-network' }),
  ]);
}
