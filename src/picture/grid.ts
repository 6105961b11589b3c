import type { Drawing, Placed } from './drawing';

/** Drawings in columns, row by row. */
export interface Grid {
  /** Where each is. */
  readonly placed: readonly Placed[];
  /** Height of them all. */
  readonly height: number;
}

/** How many columns of at least this width there is room for. */
export function columnsIn(room: number, narrowest: number, gap: number): number {
  return Math.max(1, Math.floor((room + gap) / (narrowest + gap)));
}

/**
 * Places drawings row by row; each row is as high as the highest of it.
 *
 * @param step from the left of a column to the left of the next
 * @param gap between rows
 */
export function gridOf(drawings: readonly Drawing[], columns: number, step: number, gap: number): Grid {
  const placed: Placed[] = [];
  let y = 0;
  for (let first = 0; first < drawings.length; first += columns) {
    const row = drawings.slice(first, first + columns);
    for (const [column, drawing] of row.entries()) placed.push({ drawing, x: column * step, y });
    y += Math.max(...row.map(({ height }) => height)) + gap;
  }
  return { placed, height: drawings.length === 0 ? 0 : y - gap };
}
