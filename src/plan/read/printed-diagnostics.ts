import { stripVTControlCharacters } from 'node:util';
import { type Diagnostic, oneLine } from './diagnostic';

const TITLE = /^(Error|Warning): /;

/** First line of the place that a diagnostic is about, between its summary and its detail. */
const PLACE = /^ {2}(?:with|on) \S/;

/**
 * The errors and warnings in what OpenTofu printed for people, with or without colours and frames. This is what OpenTofu
 * 1.11 offers; from 1.12 on there is data, which `jsonDiagnostics` reads.
 *
 * @param output standard error of `tofu plan` or `tofu apply`; other text in it is passed over
 */
export function printedDiagnostics(output: string): readonly Diagnostic[] {
  const lines = stripVTControlCharacters(output).split(/\r?\n/).map(withoutFrame);
  const starts = lines.flatMap((line, index) => (TITLE.test(line) ? [index] : []));
  return starts.map((start, index) => diagnosticOf(lines.slice(start, starts[index + 1])));
}

function withoutFrame(line: string): string {
  return line.replace(/^\s*[│╷╵]\s?/, '');
}

function diagnosticOf(lines: readonly string[]): Diagnostic {
  const [summary = [], ...rest] = paragraphsOf(lines);
  const [first = '', ...others] = summary;
  const place = PLACE.test(rest[0]?.[0] ?? '') ? rest[0] : undefined;
  return {
    severity: first.startsWith('Error') ? 'error' : 'warning',
    summary: oneLine([first.replace(TITLE, ''), ...others].join(' ')),
    detail: oneLine((place === undefined ? rest : rest.slice(1)).flat().join(' ')),
    address: place?.map((line) => /^ {2}with (\S.*),$/.exec(line)?.[1]).find((found) => found !== undefined),
  };
}

/** Lines that stand together, without the blank ones between. */
function paragraphsOf(lines: readonly string[]): readonly (readonly string[])[] {
  const paragraphs: string[][] = [[]];
  for (const line of lines) {
    if (line.trim() !== '') paragraphs.at(-1)?.push(line);
    else if (paragraphs.at(-1)?.length !== 0) paragraphs.push([]);
  }
  return paragraphs.filter((paragraph) => paragraph.length > 0);
}
