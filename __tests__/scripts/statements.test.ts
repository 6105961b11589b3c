import { readFeatures, writeFeatures } from '../../scripts/lib/features';
import { believed, countBySystem, disagreements } from '../../scripts/lib/statements';
import { shownStatements, unreportedFiles } from '../../scripts/lib/test-report';

const PAGE = `| Id | What | Shown by |
|---|---|---|
| A-1 | by a unit test | model/one.test.ts |
| A-2 | by both | e2e/cluster.test.ts, model/one.test.ts |
| A-3 | by a running cluster only | e2e/cluster.test.ts |
| A-4 | by nothing | - |
| A-5 | by nothing yet | later: a command |
| A-6 | in another way | equivalent: \`scripts/here.js\` |
| A-7 | in part | partly: not at night; model/one.test.ts |
`;

/** A report with one file and the names of its passing tests; a name that begins with ! is that of one that fails. */
function report(file: string, ...names: readonly string[]) {
  const assertionResults = names.map((name) => ({
    title: name.replace('!', ''),
    status: name.startsWith('!') ? 'failed' : 'passed',
  }));
  return { testResults: [{ name: `/project/__tests__/${file}`, assertionResults }] };
}

const UNIT = report('model/one.test.ts', 'A-1 A-2 is so', 'A-7 is so by day', 'nothing of A-4');
const END_TO_END = report('e2e/cluster.test.ts', 'A-2 A-3 is so');

function evidence(reports: readonly ReturnType<typeof report>[], unreported: readonly string[] = []) {
  return { shown: shownStatements(reports, '/project/__tests__'), unreported };
}

const all = evidence([UNIT, END_TO_END]);
const withoutClusters = evidence([UNIT], ['e2e']);
const exists = () => true;

test('a file without a report is distinguished from those that have one', () => {
  const files = ['model/one.test.ts', 'e2e/cluster.test.ts'];
  expect(unreportedFiles([UNIT], '/project/__tests__', files)).toEqual(['e2e/cluster.test.ts']);
  expect(unreportedFiles([UNIT, END_TO_END], '/project/__tests__', files)).toEqual([]);
});

test('a page that says what both reports say is borne out', () => {
  expect(disagreements(readFeatures(PAGE), all, exists)).toEqual([]);
  expect(countBySystem(readFeatures(PAGE), all)).toEqual([
    {
      system: 'A',
      total: 7,
      shown: ['A-1', 'A-2', 'A-3'],
      partly: ['A-7'],
      unchecked: [],
      equivalent: ['A-6'],
      described: [],
      later: ['A-5'],
      missing: ['A-4'],
    },
  ]);
});

test('without a report of tests the page is believed, and what only they show is not checked', () => {
  expect(disagreements(readFeatures(PAGE), withoutClusters, exists)).toEqual([]);
  expect(countBySystem(readFeatures(PAGE), withoutClusters)).toMatchObject([
    { shown: ['A-1', 'A-2'], unchecked: ['A-3'], missing: ['A-4'] },
  ]);
  expect(writeFeatures(PAGE, believed(readFeatures(PAGE), withoutClusters))).toBe(PAGE);
  expect(disagreements(readFeatures(PAGE), evidence([UNIT], ['e2e/cluster.test.ts']), exists)).toEqual([]);
});

test('with their report a test that fails shows nothing', () => {
  const failing = evidence([UNIT, report('e2e/cluster.test.ts', 'A-2 is so', '!A-3 is so')]);
  expect(disagreements(readFeatures(PAGE), failing, exists)).toEqual([
    'A-3: docs/features.md says "e2e/cluster.test.ts", the tests say "-"',
  ]);
  expect(countBySystem(readFeatures(PAGE), failing)).toMatchObject([{ missing: ['A-3', 'A-4'] }]);
});

test('a statement that tests show and the page lacks is reported, and filled in', () => {
  const more = evidence([UNIT, report('e2e/cluster.test.ts', 'A-1 A-2 A-3 A-4 A-5 A-7 A-8 is so')]);
  expect(disagreements(readFeatures(PAGE), more, () => false)).toEqual([
    'A-8: a test is named after it, but docs/features.md does not list it',
    'A-1: docs/features.md says "model/one.test.ts", the tests say "e2e/cluster.test.ts, model/one.test.ts"',
    'A-4: shown by e2e/cluster.test.ts, but the page says "-"',
    'A-5: shown by e2e/cluster.test.ts, but the page says "later: a command"',
    'A-6: its equivalent scripts/here.js does not exist',
    'A-7: docs/features.md says "partly: not at night; model/one.test.ts", ' +
      'the tests say "partly: not at night; e2e/cluster.test.ts, model/one.test.ts"',
  ]);
  const written = writeFeatures(PAGE, believed(readFeatures(PAGE), more));
  expect(written).toContain('| A-1 | by a unit test | e2e/cluster.test.ts, model/one.test.ts |');
  expect(written).toContain('| A-4 | by nothing | e2e/cluster.test.ts |');
  expect(written).toContain('| A-5 | by nothing yet | later: a command |');
  expect(written).toContain('| A-7 | in part | partly: not at night; e2e/cluster.test.ts, model/one.test.ts |');
});

test('a part needs a test as the whole does', () => {
  const nothing = evidence([report('model/one.test.ts', 'A-1 A-2 is so'), END_TO_END]);
  expect(disagreements(readFeatures(PAGE), nothing, exists)).toEqual([
    'A-7: no test shows a part of it, but the page says "partly: not at night; model/one.test.ts"',
    'A-7: docs/features.md says "partly: not at night; model/one.test.ts", the tests say "partly: not at night"',
  ]);
  expect(countBySystem(readFeatures(PAGE), nothing)).toMatchObject([{ partly: [], missing: ['A-4', 'A-7'] }]);
});
