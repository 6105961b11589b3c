import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClusterSpecError, parseClusterYaml, readClusterFile } from '../../src/cluster-file';
import { yamlFileSource } from '../../src/cluster-file/yaml-source';

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof ClusterSpecError) return error.message;
    throw error;
  }
  return 'no error';
}

function refusalOf(text: string): string {
  return refusal(() => parseClusterYaml(text, 'home.yaml'));
}

describe('what a file holds', () => {
  test('is plain data, in the order of the file', () => {
    const { spec } = parseClusterYaml('name: home\nnodes:\n  b: { update: true }\n  a: {}\n', 'home.yaml');
    expect(spec).toEqual({ name: 'home', nodes: { b: { update: true }, a: {} } });
    expect(Object.keys((spec as { nodes: object }).nodes)).toEqual(['b', 'a']);
  });

  test('is YAML 1.2: on, no and 0800 are what they look like', () => {
    const { spec } = parseClusterYaml('a: on\nb: no\nc: 0800\nd: 0o17\ne: 1:30\n', 'home.yaml');
    expect(spec).toEqual({ a: 'on', b: 'no', c: 800, d: 15, e: '1:30' });
  });

  test('may use anchors', () => {
    const { spec } = parseClusterYaml('a: &size { cpuCores: 2 }\nb: *size\n', 'home.yaml');
    expect(spec).toEqual({ a: { cpuCores: 2 }, b: { cpuCores: 2 } });
  });

  test('b27 may use merge keys: own keys before those of maps taken in, the first of these before others', () => {
    const { spec } = parseClusterYaml(
      'a: &a { b: 1, c: 2 }\nd: &d { c: 3, e: 4 }\nf: { c: 5, <<: *a }\ng: { <<: [*a, *d, { h: 6 }] }\ni: { "<<": 7 }\n',
      'home.yaml',
    );
    expect(spec).toMatchObject({ f: { b: 1, c: 5 }, g: { b: 1, c: 2, e: 4, h: 6 }, i: { '<<': 7 } });
    expect(spec).not.toHaveProperty(['f', '<<']);
  });

  test('b27 has no top-level key that begins with x-, which is a place for anchors', () => {
    const { spec } = parseClusterYaml('x-size: &size { cpuCores: 2 }\na: *size\nb: { x-c: 1 }\nxa: 1\n', 'home.yaml');
    expect(spec).toEqual({ a: { cpuCores: 2 }, b: { 'x-c': 1 }, xa: 1 });
  });

  test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])('b29 may have the key %s', (key) => {
    const { spec, source } = parseClusterYaml(`a:\n  ${key}: 1\nb: 2\n`, 'home.yaml');
    expect(Object.entries((spec as { a: object }).a)).toEqual([[key, 1]]);
    expect(source.locate(['a', key])).toEqual({ line: 2, column: 5 + key.length });
    // what every object has is no part of a file
    expect(source.locate(['b', key])).toEqual({ line: 3, column: 1 });
    expect(source.locate([key])).toEqual({ line: 1, column: 1 });
  });

  test('may begin with the line for editors and with a byte order mark', () => {
    const { spec } = parseClusterYaml('\uFEFF# yaml-language-server: $schema=x.json\nname: home\n', 'home.yaml');
    expect(spec).toEqual({ name: 'home' });
  });
});

