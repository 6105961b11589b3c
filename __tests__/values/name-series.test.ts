import fc from 'fast-check';
import { NameSeries } from '../../src/values/name-series';

const series = (first: string): NameSeries => {
  const parsed = NameSeries.tryParse(first);
  if (parsed === undefined) throw new Error(`no series: ${first}`);
  return parsed;
};

test.each([
  ['work-00', ['work-00', 'work-01', 'work-10', 'work-100']],
  ['k8s-worker-1', ['k8s-worker-1', 'k8s-worker-2', 'k8s-worker-11', 'k8s-worker-101']],
  ['rack7-098', ['rack7-098', 'rack7-099', 'rack7-108', 'rack7-198']],
])('counts on from %s', (first, names) => {
  expect([0, 1, 10, 100].map((index) => series(first).at(index))).toEqual(names);
});

test('a name without a number begins no series', () => {
  expect(NameSeries.tryParse('work')).toBeUndefined();
});

test('a name of the series has its number, any other name has none', () => {
  fc.assert(
    fc.property(fc.constantFrom('w-0', 'w-00', 'w-7', 'w-098'), fc.nat(2000), (first, index) => {
      expect(series(first).indexOf(series(first).at(index))).toBe(index);
    }),
  );
  for (const name of ['work-1', 'work-001', 'work-', 'worker-01', 'work-0x', 'wor-01'])
    expect(series('work-00').indexOf(name)).toBeUndefined();
  expect(series('work-05').indexOf('work-04')).toBeUndefined();
});

test('two series share the names that both have', () => {
  const first = fc.constantFrom('w-0', 'w-00', 'w-3', 'w-07', 'w-95', 'w-098', 'v-00');
  fc.assert(
    fc.property(first, fc.nat(120), first, fc.nat(120), (a, n, b, m) => {
      const names = (start: string, length: number) => Array.from({ length }, (_, index) => series(start).at(index));
      const shared = names(a, n).filter((name) => names(b, m).includes(name));
      expect(series(a).firstShared(n, series(b), m)).toBe(shared[0]);
    }),
  );
});
