/** Escape sequences of colours. */
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** What OpenTofu printed for a terminal, as plain text. */
export function withoutColours(text: string): string {
  return text.replace(COLOURS, '');
}