describe('a position', () => {
  const { source } = parseClusterYaml(
    [
      'name: home',
      'nodes:',
      '  ctrl-00:',
      '    memoryMiB: 1024',
      '    tags: [a, bb]',
      'same: &x',
      '  y: 1',
      'too: *x',
    ].join('\n'),
    'home.yaml',
  );

  test('of a scalar is that of its value', () => {
    expect(source.locate(['nodes', 'ctrl-00', 'memoryMiB'])).toEqual({ line: 4, column: 16 });
    expect(source.locate(['nodes', 'ctrl-00', 'tags', 1])).toEqual({ line: 5, column: 15 });
  });

  test('of a key is that of the key', () => {
    expect(source.locate(['nodes', 'ctrl-00', 'memoryMiB'], 'key')).toEqual({ line: 4, column: 5 });
  });

  test('of a map or a list is that of its key', () => {
    expect(source.locate(['nodes', 'ctrl-00'])).toEqual({ line: 3, column: 3 });
    expect(source.locate(['nodes', 'ctrl-00', 'tags'])).toEqual({ line: 5, column: 5 });
  });

  test('of what is missing is that of what it is missing in', () => {
    expect(source.locate(['nodes', 'ctrl-00', 'address'])).toEqual({ line: 3, column: 3 });
    expect(source.locate(['talos', 'version'])).toEqual({ line: 1, column: 1 });
  });

  test('behind an alias is that of the anchor', () => {
    expect(source.locate(['too', 'y'])).toEqual({ line: 7, column: 6 });
  });

  test('of a key that a merge key takes in is that in the other map', () => {
    const merged = parseClusterYaml('a: &a\n  b: 1\nc:\n  <<: [{ d: 2 }, *a]\n  e: 3\n', 'home.yaml').source;
    expect(merged.locate(['c', 'b'])).toEqual({ line: 2, column: 6 });
    expect(merged.locate(['c', 'd'])).toEqual({ line: 4, column: 13 });
    expect(merged.locate(['c', 'e'])).toEqual({ line: 5, column: 6 });
    expect(merged.locate(['c', 'f'])).toEqual({ line: 3, column: 1 });
  });

  test('in a file of several documents begins with the number of the document', () => {
    const patches = yamlFileSource('machine: {}\n---\nkind: HostnameConfig\nauto: off\n', 'patch.yaml');
    expect(patches.locate([1, 'auto'])).toEqual({ line: 4, column: 7 });
    expect(patches.locate([0, 'machine'])).toEqual({ line: 1, column: 1 });
    expect(yamlFileSource('machine:\n  type: worker\n', 'patch.yaml').locate(['machine', 'type'])).toEqual({
      line: 2,
      column: 9,
    });
    expect(yamlFileSource('', 'patch.yaml').locate(['machine'])).toBeUndefined();
  });
});

describe('the text of a value', () => {
  const { source } = parseClusterYaml(
    'a: 0x10\nb: "0x10"\nc: [1.10, True]\nd: &d { e: ~ }\nf: { <<: *d }\ng: !!str 0644\n',
    'home.yaml',
  );

  test('is what stands there without quotes', () => {
    expect(source.plainText?.(['a'], 16)).toBe('0x10');
    expect(source.plainText?.(['c', 0], 1.1)).toBe('1.10');
    expect(source.plainText?.(['c', 1], true)).toBe('True');
    expect(source.plainText?.(['f', 'e'], null)).toBe('~');
  });

  test('is not known of anything else', () => {
    expect(source.plainText?.(['b'], '0x10')).toBeUndefined();
    expect(source.plainText?.(['a'], 17)).toBeUndefined();
    expect(source.plainText?.(['a', 'b'], undefined)).toBeUndefined();
    expect(source.plainText?.(['c'], [1.1, true])).toBeUndefined();
    expect(source.plainText?.(['h'], undefined)).toBeUndefined();
  });

  test('with a tag is a value of that type', () => {
    expect(source.plainText?.(['g'], '0644')).toBeUndefined();
  });
});

