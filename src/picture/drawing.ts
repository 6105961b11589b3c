import { element, joined, type Markup } from './markup';
import { fitted, type TextStyle, textWidth } from './text-width';
import type { Badge, Mark } from './scene';

/** Something drawn, with its upper left corner at 0, 0. */
export interface Drawing {
  /** Its width in pixels. */
  readonly width: number;
  /** Its height in pixels. */
  readonly height: number;
  /** Its elements. */
  readonly markup: Markup;
}

/** A drawing and its place. */
export interface Placed {
  /** The drawing. */
  readonly drawing: Drawing;
  /** From the left. */
  readonly x: number;
  /** From the top. */
  readonly y: number;
}

/** Fonts of the pictures. */
export const TEXT = {
  heading: { size: 20, bold: true },
  title: { size: 14, bold: true },
  fact: { size: 12 },
  strongFact: { size: 12, bold: true },
  badge: { size: 11, bold: true },
} as const satisfies Readonly<Record<string, TextStyle>>;

/** Height of a badge. */
export const BADGE_HEIGHT = 18;

/** How a line of text is shown. */
export interface LineOptions {
  /** Its left end. */
  readonly x: number;
  /** Its middle. */
  readonly y: number;
  /** Room for it; what is longer is cut, and the whole is shown to a pointer. */
  readonly width: number;
  /** Its font. */
  readonly style: TextStyle;
  /**
   * Its colour, as a class of the theme.
   * @default - that of text
   */
  readonly colour?: string;
}

/** A line of text that is never wider than its room. */
export function line(text: string, { x, y, width, style, colour }: LineOptions): Markup {
  const shown = fitted(text, style, width);
  const bold = 'bold' in style && style.bold === true ? ' p-bold' : '';
  const attributes = {
    class: `p-text${bold}${colour === undefined ? '' : ` ${colour}`}`,
    x,
    y: y + style.size * 0.36,
    'font-size': style.size,
  };
  return element('text', attributes, ...(shown === text ? [text] : [element('title', {}, text), shown]));
}

/** Width of a badge with these words. */
export function badgeWidth({ words }: Badge): number {
  return textWidth(words, TEXT.badge) + 14;
}

/** A badge with its left end at a place, in the middle of a row; cut if it is wider than its room. */
export function badge(scene: Badge, x: number, y: number, room: number): Markup {
  const width = Math.min(badgeWidth(scene), room);
  return joined([
    element('rect', {
      class: `p-${scene.tone}`,
      x,
      y: y - BADGE_HEIGHT / 2,
      width,
      height: BADGE_HEIGHT,
      rx: BADGE_HEIGHT / 2,
    }),
    line(scene.words, { x: x + 7, y, width: width - 14, style: TEXT.badge, colour: `p-on-${scene.tone}` }),
  ]);
}

/** Colours and signs of marks; a sign says it to those who see no colours. */
export const MARKS: Readonly<Record<Mark, { readonly sign: string; readonly colour: string }>> = {
  new: { sign: '+ ', colour: 'p-on-good' },
  changed: { sign: '', colour: 'p-on-careful' },
  gone: { sign: '', colour: 'p-on-bad p-struck' },
};

/** Drawings at their places, as one. */
export function assembled(
  width: number,
  height: number,
  placed: readonly Placed[],
  ...below: readonly Markup[]
): Drawing {
  const parts = placed.map(({ drawing, x, y }) =>
    element('g', { transform: `translate(${Math.round(x * 100) / 100} ${Math.round(y * 100) / 100})` }, drawing.markup),
  );
  return { width, height, markup: joined([...below, ...parts]) };
}
