import ts from 'typescript';
import { LiteralPlaces } from '../../../src/app/typescript/literal-places';

const TEXT = `
import { network } from './shared';
const defaults = { memoryMiB: 4096 };
const nodes = {
  'cp-1': { address: '10.0.0.11', ...defaults },
  [computed]: {},
  list: ['a', { b: 1 }],
};

export const cluster = {
  name: 'lab',
  network,
  nodes,
  "talos": ({ version: 'v1' } as const),
  self: cluster,
} as const satisfies Spec;
`;

const places = new LiteralPlaces(ts, 'lab.ts', TEXT);

const textAt = (path: readonly (string | number)[], part?: 'key' | 'value') => {
  const found = places.locate(path, part);
  return found && TEXT.split('\n')[found.line - 1]?.slice(found.column - 1);
};

test.each([
  [['name'], "'lab',"],
  [['network'], 'network,'],
  [['network', 'subnet'], 'network,'],
  [['talos'], '"talos": ('],
  [['talos', 'version'], "'v1' }"],
  [['nodes', 'cp-1', 'address'], "'10.0.0.11'"],
  [['nodes', 'cp-1', 'memoryMiB'], '4096 }'],
  [['nodes', 'cp-1', 'diskGiB'], "'cp-1': {"],
  [['nodes', 'cp-1'], "'cp-1': {"],
  [['nodes', 'unknown'], 'nodes,'],
  [['nodes', 'list', 0], "'a', {"],
  [['nodes', 'list', 1, 'b'], '1 }]'],
])('%p stands at %p', (path, text) => {
  expect(textAt(path)).toMatch(new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`));
});

test('a key is found where the key is meant', () => {
  expect(textAt(['name'], 'key')).toBe("name: 'lab',");
});

test('what is written elsewhere has no place', () => {
  expect(places.locate(['missing'])).toBeUndefined();
  expect(places.locate([])).toBeUndefined();
  expect(new LiteralPlaces(ts, 'a.ts', 'export const other = {};').locate(['name'])).toBeUndefined();
});
