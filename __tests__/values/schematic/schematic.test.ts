import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { QEMU_GUEST_AGENT, Schematic } from '../../../src/values/schematic/schematic';
import type { SchematicContent } from '../../../src/values/schematic/schematic-content';

/** Bytes and ids that Image Factory gave. */
const VECTORS: readonly (readonly [SchematicContent, string, string])[] = [
  [{}, 'customization: {}\n', '376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba'],
  [
    { extensions: [QEMU_GUEST_AGENT] },
    'customization:\n    systemExtensions:\n        officialExtensions:\n            - siderolabs/qemu-guest-agent\n',
    'ce4c980550dd2ab1b17bbf2b08801c7eb59418eafe8f279833297925d67c7515',
  ],
  [
    { extraKernelArgs: ['noapic', 'nolapic'] },
    'customization:\n    extraKernelArgs:\n        - noapic\n        - nolapic\n',
    '9cba8e32753f91a16c1837ab8abf356af021706ef284aef07380780177d9a06c',
  ],
  [
    { meta: [{ key: 10, value: 'foo' }] },
    'customization:\n    meta:\n        - key: 10\n          value: foo\n',
    'd308a2a5ee2277bed5fbaa104fcbc8d59122abfa737df987a95b4ca763459a7f',
  ],
  [
    { secureboot: { includeWellKnownCertificates: true } },
    'customization:\n    secureboot:\n        includeWellKnownCertificates: true\n',
    'fa8e05f142a851d3ee568eb0a8e5841eaf6b0ebc8df9a63df16ac5ed2c04f3e6',
  ],
  [
    { sectorSize: 4096 },
    'customization:\n    diskImage:\n        sectorSize: 4096\n',
    '92833e9ddd9bb9e11b2464fa5525429f01866306d52ebd882ee08d7918f6d1ea',
  ],
  [
    { overlay: { image: 'siderolabs/sbc-raspberrypi', name: 'rpi_generic' } },
    'overlay:\n    image: siderolabs/sbc-raspberrypi\n    name: rpi_generic\ncustomization: {}\n',
    'ee21ef4a5ef808a9b7484cc0dda0f25075021691c8c09a276591eedb638ea1f9',
  ],
  [
    { extensions: ['siderolabs/iscsi-tools', 'siderolabs/util-linux-tools'] },
    'customization:\n    systemExtensions:\n        officialExtensions:\n            - siderolabs/iscsi-tools\n            - siderolabs/util-linux-tools\n',
    '613e1592b2da41ae5e265e8789429f22e121aab91cb4deb6bc3c0b6262961245',
  ],
  [
    { extensions: ['siderolabs/util-linux-tools', 'siderolabs/iscsi-tools'] },
    'customization:\n    systemExtensions:\n        officialExtensions:\n            - siderolabs/util-linux-tools\n            - siderolabs/iscsi-tools\n',
    'ffdc59f4fd5b62784876a03c3e31a81fbfecc871eaa7f27aca33b9f5ff1ec96e',
  ],
];

describe('id', () => {
  test.each(VECTORS)('G-3 F-1 BC-2 %j has the bytes and the id of Image Factory', (content, bytes, id) => {
    const schematic = Schematic.of(content);
    expect(schematic.yaml).toBe(bytes);
    expect(schematic.id).toBe(id);
  });

  test.each(VECTORS)('G-3 the bytes of %j read as a file give the same id', (_, bytes, id) => {
    expect(Schematic.fromYaml(bytes).id).toBe(id);
  });

  test('G-3 does not depend on how a file is laid out', () => {
    const files = [
      'customization:\n  systemExtensions:\n    officialExtensions:\n    - siderolabs/qemu-guest-agent\n',
      '# agent\n{"customization": {"systemExtensions": {"officialExtensions": ["siderolabs/qemu-guest-agent"]}}}',
      "---\ncustomization: {extraKernelArgs: [], systemExtensions: {officialExtensions: ['siderolabs/qemu-guest-agent']}}",
      'customization:\n  extraKernelArgs: &none []\n  meta: *none\n  systemExtensions: { officialExtensions: [siderolabs/qemu-guest-agent] }',
    ];
    expect(files.map((file) => Schematic.fromYaml(file).id)).toEqual(
      files.map(() => 'ce4c980550dd2ab1b17bbf2b08801c7eb59418eafe8f279833297925d67c7515'),
    );
  });

  test('a schematic with other extensions has another id at the same version', () => {
    expect(Schematic.withExtensions(QEMU_GUEST_AGENT).id).not.toBe(Schematic.vanilla().id);
  });

  test('the short form is the first 8 digits', () => {
    expect(Schematic.vanilla().shortId).toBe('37656798');
  });
});

