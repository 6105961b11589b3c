import { columnWidths, tableLines } from '../../src/values/text-table';

const ROWS = [
  ['home', '5', 'all'],
  ['a', '12'],
];

test('cells of a column begin below each other, and no line ends in spaces', () => {
  expect(tableLines(ROWS)).toEqual(['home  5   all', 'a     12']);
});

test('cells of a column of numbers end below each other', () => {
  expect(tableLines(ROWS, (column) => (column === 1 ? 'end' : 'start'))).toEqual(['home   5  all', 'a     12']);
});

test('a column is as wide as its longest cell', () => {
  expect(columnWidths(ROWS)).toEqual([4, 2, 3]);
  expect(columnWidths([])).toEqual([]);
});
