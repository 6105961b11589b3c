// @ts-check
'use strict';

/**
 * A line of docs/features.md.
 *
 * @typedef {object} Feature
 * @property {string} id
 * @property {string} what the statement
 * @property {'shown' | 'partly' | 'equivalent' | 'described' | 'later' | 'missing'} kind
 * @property {string} cell last column
 * @property {readonly string[]} files test files that the last column names
 */

/**
 * A last column that tests fill in: the files alone, or behind what they do not show.
 *
 * @typedef {Pick<Feature, 'kind' | 'files'> & { lead: string }} Evidence
 */

const ROW = /^\| ([A-Z]+-\d+) \| (.*) \| ([^|]*) \|$/;

const PARTLY = /^(partly: [^;]+)(?:; (.*))?$/;

/**
 * @param {string} cell last column of a row
 * @returns {Evidence}
 */
function readCell(cell) {
  for (const kind of /** @type {const} */ (['equivalent', 'described', 'later'])) {
    if (cell.startsWith(`${kind}: `)) return { kind, lead: cell, files: [] };
  }
  const [, lead, files = ''] = PARTLY.exec(cell) ?? [];
  if (lead !== undefined) return { kind: 'partly', lead, files: files === '' ? [] : files.split(', ') };
  return cell === '-' ? { kind: 'missing', lead: '', files: [] } : { kind: 'shown', lead: '', files: cell.split(', ') };
}

/**
 * A last column as it is to be when certain test files show the statement, or a part of it.
 *
 * @param {string} cell the last column as it is
 * @param {ReadonlySet<string>} shown
 * @returns {string}
 */
function cellOf(cell, shown) {
  const { kind, lead } = readCell(cell);
  const files = [...shown].sort().join(', ');
  if (kind === 'partly') return files === '' ? lead : `${lead}; ${files}`;
  return kind === 'shown' || kind === 'missing' ? files || '-' : cell;
}

/**
 * @param {string} page text of docs/features.md
 * @returns {Feature[]}
 * @throws when an id stands in two rows, or a system's numbers have a gap
 */
function readFeatures(page) {
  const features = page.split('\n').flatMap((text) => {
    const [, id, what, cell] = ROW.exec(text) ?? [];
    if (!id || !what || !cell) return [];
    const { kind, files } = readCell(cell);
    return [{ id, what, kind, cell, files }];
  });
  /** @type {Map<string, number>} */
  const lastOf = new Map();
  for (const { id } of features) {
    const [system = '', number] = id.split('-');
    const expected = (lastOf.get(system) ?? 0) + 1;
    if (Number(number) !== expected)
      throw new Error(`docs/features.md: ${id} stands where ${system}-${expected} is due`);
    lastOf.set(system, expected);
  }
  return features;
}

/**
 * The page with its last column filled in from the tests; what a person wrote there (`equivalent:` and so on) stays.
 *
 * @param {string} page
 * @param {Map<string, Set<string>>} shown statement id to test files
 * @returns {string}
 */
function writeFeatures(page, shown) {
  return page
    .split('\n')
    .map((text) => {
      const [, id, what, cell] = ROW.exec(text) ?? [];
      if (!id || !what || !cell) return text;
      return `| ${id} | ${what} | ${cellOf(cell, shown.get(id) ?? new Set())} |`;
    })
    .join('\n');
}

module.exports = { cellOf, readFeatures, writeFeatures };
