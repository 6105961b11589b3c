import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { type ExplainedKey, explainKey, type UnknownKey } from '../../src/cluster-file/explain-key';
import { ANY_ENTRY, keyText, schemaKeys } from '../../src/cluster-file/schema-keys';
import { sampleValue } from '../../src/cluster-file/sample-value';
import type { JsonSchema } from '../../src/cluster-file/schema-words';
import { projectRoot } from '../support/project';

const schema = JSON.parse(readFileSync(join(projectRoot, 'schemas', 'cluster.schema.json'), 'utf8')) as JsonSchema;
const all = schemaKeys(schema);

function explain(text: string): ExplainedKey {
  const found = explainKey(schema, text);
  if ('meant' in found) throw new Error(`no key ${text}`);
  return found;
}

function meant(text: string): UnknownKey {
  const found = explainKey(schema, text);
  if ('meant' in found) return found;
  throw new Error(`${text} is ${found.key}`);
}

test('explains a key of a map, by any name', () => {
  expect(explain('nodes.cp-1.cpuCores')).toEqual({
    key: 'nodes.<name>.cpuCores',
    description: 'Number of processor cores, of each socket.',
    form: 'number, 1 to 2304',
    required: false,
    default: '2',
    keys: [],
    alsoAt: [
      'pools.<name>.overrides.<name>.cpuCores',
      'pools.<name>.cpuCores',
      'sizes.<name>.cpuCores',
      'nodeDefaults.controlplane.cpuCores',
      'nodeDefaults.worker.cpuCores',
    ],
    example: 'nodes:\n  <name>:\n    cpuCores: 2',
  });
  expect(explain('nodes.<name>.cpuCores')).toEqual(explain('nodes.cp-1.cpuCores'));
});

test('explains an alternative, and keys inside it', () => {
  const { required, keys, example } = explain('kubernetes.cni.cilium');
  expect([required, keys]).toEqual([true, ['version', 'cliVersion', 'values']]);
  expect(parse(example)).toEqual({ kubernetes: { cni: { cilium: { version: 'v1.17.3' } } } });
  expect(explain('kubernetes.cni').form).toContain('`flannel`, `none` or keys');
});

test('explains the whole file', () => {
  expect(explain('').keys).toEqual(Object.keys(schema.properties ?? {}));
});

test.each(all.map(({ path }) => keyText(path)))(
  'knows %s, has words for it, and an example that leads there',
  (key) => {
    const { description, example, ...found } = explain(key);
    expect(found.key).toBe(key);
    expect(description).not.toBe('');
    const steps = key.replaceAll(ANY_ENTRY, '.0').split('.');
    const value = steps.reduce<unknown>((inner, step) => (inner as Record<string, unknown>)[step], parse(example));
    expect(value).not.toBeUndefined();
  },
);

test('has values that the schema takes, but for words that only a person knows', () => {
  const ajv = new Ajv({ allowUnionTypes: true });
  const properties = new Map(all.map(({ path, property }) => [JSON.stringify(property), { path, property }]));
  const wrong = [...properties.values()].flatMap(({ path, property }) => {
    const value = JSON.parse(JSON.stringify(sampleValue(property, schema))) as unknown;
    if (JSON.stringify(value).includes('<')) return [];
    return ajv.validate({ ...property, definitions: schema.definitions }, value)
      ? []
      : [`${keyText(path)}: ${JSON.stringify(value)} ${ajv.errorsText()}`];
  });
  expect(wrong).toEqual([]);
});

test.each([
  ['kubernetes.cni.cilum', ['kubernetes.cni.cilium']],
  ['kubernets.cni.cilium', ['kubernetes']],
  ['nodes.cp-1.cpucores', ['nodes.<name>.cpuCores']],
  ['maxUnavailable', ['maxUnavailableWorkers']],
  ['vmId', ['nodes.<name>.vmId']],
])('knows what was meant by %s', (text, expected) => {
  expect(meant(text).meant).toEqual(expected);
});

test('names the keys of the last place that is known', () => {
  expect(meant('kubernetes.cni.xyzzy')).toEqual({ meant: [], known: { at: 'kubernetes.cni', keys: ['cilium'] } });
});