describe('fails', () => {
  test.each([
    ['an empty file', '', 'home.yaml: the file is empty; describe a cluster, beginning with its name'],
    ['a file of comments', '# later\n', 'home.yaml: the file is empty; describe a cluster, beginning with its name'],
    [
      'a file with an empty document',
      '---\n',
      'home.yaml: the file is empty; describe a cluster, beginning with its name',
    ],
    [
      'a list that is not closed',
      'name: home\nnodes: [a',
      'home.yaml:2:10: this is not YAML: a ] is missing; write it at the end of what [ opened',
    ],
    ['a tab', 'name: home\nnodes:\n\ta: 1\n', 'home.yaml:3:1: this is not YAML: a tab indents the line; write spaces'],
    [
      'a colon too many',
      'name: home: away',
      'home.yaml:1:7: this is not YAML: a map begins in the middle of a line; quote the text if ": " is part of it',
    ],
    [
      'a quote that is not closed',
      'name: "home\nlifecycle: manual',
      'home.yaml:2:18: this is not YAML: a quote is not closed; close it',
    ],
    [
      'text behind a quoted text',
      'name: "home" away',
      'home.yaml:1:14: this is not YAML: this belongs to nothing above; quote the whole text, or correct where the line begins',
    ],
    [
      'a text that begins with a sign of YAML',
      'name: @home',
      "home.yaml:1:7: this is not YAML: a text can't begin with this character; quote the text",
    ],
    [
      'a line that begins elsewhere',
      'talos:\n  version: v1.13.9\n contract: v1.13\n',
      'home.yaml:3:1: this is not YAML: the line does not begin where those beside it do; align it',
    ],
    [
      'a line without colon',
      'name\ntalos: {}\n',
      'home.yaml:1:1: this is not YAML: a key and its ":" must be on one line; put them there, or quote the text',
    ],
    [
      'one slip that the parser finds in several ways',
      '- name\ntalos: 1\n',
      'home.yaml:2:1: this is not YAML: this belongs to nothing above; quote the whole text, or correct where the line begins',
    ],
    [
      'a key that stands twice',
      'name: home\nname: away\n',
      'home.yaml:2:1: the key "name" appears twice; keep one of the two',
    ],
    [
      'two documents',
      'name: home\n---\nname: away\n',
      'home.yaml:3:1: a second document begins here, after ---; write one cluster per file',
    ],
    ['an unknown tag', 'name: !secret home\n', 'home.yaml:1:7: Unresolved tag: !secret; write plain YAML without tags'],
    [
      'an alias of nothing',
      'name: *home\n',
      'home.yaml:1:7: there is no anchor &home above; write the value itself, or put the anchor above',
    ],
    [
      'a merge key with something else than a map',
      'a: &a 1\nb: { <<: *a }\n',
      'home.yaml:2:10: "<<" merges the keys of another map; write an alias of a map, such as "<<: *name", or a list of them',
    ],
    [
      'a merge key with a list in a list',
      'a: { <<: [{ b: 1 }, [c]] }\n',
      'home.yaml:1:10: "<<" merges the keys of another map; write an alias of a map, such as "<<: *name", or a list of them',
    ],
    [
      'a merge key with an alias of nothing',
      'a: { <<: *b }\n',
      'home.yaml:1:10: there is no anchor &b above; write the value itself, or put the anchor above',
    ],
  ])('%s', (_title, text, message) => {
    expect(refusalOf(text)).toBe(message);
  });

  test('what comes after a slip is not told, as it may come of it', () => {
    expect(refusalOf('name: home\nname: away\ntalos: a: b\nnodes: !x *y\n')).toBe(
      [
        'home.yaml:2:1: the key "name" appears twice; keep one of the two',
        'home.yaml:3:8: this is not YAML: a map begins in the middle of a line; quote the text if ": " is part of it',
      ].join('\n'),
    );
  });

  test('several faults are reported together, in the order of the file', () => {
    expect(refusalOf('name: home\nname: away\nnodes: !x 1\n')).toBe(
      [
        'home.yaml:2:1: the key "name" appears twice; keep one of the two',
        'home.yaml:3:8: Unresolved tag: !x; write plain YAML without tags',
      ].join('\n'),
    );
  });

  test('aliases that grow beyond reason', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
    for (const [name, inner] of ['ba', 'cb', 'dc', 'ed']) {
      bomb.push(`${name}: &${name} [*${inner}, *${inner}, *${inner}, *${inner}, *${inner}, *${inner}]`);
    }
    expect(refusalOf(bomb.join('\n'))).toBe(
      'home.yaml: this is not YAML: Excessive alias count indicates a resource exhaustion attack',
    );
  });
});

describe('a file', () => {
  const directory = mkdtempSync(join(tmpdir(), 'cluster-file-'));
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  test('is read, with the path as its name', () => {
    const path = join(directory, 'home.yaml');
    writeFileSync(path, 'name: home\n');
    const { spec, source } = readClusterFile(path);
    expect(spec).toEqual({ name: 'home' });
    expect(source.name).toBe(path);
  });

  test('below the working directory has a short name', () => {
    expect(readClusterFile(join(process.cwd(), 'package.json')).source.name).toBe('package.json');
  });

  test('fails when it is missing', () => {
    const path = join(directory, 'away.yaml');
    expect(refusal(() => readClusterFile(path))).toBe(`there is no file "${path}"; create it or correct the path`);
  });

  test.each([
    ['Latin-1', Buffer.from('name: home # K\xFCche\n', 'latin1')],
    ['UTF-16', Buffer.from('\uFEFFname: home\n', 'utf16le')],
    ['UTF-16 without byte order mark', Buffer.from('name: home\n', 'utf16le')],
    ['UTF-8 that is cut off', Buffer.from('name: home # ü', 'utf8').subarray(0, -1)],
  ])('b36 fails when it is %s', (_title, bytes) => {
    const path = join(directory, 'other.yaml');
    writeFileSync(path, bytes);
    expect(refusal(() => readClusterFile(path))).toBe(`the file "${path}" is not UTF-8 text; save it as UTF-8`);
  });

  test('is read with what UTF-8 has beyond ASCII, after a byte order mark', () => {
    const path = join(directory, 'umlaut.yaml');
    writeFileSync(path, '\uFEFFname: Küche 🍳\n');
    expect(readClusterFile(path).spec).toEqual({ name: 'Küche 🍳' });
  });

  test('fails when it is a directory', () => {
    const path = join(directory, 'folder.yaml');
    mkdirSync(path);
    expect(refusal(() => readClusterFile(path))).toBe(
      `"${path}" is a directory; write the path of a file, or give the directory another name`,
    );
  });
});
