import { slowestSuites } from '../../scripts/lib/slowest-suites';

const suite = (name: string, milliseconds: number) => ({
  name: `/project/__tests__/${name}`,
  startTime: 1000,
  endTime: 1000 + milliseconds,
});

test('names the five slowest suites, slowest first, and what all took', () => {
  const testResults = ['a', 'b', 'c', 'd', 'e', 'f'].map((name, index) => suite(`${name}.test.ts`, 100 * index));
  expect(slowestSuites({ testResults }, '/project/__tests__')).toBe(
    'slowest of 6 suites, which took 1.5 s together: ' +
      'f.test.ts 0.5 s, e.test.ts 0.4 s, d.test.ts 0.3 s, c.test.ts 0.2 s, b.test.ts 0.1 s',
  );
});
