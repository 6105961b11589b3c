import { markedText, referencesOf } from '../../src/cluster-file/secret-texts';
import { secretMark } from '../../src/values/secret-reference';
import { yamlLibrary } from '../../src/values/yaml-library';

/** The data of a text after references are marked. */
const dataOf = (text: string): unknown =>
  [...yamlLibrary().parseAllDocuments(markedText(text).text)].map((document): unknown => document.toJS());

test.each<[string, string, unknown]>([
  ['with braces', 'a: { secret: key }\nb: 0644\n', { a: secretMark('key'), b: 644 }],
  ['without braces', 'a:\n  secret: key # why\nb: 1\n', { a: secretMark('key'), b: 1 }],
  ['in a list', 'a:\n  - secret: key\n  - secret: "other"\n', { a: [secretMark('key'), secretMark('other')] }],
  ['on two lines', 'a:\n  secret:\n    key\nb: 1\n', { a: secretMark('key'), b: 1 }],
])('a reference %s is marked', (_, text, data) => {
  expect(dataOf(text)).toEqual([data]);
});

test('each has its place in the text, in every document', () => {
  const text = 'a: { secret: one }\n---\nb:\n  c: { secret: two }\n';
  expect(markedText(text).references).toEqual([
    { name: 'one', offset: 3 },
    { name: 'two', offset: text.indexOf('{ secret: two') },
  ]);
});

test.each([
  ['the secret of the cluster, which the stack makes', 'cluster: { secret: abc }\n'],
  ['a map with more keys', 'a: { secret: abc, optional: true }\n'],
  ['a volume of Kubernetes', 'volumes: [{ name: a, secret: { secretName: b } }]\n'],
  ['a whole document', 'secret: abc\n'],
  ['text that is no YAML', 'a: { secret: abc\n'],
  ['text without any', 'a: b\n'],
])('%s is no reference', (_, text) => {
  expect(markedText(text)).toEqual({ text, references: [] });
});

test('references in data have their places', () => {
  expect(referencesOf({ a: [{ b: { secret: 'key' } }], c: 1 }, ['x'])).toEqual([
    { name: 'key', path: ['x', 'a', 0, 'b'] },
  ]);
});
