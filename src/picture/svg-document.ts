import type { Drawing } from './drawing';
import { element, type Markup } from './markup';
import { pictureStyle } from './theme';

/** Names of a picture, which screen readers tell. */
export interface PictureNames {
  /** Id in its document, before which no other begins. */
  readonly id: string;
  /** Its title. */
  readonly title: string;
  /** All that it shows, in a few sentences. */
  readonly description: string;
}

/** A drawing as an element of SVG with its names, for a page that has the style of pictures. */
export function svgElement(
  { width, height, markup }: Drawing,
  { id, title, description }: PictureNames,
  ...before: readonly Markup[]
): Markup {
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`,
    width: Math.ceil(width),
    height: Math.ceil(height),
    role: 'img',
    'aria-labelledby': `${id}-title`,
    'aria-describedby': `${id}-desc`,
  };
  return element(
    'svg',
    attributes,
    element('title', { id: `${id}-title` }, title),
    element('desc', { id: `${id}-desc` }, description),
    ...before,
    markup,
  );
}

/** A drawing as a file of its own, on a ground that makes it readable on any page. */
export function svgDocument(drawing: Drawing, names: PictureNames): string {
  const { width, height } = drawing;
  const ground = element('rect', { class: 'p-canvas', width: Math.ceil(width), height: Math.ceil(height), rx: 14 });
  const { text } = svgElement(drawing, names, element('style', {}, pictureStyle()), ground);
  return `${text.replaceAll(/(<(?:g|rect|title|desc|style)\b)/g, '\n$1')}\n`;
}
