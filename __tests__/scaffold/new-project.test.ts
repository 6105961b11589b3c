import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkTarget, writeNewProject } from '../../src/scaffold/new-project';

/** The module itself, as the code under test has it. */
const fs = jest.requireActual<typeof import('node:fs')>('node:fs');

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'new-project-'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const FILES = new Map([
  ['main.js', 'main'],
  ['stacks/clusters/home.yaml', 'home'],
  ['stacks/more.txt', 'more'],
]);

/** Everything below the root, with its content. */
function all(): Readonly<Record<string, string>> {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8', withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(files.map((file) => [file.slice(root.length + 1), readFileSync(file, 'utf8')]));
}

test.each([
  ['a new directory', 'lab'],
  ['a new directory in a new one', 'homelab/lab'],
])('%s', (_, path) => {
  writeNewProject(join(root, path), FILES);
  expect(all()).toEqual({
    [`${path}/main.js`]: 'main',
    [`${path}/stacks/clusters/home.yaml`]: 'home',
    [`${path}/stacks/more.txt`]: 'more',
  });
  expect(readdirSync(root)).toEqual([path.split('/')[0]]);
});

test('an existing directory keeps what it has', () => {
  mkdirSync(join(root, 'lab/.git'), { recursive: true });
  writeFileSync(join(root, 'lab/.git/HEAD'), 'ref');
  writeNewProject(join(root, 'lab'), FILES);
  expect(Object.keys(all()).sort()).toEqual([
    'lab/.git/HEAD',
    'lab/main.js',
    'lab/stacks/clusters/home.yaml',
    'lab/stacks/more.txt',
  ]);
  expect(readdirSync(root)).toEqual(['lab']);
});

test.each([
  ['a file', 'main.js', () => writeFileSync(join(root, 'lab/main.js'), 'mine')],
  ['an empty directory', 'stacks', () => mkdirSync(join(root, 'lab/stacks'))],
])('%s of the same name is refused and kept', (_, name, make) => {
  mkdirSync(join(root, 'lab'));
  make();
  const before = all();
  expect(() => writeNewProject(join(root, 'lab'), FILES)).toThrow(`lab already has ${name}; nothing was written`);
  expect(all()).toEqual(before);
  expect([readdirSync(root), readdirSync(join(root, 'lab'))]).toEqual([['lab'], [name]]);
});

test('a file in place of the directory is refused', () => {
  writeFileSync(join(root, 'lab'), 'mine');
  expect(() => checkTarget(join(root, 'lab'), FILES.keys())).toThrow('lab is a file; nothing was written');
  expect(all()).toEqual({ lab: 'mine' });
});

test('an error in the middle leaves nothing behind', () => {
  const faulty = new Map([...FILES, ['stacks/more.txt/below', 'a file below a file']]);
  expect(() => writeNewProject(join(root, 'homelab/lab'), faulty)).toThrow('stacks/more.txt/below cannot be written');
  expect(readdirSync(root)).toEqual([]);
});

test('an error while everything is moved in takes out what was moved', () => {
  mkdirSync(join(root, 'lab'));
  const full = Object.assign(new Error('ENOSPC: no space left on device, rename'), {
    code: 'ENOSPC',
    syscall: 'rename',
  });
  const rename = jest.spyOn(fs, 'renameSync').mockImplementation(() => {
    expect(existsSync(join(root, 'lab/main.js'))).toBe(true);
    throw full;
  });
  try {
    expect(() => writeNewProject(join(root, 'lab'), FILES)).toThrow('no space left on device (ENOSPC)');
  } finally {
    rename.mockRestore();
  }
  expect([readdirSync(root), readdirSync(join(root, 'lab'))]).toEqual([['lab'], []]);
});
