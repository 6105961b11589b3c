import { stringify } from 'yaml';
import { Schematic } from '../../../src/values/schematic/schematic';
import type { SchematicContent } from '../../../src/values/schematic/schematic-content';
import { isReproducibleScalar } from '../../../src/values/yaml-scalar';
import { describeWithTofu, schematicIds } from '../../support/tofu';

/** Parts of scalars that YAML libraries quote in many ways. */
const PIECES = [
  ...['a', 'Z', '0', '1', '9', '.', '-', '+', '_', ':', ' ', '#', '\n', '\t', "'", '"', '\\', '=', '~', '<', '&', '*'],
  ...['!', '|', '>', '%', '@', '`', ',', '?', '[', ']', '{', '}', 'e', 'E', 'x', 'T', 'Z', '0x', '0o', '0b', '\r'],
  ...[
    '\u0007',
    '\u00a0',
    'é',
    '\ue000',
    '😀',
    'true',
    'null',
    'Null',
    '.inf',
    '.nan',
    '---',
    '...',
    '1e3',
    '2001-01-01',
  ],
  ...['long words of a line that nobody folds '.repeat(4)],
];

const WHOLE = [
  ...[
    '',
    'console=ttyS0,115200n8',
    'net.ifnames=0',
    'talos.config=https://example.com/a?b=c&d=#e',
    'a: b',
    '#a',
    'a #b',
  ],
  ...['True', 'FALSE', '0777', '0o17', '08', '1_000', '1.', '-.5', '+1', '-0', '1e999', '0x1F', '0xG', '12e03', '.5e1'],
  ...[
    '2001-1-1',
    '2001-13-01',
    '2001-02-29',
    '2004-02-29',
    '2001-01-01T10:20:30Z',
    '2001-01-01 10:20:30.5',
    '2001-01-01t1:2:3+01:00',
  ],
  ...['18446744073709551615', '18446744073709551616', '-9223372036854775808', '0x10000000000000000'],
  ...[
    'a\nb',
    'a\nb\n',
    'a\n\nb\n\n',
    '\na',
    'a \nb',
    'a\n b',
    '\n',
    '\n\n',
    'a\tb',
    'a\n\tb',
    'machine:\n  type: worker\n',
  ],
];

/** One schematic with the text at every place that takes text. */
function contentWith(text: string): SchematicContent {
  return {
    overlay: { image: 'siderolabs/sbc', name: 'board', options: { k: text, l: [text, [text], { m: text }] } },
    extraKernelArgs: [text],
    meta: [{ key: 10, value: text || 'x' }],
    embeddedMachineConfiguration: `machine: ${text}`.trimEnd(),
  };
}

function fileOf({ overlay, ...customization }: SchematicContent): string {
  return stringify({ overlay, customization }, { defaultStringType: 'QUOTE_DOUBLE', lineWidth: 0 });
}

describeWithTofu('schematic ids by the library that Image Factory uses', () => {
  test('G-3 F-1 text of every kind at every place has the same bytes and the same id', () => {
    const texts = [...new Set([...WHOLE, ...PIECES, ...PIECES.flatMap((a) => PIECES.map((b) => a + b))])];
    const contents = texts.filter(isReproducibleScalar).map(contentWith);
    const ours = contents.map((content) => Schematic.of(content)).map(({ id, yaml }) => ({ id, text: yaml }));
    expect(ours.length).toBeGreaterThan(3000);
    expect(schematicIds(contents.map(fileOf))).toEqual(ours);
  });

  test('G-3 keys of overlay settings are in the same order', () => {
    const keys = [
      'a',
      'a1',
      'a10',
      'a2',
      'a01',
      'aB',
      'ab',
      'a_b',
      'a-b',
      'a.b',
      'B',
      '_a',
      'a1b',
      'a1_',
      'a1-2',
      'a100',
      'null',
      'true',
    ];
    const content = {
      overlay: { image: 'i', name: 'board', options: Object.fromEntries(keys.map((key) => [key, key])) },
    };
    expect(schematicIds([fileOf(content)])).toEqual([
      { id: Schematic.of(content).id, text: Schematic.of(content).yaml },
    ]);
  });

  test('G-3 files are read as the factory reads them', () => {
    // a date without quotes is text in some releases of its library and refused in others
    const files = [
      'customization: { extraKernelArgs: [1.10, true, 0x1F, "2001-01-01", ~a], meta: [{ key: 0x0a, value: 8080 }] }',
      'customization: { extraKernelArgs: , meta: ~, systemExtensions: { officialExtensions: null } }',
      'customization:\n  embeddedMachineConfiguration: |\n    machine:\n      type: worker\n  bootloader: Dual-Boot\n',
      'overlay: { image: i, name: board, options: { a: True, b: -12, c: 0x1F, d: "1.5", e: [] } }',
      'customization: { extraKernelArgs: &args [example/a, example/b], systemExtensions: { officialExtensions: *args } }',
    ];
    expect(schematicIds(files).map(({ id, text }) => ({ id, text }))).toEqual(
      files.map((file) => Schematic.fromYaml(file)).map(({ id, yaml }) => ({ id, text: yaml })),
    );
  });

  test('what the factory refuses is refused here too', () => {
    const files = [
      'customization: { kernelArgs: [a] }',
      'customization: { bootloader: lilo }',
      'customization: { meta: [{ key: 256, value: a }] }',
      'customization: { extraKernelArgs: a }',
      '',
      'a: [',
    ];
    expect(schematicIds(files).map(({ error }) => error !== undefined)).toEqual(files.map(() => true));
    for (const file of files) expect(() => Schematic.fromYaml(file)).toThrow(/^schematic: /);
  });
});
