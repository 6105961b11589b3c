import { printable } from '../values/printable';

/** Characters that mean something in a quoted text of Mermaid, or in the HTML that it is shown as. */
const ENTITIES: Readonly<Record<string, string>> = {
  '"': '#quot;',
  '#': '#35;',
  '&': '#amp;',
  '<': '#lt;',
  '>': '#gt;',
  '`': '#96;',
  '\\': '#92;',
  '*': '#42;',
  _: '#95;',
  '~': '#126;',
  ';': '#59;',
};

/** Lines as a quoted text of Mermaid; no value ends it, or is taken for HTML or Markdown. */
export function quoted(...lines: readonly string[]): string {
  return `"${lines.map(escaped).join('<br/>')}"`;
}

/** A text in one line without quotes, as names for screen readers are. */
export function plainLine(text: string): string {
  return printable(text)
    .replace(/[;{}#%\\"<>&`]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function escaped(text: string): string {
  return printable(text)
    .replace(/\s+/g, ' ')
    .replace(/["#&<>`\\*_~;]/g, (character) => ENTITIES[character] ?? '');
}
