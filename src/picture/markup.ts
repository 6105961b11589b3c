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

/** Control characters, halves of pairs, and marks that turn the direction of the text around them. */
const UNPRINTABLE =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** Text without characters that XML does not have or that show other text than there is. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, '\uFFFD');
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
