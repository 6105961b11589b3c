import fc from 'fast-check';
import { IpRange } from '../../src/values/ip-range';

const range = (text: string): IpRange => {
  const parsed = IpRange.tryParse(text);
  if (parsed === undefined) throw new Error(`no range: ${text}`);
  return parsed;
};

test.each([
  ['10.0.0.31-10.0.0.60', 30, '10.0.0.31-10.0.0.60'],
  ['10.0.0.31 - 10.0.0.31', 1, '10.0.0.31-10.0.0.31'],
  ['10.0.0.250-10.0.1.5', 12, '10.0.0.250-10.0.1.5'],
  ['fd00:0::000a-fd00::1f', 22, 'fd00::a-fd00::1f'],
  ['fd00::-fd00:0:0:1::', Number.MAX_SAFE_INTEGER, 'fd00::-fd00:0:0:1::'],
])('reads %s', (text, size, normal) => {
  expect(range(text).size).toBe(size);
  expect(String(range(text))).toBe(normal);
});

test.each([
  '10.0.0.31',
  '10.0.0.31-',
  '10.0.0.60-10.0.0.31',
  '10.0.0.31-fd00::1',
  '10.0.0.31-60',
  '10.0.0.31/24-10.0.0.60/24',
  '10.0.0.1-10.0.0.2-10.0.0.3',
])('refuses %s', (text) => {
  expect(IpRange.tryParse(text)).toBeUndefined();
});

test('counts from its first address to its last', () => {
  expect([0, 5, 6, 11, 12].map((index) => range('10.0.0.250-10.0.1.5').at(index))).toEqual([
    '10.0.0.250',
    '10.0.0.255',
    '10.0.1.0',
    '10.0.1.5',
    undefined,
  ]);
  expect(range('fd00::9-fd00::10').at(1)).toBe('fd00::a');
});

test('holds what it counts, and nothing else', () => {
  fc.assert(
    fc.property(fc.nat(200), fc.nat(50), fc.nat(255), (first, length, other) => {
      const last = first + length;
      const each = range(`10.0.0.${first}-10.0.0.${last}`);
      expect(each.contains(`10.0.0.${other}`)).toBe(first <= other && other <= last);
      expect(each.contains('fd00::1')).toBe(false);
    }),
  );
});

test('overlaps another range if both hold an address', () => {
  fc.assert(
    fc.property(fc.tuple(fc.nat(99), fc.nat(9)), fc.tuple(fc.nat(99), fc.nat(9)), ([a, n], [b, m]) => {
      const [one, two] = [range(`10.0.0.${a}-10.0.0.${a + n}`), range(`10.0.0.${b}-10.0.0.${b + m}`)];
      const isShared = Array.from({ length: n + 1 }, (_, i) => one.at(i) ?? '').some((each) => two.contains(each));
      expect(one.overlaps(two)).toBe(isShared);
      expect(two.overlaps(one)).toBe(isShared);
    }),
  );
});
