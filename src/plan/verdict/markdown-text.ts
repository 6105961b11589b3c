import { printable } from '../../values/printable';

/**
 * A text as one line of GitHub's Markdown that shows exactly it: no part of it is formatted, becomes HTML, a link or a mention,
 * or ends a cell of a table.
 */
export function plainText(text: string): string {
  return (
    oneLine(text)
      .replace(/[\\`*_[\]|~$]/g, '\\$&')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/:(?=\/\/)/g, '\\:')
      .replace(/\b(?:www)\./gi, (start) => `${start.slice(0, -1)}\\.`)
      // GitHub looks for mentions and numbers of issues in what is shown, where no backslash is left
      .replace(/(@|#|\bGH(?=-))(?=[\w-])/gi, '$1&#8203;')
      .replace(/^(?:[-+=#]|\d+(?=[.)]))/, (start) => (/\d/.test(start) ? `${start}&#8203;` : `\\${start}`))
  );
}

/** A text in one line as code, with as many backticks around it as it needs. */
export function inlineCode(text: string): string {
  const shown = oneLine(text);
  const ticks = '`'.repeat(longestRun(shown) + 1);
  const pad = shown.startsWith('`') || shown.endsWith('`') || shown === '' ? ' ' : '';
  return `${ticks}${pad}${shown}${pad}${ticks}`;
}

/** Lines as a block of code that none of them ends, indented as deep as the list that it is in. */
export function codeBlock(lines: readonly string[], indent = ''): string {
  const shown = lines.flatMap((line) => printable(line).split(/\r\n|[\n\r]/));
  const fence = '`'.repeat(Math.max(3, longestRun(shown.join('\n')) + 1));
  return [fence, ...shown, fence].map((line) => `${indent}${line}`.trimEnd()).join('\n');
}

function oneLine(text: string): string {
  return printable(text).replace(/\s+/g, ' ').trim();
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
