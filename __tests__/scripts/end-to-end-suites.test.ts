import { endToEndSuites, suitesOfDay, suitesOfOtherDays } from '../../scripts/lib/end-to-end-suites';
import { projectRoot } from '../support/project';

const SUITES = {
  daily: ['e2e/shown.test.ts'],
  inTurns: ['a', 'b', 'c', 'd', 'e'].map((name) => `e2e/${name}.test.ts`),
};

const onDay = (day: number): Date => new Date(Date.UTC(2026, 11, day, 12));

test('suites that show a statement are run every day, all others within two', () => {
  for (const day of [1, 2, 3, 4]) {
    const [today, tomorrow] = [suitesOfDay(SUITES, onDay(day)), suitesOfDay(SUITES, onDay(day + 1))];
    for (const suites of [today, tomorrow]) {
      expect(suites).toContain('e2e/shown.test.ts');
      expect(suites).toHaveLength(4);
    }
    expect(new Set([...today, ...tomorrow])).toEqual(new Set([...SUITES.daily, ...SUITES.inTurns]));
  }
});

test('suites of another day have no report, and are no more than a day leaves out', () => {
  const today = suitesOfDay(SUITES, onDay(1));
  const left = SUITES.inTurns.filter((path) => !today.includes(path));
  expect(suitesOfOtherDays(SUITES, left)).toEqual(left);
  expect(suitesOfOtherDays(SUITES, SUITES.inTurns)).toEqual([]);
  expect(suitesOfOtherDays(SUITES, [...left, 'e2e/shown.test.ts'])).toEqual(left);
});

test('the demo, suites that show a statement and those with turns of their own have no rest', () => {
  const { daily, inTurns } = endToEndSuites(projectRoot);
  for (const name of ['demo', 'homelab-tofu', 'examples', 'failures']) expect(daily).toContain(`e2e/${name}.test.ts`);
  expect(inTurns).toContain('e2e/destroy.test.ts');
  expect([...daily, ...inTurns]).not.toContain('e2e/smoke.test.ts');
});
