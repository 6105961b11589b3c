import { turnsOfDay } from '../../scripts/lib/turns-of-day';

const onDay = (day: number): Date => new Date(Date.UTC(2026, 10, day, 12));

test.each([
  [1, 4, 4],
  [2, 5, 3],
  [3, 16, 6],
  [9, 4, 1],
])('with %i a day, each of %i items comes within %i days', (perDay, count, days) => {
  const items = Array.from({ length: count }, (_, index) => index);
  for (const start of [1, 2, 7]) {
    const seen = Array.from({ length: days }, (_, day) => turnsOfDay(items, onDay(start + day), perDay));
    expect(new Set(seen.flat())).toEqual(new Set(items));
    for (const turns of seen) expect(turns).toHaveLength(Math.min(perDay, count));
  }
});

test('a day has the same turns from its beginning to its end', () => {
  const turns = (time: string): string[] => turnsOfDay(['a', 'b', 'c'], new Date(`2026-11-01T${time}Z`));
  expect(turns('00:00:00')).toEqual(turns('23:59:59'));
});
