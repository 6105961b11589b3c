import { VmIdRange } from '../../src/values/vm-id-range';

test('reads a range and counts in it', () => {
  const range = VmIdRange.tryParse(' 800 - 802 ');
  expect([0, 1, 2, 3].map((index) => range?.at(index))).toEqual([800, 801, 802, undefined]);
  expect([799, 800, 802, 803].map((id) => range?.contains(id))).toEqual([false, true, true, false]);
  expect(String(range)).toBe('800-802');
});

const rangeOf = (text: string) => VmIdRange.tryParse(text)!;

test.each([
  ['800-899', true],
  ['899-899', true],
  ['799-801', false],
  ['899-900', false],
])('800-899 and all of %s', (other, isHeld) => {
  expect(rangeOf('800-899').holds(rangeOf(other))).toBe(isHeld);
});

test.each([
  [[], 1, '800-800'],
  [['800-800', '802-802'], 1, '801-801'],
  [['802-802', '800-800'], 2, '803-804'],
  [['801-805'], 5, '806-810'],
  [['700-805', '806-809'], 1, '810-810'],
  [['800-810'], 1, undefined],
  [['803-803', '807-807'], 4, undefined],
] as const)('beside %j, the first %d free of 800-810 are %s', (taken, size, free) => {
  const found = rangeOf('800-810').firstFree(taken.map(rangeOf), size);
  expect(found && String(found)).toBe(free);
});

test.each(['800', '802-800', '99-120', '0800-0802', '800-1000000000', '800-801-802', 'a-b'])('refuses %s', (text) => {
  expect(VmIdRange.tryParse(text)).toBeUndefined();
});

test.each([
  ['100-199', '200-299', false],
  ['100-200', '200-299', true],
  ['100-999', '200-299', true],
])('%s and %s', (first, second, isShared) => {
  const [one, two] = [VmIdRange.tryParse(first)!, VmIdRange.tryParse(second)!];
  expect(one.overlaps(two)).toBe(isShared);
  expect(two.overlaps(one)).toBe(isShared);
});
