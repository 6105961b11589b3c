import { brokenRules, checkRules, type Rule } from '../../src/values/rule';

const RULES: readonly Rule<number>[] = [
  { condition: (n) => n > 0, message: (n) => `must be positive; got ${n}` },
  { condition: (n) => n % 2 === 0, message: (n) => `must be even; got ${n}` },
];

test('all broken rules are found, in the order of the rows', () => {
  expect(brokenRules(RULES, -3)).toEqual(['must be positive; got -3', 'must be even; got -3']);
});

test('nothing happens when all rules hold', () => {
  expect(() => checkRules('stack/nodes', RULES, 4)).not.toThrow();
});

test('fails with one line for each broken rule', () => {
  expect(() => checkRules('stack/nodes', RULES, -3)).toThrow(
    new Error('stack/nodes: must be positive; got -3\nstack/nodes: must be even; got -3'),
  );
});
