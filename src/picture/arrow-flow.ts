import { assembled, type Drawing, line, type Placed, TEXT } from './drawing';
import { columnsIn, gridOf } from './grid';
import { icon } from './icons';
import { factLine } from './machine-card';
import { element, joined, type Markup } from './markup';
import type { BoxScene } from './scene';

const PADDING = 12;
const ROW = 19;
const GAP = 36;

/** Narrowest column of facts beside others. */
const FACT = 240;

/** Draws boxes in the order in which one leads to the next: beside each other with an arrow between them, or below each other. */
export function arrowFlow(boxes: readonly BoxScene[], width: number, narrowest: number): Drawing {
  const columns = Math.min(boxes.length, columnsIn(width, narrowest, GAP));
  const boxWidth = (width - (columns - 1) * GAP) / columns;
  const natural = boxes.map((box) => factBox(box, boxWidth));
  const rowHeight = (index: number): number => {
    const first = index - (index % columns);
    return Math.max(...natural.slice(first, first + columns).map(({ height }) => height));
  };
  const drawings = boxes.map((box, index) => factBox(box, boxWidth, rowHeight(index)));
  const { placed, height } = gridOf(drawings, columns, boxWidth + GAP, GAP);
  return assembled(width, height, placed, ...arrows(placed, columns));
}

/**
 * Draws a box with a title and facts.
 *
 * @param least height of it
 */
export function factBox({ title, icon: sign, facts }: BoxScene, width: number, least = 0): Drawing {
  const room = width - 2 * PADDING;
  const columns = Math.max(1, Math.min(facts.length, columnsIn(room, FACT, PADDING)));
  const column = (room - (columns - 1) * PADDING) / columns;
  const rows = Math.ceil(facts.length / columns);
  const height = Math.max(least, 40 + rows * ROW + (rows === 0 ? 0 : 2));
  const markup = joined([
    element('rect', { class: 'p-card', x: 0.5, y: 0.5, width: width - 1, height: height - 1, rx: 8 }),
    icon(sign, PADDING, 20 - 7),
    line(title, { x: PADDING + 22, y: 20, width: room - 22, style: TEXT.title }),
    ...facts.map((fact, index) => {
      const x = PADDING + (index % columns) * (column + PADDING);
      return factLine(fact, x, 43 + Math.floor(index / columns) * ROW, column);
    }),
  ]);
  return { width, height, markup };
}

/** From each to the next; from the end of a row down to the beginning of the next one. */
function arrows(placed: readonly Placed[], columns: number): readonly Markup[] {
  return placed.slice(1).map(({ x, y, drawing }, index) => {
    const from = placed[index] as Placed;
    if ((index + 1) % columns !== 0) {
      const middle = y + drawing.height / 2;
      return arrow(`M${from.x + from.drawing.width + 6} ${middle}H${x - 7}`, x - 7, middle, 0);
    }
    const top = y - GAP / 2;
    const down = from.x + from.drawing.width / 2;
    const to = x + drawing.width / 2;
    return arrow(`M${down} ${from.y + from.drawing.height + 5}V${top}H${to}V${y - 7}`, to, y - 7, 90);
  });
}

function arrow(d: string, x: number, y: number, turn: number): Markup {
  return joined([
    element('path', { class: 'p-arrow', d }),
    element('path', { class: 'p-arrow', d: 'M-6 -5L0 0L-6 5', transform: `translate(${x} ${y}) rotate(${turn})` }),
  ]);
}
