import { VmIdRange } from '../../src/values/vm-id-range';

test('reads a range and counts in it', () => {
  const range = VmIdRange.tryParse(' 800 - 802 ');
  expect([0, 1, 2, 3].map((index) => range?.at(index))).toEqual([800, 801, 802, undefined]);
  expect([799, 800, 802, 803].map((id) => range?.contains(id))).toEqual([false, true, true, false]);
  expect(String(range)).toBe('800-802');
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
