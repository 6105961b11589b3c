import { printable } from '../values/printable';

/** A piece of SVG or HTML whose values are escaped already. */
export class Markup {
  /** @param text as it stands in the document */
  constructor(public readonly text: string) {}
}

/** Attributes of an element; those without a value are left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Content of an element: text is escaped, markup is not. */
export type Content = Markup | string | undefined;

/**
 * An element of SVG or HTML. It always has an end tag, which both take.
 *
 * @param content text is escaped, markup is not
 */
export function element(name: string, attributes: Attributes, ...content: readonly Content[]): Markup {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${typeof value === 'number' ? rounded(value) : escaped(value)}"`],
  );
  return new Markup(`<${name}${written.join('')}>${joined(content).text}</${name}>`);
}

/** Pieces one after the other. */
export function joined(content: readonly Content[]): Markup {
  return new Markup(
    content.map((each) => (each instanceof Markup ? each.text : each === undefined ? '' : escaped(each))).join(''),
  );
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

function rounded(value: number): string {
  return String(Math.round(value * 100) / 100);
}