describe('content', () => {
  test('says which extensions are built in, in the order given', () => {
    const schematic = Schematic.withExtensions(
      QEMU_GUEST_AGENT,
      'siderolabs/iscsi-tools',
      'siderolabs/util-linux-tools',
    );
    expect(schematic.content.extensions).toEqual([
      'siderolabs/qemu-guest-agent',
      'siderolabs/iscsi-tools',
      'siderolabs/util-linux-tools',
    ]);
    expect(schematic.hasExtension(QEMU_GUEST_AGENT)).toBe(true);
    expect(Schematic.vanilla().hasExtension(QEMU_GUEST_AGENT)).toBe(false);
  });

  test('what is empty is left out', () => {
    const schematic = Schematic.of({
      owner: '',
      extensions: [],
      bootloader: 'none',
      secureboot: { includeWellKnownCertificates: false },
      sectorSize: 0,
      overlay: undefined,
    });
    expect(schematic.content).toEqual({});
    expect(schematic.id).toBe(Schematic.vanilla().id);
  });

  test('the name of a boot loader is written in lower case', () => {
    expect(Schematic.of({ bootloader: 'SD-Boot' }).yaml).toBe('customization:\n    bootloader: sd-boot\n');
  });

  test('scalars of text fields are text, whatever they look like', () => {
    const { content } = Schematic.fromYaml(
      'customization: { extraKernelArgs: [1.10, true, 0x1F], meta: [{ key: 0x0a, value: 8080 }] }',
    );
    expect(content).toEqual({ extraKernelArgs: ['1.10', 'true', '0x1F'], meta: [{ key: 10, value: '8080' }] });
  });

  test('settings of an overlay keep their types and are sorted', () => {
    const { yaml } = Schematic.fromYaml(
      'overlay: { image: i, name: board, options: { b10: 1, b9: "1", a: [true, x], c: {}, d: [], e: { f: |\n  x\n} } }'.replace(
        '|\n  x\n',
        '"x\\ny\\n" ',
      ),
    );
    expect(yaml).toBe(
      [
        'overlay:',
        '    image: i',
        '    name: board',
        '    options:',
        '        a:',
        '            - true',
        '            - x',
        '        b9: "1"',
        '        b10: 1',
        '        c: {}',
        '        d: []',
        '        e:',
        '            f: |',
        '                x',
        '                y',
        'customization: {}',
        '',
      ].join('\n'),
    );
  });
});

const names = fc
  .stringMatching(/^[a-z][a-z0-9/-]{0,20}[a-z]$/)
  .filter((text) => !/^(true|false|null|yes|no|on|off)$/.test(text));
const extensions = fc.stringMatching(/^[a-z][a-z0-9-]{0,9}\/[a-z][a-z0-9._-]{0,9}[a-z]$/);
const contents: fc.Arbitrary<SchematicContent> = fc.record(
  {
    extensions: fc.array(extensions, { maxLength: 4 }),
    extraKernelArgs: fc.array(
      fc.oneof(
        names,
        names.map((name) => `${name}=1`),
        names.map((name) => `${name}: # x`),
      ),
    ),
    meta: fc.array(fc.record({ key: fc.nat({ max: 255 }), value: names })),
    secureboot: fc.record({ includeWellKnownCertificates: fc.boolean() }),
    sectorSize: fc.constantFrom(512, 4096),
    embeddedMachineConfiguration: names.map((name) => `machine:\n  sysctls:\n    ${name}: "1"\n`),
  },
  { requiredKeys: [] },
);

describe('properties', () => {
  test('G-3 the id is stable under YAML formatting', () => {
    fc.assert(
      fc.property(
        contents,
        fc.constantFrom(1, 2, 3, 8),
        fc.boolean(),
        fc.boolean(),
        (content, indent, flow, quoted) => {
          const file = {
            customization: {
              meta: content.meta,
              extraKernelArgs: content.extraKernelArgs,
              diskImage: { sectorSize: content.sectorSize },
              embeddedMachineConfiguration: content.embeddedMachineConfiguration,
              systemExtensions: { officialExtensions: content.extensions },
              secureboot: content.secureboot,
            },
          };
          const text = stringify(file, {
            indent,
            collectionStyle: flow ? 'flow' : 'any',
            defaultStringType: quoted ? 'QUOTE_DOUBLE' : 'PLAIN',
          });
          expect(Schematic.fromYaml(text).id).toBe(Schematic.of(content).id);
        },
      ),
    );
  });

  test('G-3 the canonical bytes are a file of the same schematic', () => {
    fc.assert(
      fc.property(contents, (content) => {
        const schematic = Schematic.of(content);
        expect(Schematic.fromYaml(schematic.yaml).yaml).toBe(schematic.yaml);
      }),
    );
  });

  test('G-3 the order of extensions is part of the id', () => {
    fc.assert(
      fc.property(fc.uniqueArray(extensions, { minLength: 2, maxLength: 5 }), (list) => {
        expect(Schematic.withExtensions(...list).id).not.toBe(Schematic.withExtensions(...[...list].reverse()).id);
      }),
    );
  });
});

