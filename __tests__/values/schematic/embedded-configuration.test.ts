import { isWholeConfiguration } from '../../../src/values/schematic/embedded-configuration';

test.each([
  ['a main document', 'version: v1alpha1\nmachine: { type: worker }\n', true],
  ['the half of one', 'cluster: {}\n', true],
  ['a main document after another one', 'kind: HostnameConfig\nhostname: a\n---\nmachine: {}\n', true],
  ['a document with a kind', 'apiVersion: v1alpha1\nkind: TrustedRootsConfig\nname: mine\n', false],
  ['no map', 'a text', false],
  ['nothing', '', false],
  ['no YAML', 'a: [', false],
])('%s', (_, text, isWhole) => {
  expect(isWholeConfiguration(text)).toBe(isWhole);
});
