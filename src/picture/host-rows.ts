import { assembled, type Drawing, line, type Placed, TEXT } from './drawing';
import { columnsIn } from './grid';
import { hostBox } from './host-box';
import { icon } from './icons';
import { element, joined } from './markup';
import type { HostScene } from './scene';

/** Hosts that are reached in one way, with a frame around them. */
export interface SiteScene {
  /** Its title. */
  readonly title: string;
  /** Second line beneath the title. */
  readonly subtitle: string;
  /** Its hosts. */
  readonly hosts: readonly HostScene[];
}

const GAP = 20;
const PADDING = 14;
const HEADER = 56;

/** Narrowest host with a frame around it. */
const CELL = 276;

/** Something in a row of columns. */
interface Item {
  /** Columns that it would have. */
  readonly span: number;
  readonly draw: (width: number, columns: number) => Drawing;
}

/**
 * Draws hosts in their frames, row by row; the last of a row takes what room is left.
 *
 * @param loose place of the machines that have no host
 */
export function hostRows(sites: readonly SiteScene[], loose: HostScene | undefined, width: number): Drawing {
  const items: readonly Item[] = [
    ...sites.map((site): Item => ({
      span: Math.max(1, site.hosts.length),
      draw: (room, columns) => siteFrame(site, room, columns),
    })),
    ...(loose === undefined ? [] : [{ span: 1, draw: (room: number) => hostBox(loose, room) }]),
  ];
  const wished = items.reduce((sum, { span }) => sum + span, 0);
  const columns = Math.max(1, Math.min(wished, columnsIn(width, CELL, GAP)));
  const cell = (width - (columns - 1) * GAP) / columns;
  const widthOf = (span: number): number => span * cell + (span - 1) * GAP;
  const placed: Placed[] = [];
  let y = 0;
  for (const row of rowsOf(items, columns)) {
    let column = 0;
    const drawn = row.map(({ item, span }): Placed => {
      const x = column * (cell + GAP);
      column += span;
      return { drawing: item.draw(widthOf(span), span), x, y };
    });
    placed.push(...drawn);
    y += Math.max(...drawn.map(({ drawing }) => drawing.height)) + GAP;
  }
  return assembled(width, Math.max(0, y - GAP), placed);
}

interface RowItem {
  readonly item: Item;
  readonly span: number;
}

function rowsOf(items: readonly Item[], columns: number): readonly (readonly RowItem[])[] {
  const rows: RowItem[][] = [];
  let left = 0;
  for (const item of items) {
    const span = Math.min(item.span, columns);
    if (span > left) {
      rows.push([]);
      left = columns;
    }
    rows.at(-1)?.push({ item, span });
    left -= span;
  }
  return rows.map((row) => {
    const used = row.reduce((sum, { span }) => sum + span, 0);
    return row.map((each, index) => (index === row.length - 1 ? { ...each, span: each.span + columns - used } : each));
  });
}

function siteFrame({ title, subtitle, hosts }: SiteScene, width: number, columns: number): Drawing {
  const inner = width - 2 * PADDING;
  const perRow = Math.max(1, Math.min(hosts.length, columns));
  const hostWidth = (inner - (perRow - 1) * GAP) / perRow;
  const placed: Placed[] = [];
  let y = HEADER;
  for (let first = 0; first < hosts.length; first += perRow) {
    const row = hosts.slice(first, first + perRow).map((host) => hostBox(host, hostWidth));
    placed.push(...row.map((drawing, index) => ({ drawing, x: PADDING + index * (hostWidth + GAP), y })));
    y += Math.max(...row.map(({ height }) => height)) + PADDING;
  }
  const room = inner - 22;
  const markup = joined([
    element('rect', { class: 'p-frame', x: 0.5, y: 0.5, width: width - 1, height: y - 1, rx: 14 }),
    icon('site', PADDING, 22 - 7),
    line(title, { x: PADDING + 22, y: 22, width: room, style: TEXT.title }),
    line(subtitle, { x: PADDING + 22, y: 41, width: room, style: TEXT.fact, colour: 'p-muted' }),
  ]);
  return assembled(width, y, placed, markup);
}
