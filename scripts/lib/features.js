// @ts-check
'use strict';

/**
 * A line of docs/features.md.
 *
 * @typedef {{ id: string, what: string, kind: 'shown' | 'equivalent' | 'described' | 'later' | 'missing', shownBy: string }} Feature
 */

const ROW = /^\| ([A-Z]+-\d+) \| (.*) \| ([^|]*) \|$/;

/**
 * @param {string} cell last column of a row
 * @returns {Feature['kind']}
 */
function kindOf(cell) {
  if (cell === '-') return 'missing';
  if (cell.startsWith('equivalent: ')) return 'equivalent';
  if (cell.startsWith('described: ')) return 'described';
  if (cell.startsWith('later: ')) return 'later';
  return 'shown';
}

/**
 * @param {string} page text of docs/features.md
 * @returns {Feature[]}
 * @throws when an id stands in two rows, or a system's numbers have a gap
 */
function readFeatures(page) {
  const features = page.split('\n').flatMap((text) => {
    const [, id, what, cell] = ROW.exec(text) ?? [];
    return id && what && cell ? [{ id, what, kind: kindOf(cell), shownBy: cell }] : [];
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
 * The page with its last column filled in from the tests; cells that a person wrote (`equivalent:` and so on) stay.
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
      if (!id || !what || !cell || !['shown', 'missing'].includes(kindOf(cell))) return text;
      const files = [...(shown.get(id) ?? [])].sort();
      return `| ${id} | ${what} | ${files.join(', ') || '-'} |`;
    })
    .join('\n');
}

module.exports = { readFeatures, writeFeatures };
