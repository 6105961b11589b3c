import { stripVTControlCharacters } from 'node:util';

/** The last lines of an apply; warnings come before them. */
const ENDINGS = /^(?:Apply|Destroy) complete! |^Outputs:/;

/**
 * The warnings in what OpenTofu printed for people, as it printed them: it puts them at the end of a plan and of an apply,
 * after everything that a verdict says too.
 *
 * @param output standard output of `tofu plan` or `tofu apply`
 * @returns empty if there is none
 */
export function printedWarnings(output: string): string {
  const lines = output.split('\n');
  const plain = lines.map((line) => stripVTControlCharacters(line));
  const start = plain.findIndex((line) => /^(?:│ )?Warning: /.test(line));
  if (start === -1) return '';
  const end = plain.findIndex((line, index) => index > start && ENDINGS.test(line));
  const isFramed = plain[start - 1] === '╷';
  const shown = lines.slice(isFramed ? start - 1 : start, end === -1 ? undefined : end);
  return `${shown.join('\n').trimEnd()}\n`;
}
