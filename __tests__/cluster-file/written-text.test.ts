import { parseClusterYaml } from '../../src/cluster-file';
import { withWrittenText } from '../../src/cluster-file/written-text';
import { schemaPlaces } from '../support/schema-places';

/** Every place that takes text, numbers and truth values alike. */
const places = schemaPlaces(({ type }) => Array.isArray(type));

/** YAML with one value at a place, and what is read from it. */
function readAt(place: string, text: string): unknown {
  const keys = place.split('.');
  const yaml = `${keys.map((key) => `{ ${key}: `).join('')}${text}${' }'.repeat(keys.length)}`;
  const { spec, source } = parseClusterYaml(yaml, 'home.yaml');
  return keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], withWrittenText(spec, source));
}

test('there are such settings', () => {
  expect(places).toEqual(
    expect.arrayContaining(['machine.sysctls.any', 'nodes.any.nodeLabels.any', 'kubernetes.apiServerExtraArgs.any']),
  );
  expect(places.length).toBeGreaterThanOrEqual(10);
});

describe.each(places)('at %s', (place) => {
  test.each(['1.10', '0012345', '0x10', '1e3', '1.0', 'True', '12345678901234567890', '-0', '0o17', '1024', 'false'])(
    'b08 %s is kept as it is written',
    (text) => {
      expect(readAt(place, text)).toBe(text);
    },
  );

  test('what has quotes and what is nothing stay what they are', () => {
    expect(readAt(place, '"0x10"')).toBe('0x10');
    expect(readAt(place, 'yes')).toBe('yes');
    expect(readAt(place, '~')).toBeNull();
  });
});

test.each(['nodes.any.memoryMiB', 'nodes.any.onBoot', 'patches.any', 'name'])('at %s a value is a value', (place) => {
  expect(readAt(place, '010')).toBe(10);
  expect(readAt(place, 'True')).toBe(true);
});

test('an alias stands for the text of its anchor where text is taken, and for its value elsewhere', () => {
  const { spec, source } = parseClusterYaml(
    'x-size: &size 0x10\nmachine: { sysctls: { a: *size } }\nnodes: { b: { memoryMiB: *size } }\n',
    'home.yaml',
  );
  expect(withWrittenText(spec, source)).toEqual({
    machine: { sysctls: { a: '0x10' } },
    nodes: { b: { memoryMiB: 16 } },
  });
});

test('a value that was changed after reading is taken as it is', () => {
  const { source } = parseClusterYaml('machine: { sysctls: { a: 0x10 } }\n', 'home.yaml');
  expect(withWrittenText({ machine: { sysctls: { a: 17 } } }, source)).toEqual({ machine: { sysctls: { a: 17 } } });
});

test('a literal is taken as it is', () => {
  const spec = { machine: { sysctls: { a: 16 } } };
  expect(withWrittenText(spec, undefined)).toBe(spec);
  expect(withWrittenText(spec, { name: 'home.ts', locate: () => undefined })).toBe(spec);
});
