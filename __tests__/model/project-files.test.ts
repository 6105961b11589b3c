import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { changedSpec, faultsOf, warningsOf } from '../support/small-spec';

const directory = mkdtempSync(join(tmpdir(), 'project-files-'));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

/** Every place of a cluster file that names a file, with a text that is right there. */
const PLACES: Readonly<Record<string, readonly [value: (file: string) => unknown, text: string]>> = {
  patches: [(file) => [file], 'machine: { sysctls: { a: "1" } }\n'],
  'nodes.work-00.patches': [(file) => [file], 'machine: { sysctls: { a: "1" } }\n'],
  'nodeDefaults.worker.patches': [(file) => [file], 'machine: { sysctls: { a: "1" } }\n'],
  'talos.schematic': [
    (file) => file,
    'customization: { systemExtensions: { officialExtensions: [siderolabs/qemu-guest-agent] } }\n',
  ],
  'kubernetes.inlineManifests': [
    (file) => [{ name: 'a', file }],
    'apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n',
  ],
  'kubernetes.cni': [(file) => ({ cilium: { version: 'v1.17.3', values: file } }), 'operator: { replicas: 1 }\n'],
};

describe.each(Object.entries(PLACES))('the file at %s', (place, [value, text]) => {
  const faultsWith = (bytes: Buffer): readonly string[] => {
    writeFileSync(join(directory, 'file.yaml'), bytes);
    return faultsOf(changedSpec({ [place]: value('file.yaml') }), { directory });
  };

  test('is taken in UTF-8', () => {
    expect(faultsWith(Buffer.from(`# Küche\n${text}`, 'utf8'))).toEqual([]);
  });

  test('is warned of where it names a variable of the environment, which nothing replaces', () => {
    writeFileSync(join(directory, 'file.yaml'), `${text}# a\n#  \${env.A} \${env.B}\n`);
    const lines = text.split('\n').length;
    const sentence =
      'which nothing replaces here: variables of the environment are put into the other texts of the cluster file only; write the value itself';
    const environment = { A: 'a', B: 'b' };
    expect(warningsOf(changedSpec({ [place]: value('file.yaml') }), { directory, environment })).toEqual([
      `file.yaml:${lines + 1}:4: holds \${env.A}, ${sentence}`,
      `file.yaml:${lines + 1}:13: holds \${env.B}, ${sentence}`,
    ]);
  });

  test.each([
    ['Latin-1', Buffer.from(`# Küche\n${text}`, 'latin1')],
    ['UTF-16', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16 without byte order mark', Buffer.from(text, 'utf16le')],
  ])('b36 fails in %s', (_title, bytes) => {
    expect(faultsWith(bytes)).toEqual([
      expect.stringMatching(/^\S+: the file "file\.yaml" is not UTF-8 text; save it as UTF-8$/),
    ]);
  });
});
