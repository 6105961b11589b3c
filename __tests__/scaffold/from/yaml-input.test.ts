import { plainData } from '../../../src/scaffold/from/input-value';
import { readYaml } from '../../../src/scaffold/from/yaml-input';

test('anchors, aliases and merge keys are followed, and own keys win', () => {
  const text = 'a: &a { b: 1, c: 2 }\nd: { <<: *a, c: 3 }\ne: [*a]\nf: { <<: [{ b: 8 }, *a] }\n';
  const [document] = readYaml(text, 'x.yaml');
  expect(document && plainData(document)).toEqual({
    a: { b: 1, c: 2 },
    d: { b: 1, c: 3 },
    e: [{ b: 1, c: 2 }],
    f: { b: 8, c: 2 },
  });
});

test('text that another tool fills in is an expression', () => {
  const [document] = readYaml('a: ${A}-x\nb: $c\nd: "${E}"\n', 'x.yaml');
  const entries = document?.kind === 'map' ? [...document.entries.values()] : [];
  expect(entries.map(({ kind }) => kind)).toEqual(['expression', 'scalar', 'expression']);
});

test('an anchor within itself has no value', () => {
  const [document] = readYaml('a: &a { b: *a }\n', 'x.yaml');
  expect(document && plainData(document)).toBeUndefined();
});

test('documents have their lines, and empty ones are left out', () => {
  const documents = readYaml('---\na: 1\n---\n---\n- b\n', 'x.yaml', 10);
  expect(documents.map(({ place }) => place)).toEqual([
    { file: 'x.yaml', line: 11 },
    { file: 'x.yaml', line: 14 },
  ]);
});

test('text that is no YAML is refused with its place, without the text', () => {
  expect(() => readYaml('a: 1\nb: {secret', 'x.yaml')).toThrow(/^x\.yaml:2: not valid YAML: [a-z ]+$/);
});
