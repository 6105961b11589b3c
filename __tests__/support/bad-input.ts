import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument, type Document } from 'yaml';
import { projectRoot } from './project';

/** A row of the page on bad input: a file, and the lines that it is refused with or taken with. */
export interface BadInput {
  readonly title: string;
  /** The text of the file. */
  readonly text: string;
  readonly lines: readonly string[];
}

/** Promises of the page on bad input. */
export interface BadInputPage {
  /** The cluster file that the rows change. */
  readonly good: string;
  readonly faults: readonly BadInput[];
  readonly warnings: readonly BadInput[];
  readonly advice: readonly BadInput[];
}

/** Reads the page: its YAML block, and its tables of changes and of whole files. */
export function readBadInputPage(): BadInputPage {
  const page = readFileSync(join(projectRoot, 'docs', 'bad-input.md'), 'utf8');
  const good = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  const [files = '', changes = '', warnings = '', advice = ''] = page.split(/### Form\n|## Warnings\n|## Advice\n/);
  const changed = (written: string) => changedFile(written, good);
  return {
    good,
    faults: [...rowsOf(files, wholeFile), ...rowsOf(changes, changed)],
    warnings: rowsOf(warnings, changed),
    advice: rowsOf(advice, changed),
  };
}

function rowsOf(section: string, fileOf: (written: string) => string): readonly BadInput[] {
  const rows = [...section.matchAll(/^\| (.*?) +\| (`.*?`|nothing) +\| (`.*?) +\|$/gm)];
  return rows.map(([, title = '', written = '', got = '']) => ({
    title: title.trim(),
    text: fileOf(written),
    lines: codesIn(got),
  }));
}

/** The text of a file, with `\n` for its line breaks. */
function wholeFile(written: string): string {
  return codesIn(written).join('').replaceAll('\\n', '\n').replaceAll('\\t', '\t');
}

/** The good file with some changes: `a.b: value`, or `a.b:` to take the key out. */
function changedFile(written: string, good: string): string {
  const document = parseDocument(good);
  for (const change of codesIn(written)) applyChange(document, change);
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

function applyChange(document: Document, change: string): void {
  const [, place = '', value = ''] = /^([^:]+): ?(.*)$/.exec(change) ?? [];
  const path = place.split('.').map((key) => (/^\d$/.test(key) ? Number(key) : key));
  if (value === '') document.deleteIn(path);
  else document.setIn(path, document.createNode(parseDocument(value).toJS()));
}

function codesIn(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]*)`/g)].map(([, code = '']) => code);
}