describe('fails', () => {
  test.each([
    [
      'customization: { systemExtension: {} }',
      'customization: unknown field "systemExtension"; did you mean "systemExtensions"?',
    ],
    ['extensions: []', 'unknown field "extensions"; known are owner, overlay, customization'],
    ['customization: { extraKernelArgs: noapic }', 'customization.extraKernelArgs: must be a list; got "noapic"'],
    ['customization: []', 'customization: must be a map; got []'],
    ['-----BEGIN OPENSSH PRIVATE KEY-----\nhunter2\n', 'must be a map; got text'],
    [
      'customization: { systemExtensions: { officialExtensions: [qemu-guest-agent] } }',
      'customization.systemExtensions.officialExtensions.0: the full name of an extension has its publisher, such as siderolabs/qemu-guest-agent; got "qemu-guest-agent"',
    ],
    [
      'customization: { meta: [{ key: 256, value: a }] }',
      'customization.meta.0.key: must be a whole number from 0 to 255; got 256',
    ],
    ['customization: { meta: [{ value: a }] }', 'customization.meta.0: key is missing or empty'],
    [
      'customization: { meta: [{ key: 010, value: a }] }',
      'customization.meta.0.key: YAML versions do not agree on 010; write a plain whole number, or text in quotes',
    ],
    [
      'customization: { bootloader: lilo }',
      'customization.bootloader: must be one of none, dual-boot, sd-boot, grub; got "lilo"',
    ],
    [
      'customization: { secureboot: { includeWellKnownCertificates: "true" } }',
      'customization.secureboot.includeWellKnownCertificates: must be true or false; got "true"',
    ],
    ['overlay: { image: siderolabs/sbc-raspberrypi }', 'overlay: name is missing or empty'],
    [
      'overlay: { image: a, name: b, options: { a: 1.5 } }',
      'overlay.options.a: must be a whole number from -9007199254740991 to 9007199254740991; got 1.5',
    ],
    [
      'overlay: { image: a, name: b, options: { 1a: b } }',
      'overlay.options: a key of settings starts with a letter and has at most 100 letters, digits, dots, dashes and underscores; got "1a"',
    ],
    ['', 'nothing is written; write "customization: {}" for Talos as released'],
    ['# nothing', 'nothing is written; write "customization: {}" for Talos as released'],
    [
      'a: [',
      'not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ] at line 1, column 5',
    ],
    ['customization: *hunter2', 'not valid YAML: Unresolved alias (the anchor must be set before the alias)'],
    ['customization: |hunter2 x', 'not valid YAML: Block scalar header includes extra characters at line 1, column 17'],
    [
      'customization: {}\n---\ncustomization: {}',
      'a file has one schematic; remove the line "---" and what follows it',
    ],
  ])('on %j', (yaml, message) => {
    expect(() => Schematic.fromYaml(yaml)).toThrow(new Error(`schematic: ${message}`));
  });

  test('on a word that releases of Image Factory write differently', () => {
    expect(() => Schematic.of({ secureboot: { enrollKeys: 'off' } })).toThrow(
      new Error(
        'schematic: secureboot.enrollKeys: releases of Image Factory write "off" in different ways, so the schematic id would not be certain; write another text',
      ),
    );
  });

  test('on text that releases of Image Factory write differently', () => {
    expect(() => Schematic.of({ extraKernelArgs: ['yes'] })).toThrow(
      new Error(
        'schematic: extraKernelArgs.0: releases of Image Factory write "yes" in different ways, so the schematic id would not be certain; write another text',
      ),
    );
  });

  test.each(['', 'qemu-guest-agent', 'Siderolabs/iscsi-tools', 'siderolabs/'])('on an extension %j', (name) => {
    expect(() => Schematic.withExtensions(name)).toThrow(
      new Error(
        `schematic: extensions.0: the full name of an extension has its publisher, such as siderolabs/qemu-guest-agent; got "${name}"`,
      ),
    );
  });

  test('with all faults at once', () => {
    expect(() => Schematic.fromYaml('owners: a\ncustomization: { meta: 1, boot: 2 }')).toThrow(
      new Error(
        'schematic: unknown field "owners"; did you mean "owner"?; customization.meta: must be a list; got "1"; customization: unknown field "boot"; did you mean "bootloader"?',
      ),
    );
  });
});

describe('names that JavaScript objects have', () => {
  const NAMES = ['constructor', 'toString', 'hasOwnProperty', 'valueOf', '__proto__'];

  test.each(NAMES)('are unknown fields like others: %s', (name) => {
    expect(() => Schematic.fromYaml(`${name}: 1`)).toThrow(`schematic: unknown field "${name}"; known are owner,`);
    expect(() => Schematic.fromYaml(`customization: { ${name}: {} }`)).toThrow(
      `schematic: customization: unknown field "${name}"`,
    );
    expect(() => Schematic.fromYaml(`overlay: { ${name}: a }`)).toThrow('image is missing or empty');
    expect(() => Schematic.of(JSON.parse(`{"${name}": 1}`) as SchematicContent)).toThrow(`unknown field "${name}"`);
  });

  test.each(NAMES)('are settings of an overlay like others: %s', (name) => {
    const yaml = `overlay: { image: siderolabs/sbc, name: rpi, options: { ${name}: 4 } }`;
    expect(Schematic.fromYaml(yaml).yaml).toContain(`${name}: 4`);
  });
});
