import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { compileHomelab } from '../support/compiled-homelab';
import { InstalledProject } from '../support/tried-project';

const FILE = 'stacks/clusters/home.yaml';
const VALID = 'home  3 machines  valid\n';

let project: InstalledProject;
/** A cluster file that `init` has written. */
let good: string;

beforeAll(async () => {
  // the package is packed as it was compiled
  await compileHomelab();
  project = new InstalledProject();
  project.install();
  expect(await project.run(['init', 'made', '--yes', '--name', 'home'])).toMatchObject({ exitCode: 0 });
  good = project.read(`made/${FILE}`);
}, 300_000);

beforeEach(() => project.write(FILE, good));

afterEach(() => {
  for (const name of ['stacks', 'cdktf.out']) rmSync(join(project.directory, name), { recursive: true, force: true });
});

afterAll(() => project.remove());

/** A stack of calls is no sentence. */
const STACK = /^ +at /m;

describe('a cluster file as an editor leaves it', () => {
  test.each<[string, (text: string) => string]>([
    ['with lines of Windows', (text) => text.replaceAll('\n', '\r\n')],
    ['with a byte order mark', (text) => `\uFEFF${text}`],
    ['with both', (text) => `\uFEFF${text.replaceAll('\n', '\r\n')}`],
    ['without an end of the last line', (text) => text.trimEnd()],
  ])('%s is read', async (_, change) => {
    project.write(FILE, change(good));
    expect(await project.run(['validate'])).toEqual({ exitCode: 0, output: VALID, errors: '' });
  });

  test.each<[string, (text: string) => string | Buffer, string]>([
    ['that is empty', () => '', `${FILE}: the file is empty; describe a cluster, beginning with its name`],
    ['of a comment', () => '# home\n', `${FILE}: the file is empty; describe a cluster, beginning with its name`],
    ['of text', () => 'home\n', `${FILE}:1:1: got "home"; write keys and values`],
    ['of a list', () => '[]\n', `${FILE}:1:1: got []; write keys and values instead of a list`],
    ['that is cut off', () => 'name: [\n', `${FILE}:2:1: this is not YAML: a ] is missing`],
    [
      'with tabs',
      (text) => text.replace(/^ {2}(?=\w)/m, '\t'),
      'this is not YAML: a tab indents the line; write spaces',
    ],
    ['in UTF-16', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le'), `the file "${FILE}" is not UTF-8 text`],
    ['of bytes', () => Buffer.from([0xff, 0xfe, 0, 1, 0x80]), `the file "${FILE}" is not UTF-8 text`],
  ])('%s is refused with what to write', async (_, change, message) => {
    writeFileSync(join(project.directory, FILE), change(good));
    const { exitCode, output, errors } = await project.run(['validate']);
    expect([exitCode, output, errors]).toEqual([1, '', expect.stringContaining(message)]);
    expect(errors).not.toMatch(STACK);
  });

  test('is a directory, a link to nowhere, or there twice', async () => {
    rmSync(join(project.directory, FILE));
    mkdirSync(join(project.directory, FILE));
    symlinkSync('gone.yaml', join(project.directory, 'stacks/clusters/b.yaml'));
    project.write('stacks/clusters/c.yaml', good);
    project.write('stacks/clusters/d.yml', good);
    const { exitCode, errors } = await project.run(['validate']);
    expect([exitCode, errors.trimEnd().split('\n').sort()]).toEqual([
      1,
      [
        '"stacks/clusters/home.yaml" is a directory; write the path of a file, or give the directory another name',
        '3 faults',
        'stacks/clusters/d.yml: cluster name "home" is also that of stacks/clusters/c.yaml; give each cluster a name of its own, it names the stack and its state',
        'there is no file "stacks/clusters/b.yaml"; create it or correct the path',
      ],
    ]);
  });
});

test.each([
  ['nonsense', "unknown command 'nonsense'"],
  ['plna', '(Did you mean plan?)'],
  ['plan', "missing required argument 'cluster'"],
  ['plan --nonsense', "unknown option '--nonsense'"],
  ['completion tcsh', "'tcsh' is invalid"],
])('%s fails with 2 and says what there is', async (words, message) => {
  const { exitCode, output, errors } = await project.run(words.split(' '));
  expect([exitCode, output]).toEqual([2, '']);
  expect(errors).toContain(message);
  expect(errors).toContain('Usage: cdktf-proxmox-talos');
});

test('a folder may have blanks, quotes and letters of any language', async () => {
  const folder = "mein Häus ☃ 'x'";
  const { exitCode, output } = await project.run(['init', folder, '--yes', '--name', 'heim']);
  expect(exitCode).toBe(0);
  const cwd = join(project.directory, folder);
  const [, change = ''] = /^ {2}(cd .*)$/m.exec(output) ?? [];
  expect(spawnSync('sh', ['-c', `${change} && pwd`], { cwd: project.directory, encoding: 'utf8' }).stdout).toBe(
    `${cwd}\n`,
  );
  for (const args of [['validate'], ['synth'], ['diagram', 'heim', '--output', 'bild ü.svg']]) {
    const { status } = spawnSync(process.execPath, [project.program, ...args], { cwd });
    expect([args, status]).toEqual([args, 0]);
  }
  expect(readdirSync(cwd)).toEqual(expect.arrayContaining(['bild ü.svg', 'cdktf.out']));
});

test.each(['', 'file'])('a home directory %j need not be one', async (HOME) => {
  project.write('file', '');
  const { exitCode, output } = await project.run(['validate'], { HOME, XDG_CACHE_HOME: '' });
  expect([exitCode, output]).toEqual([0, VALID]);
  expect(readdirSync(project.directory)).not.toContain('.cache');
});

test.each([
  [['synth', '--output', 'full'], 'full'],
  [['diagram', 'home', '--output', 'full/a.svg'], 'full/a.svg cannot be written'],
  [['init', 'full', '--yes'], 'full is a file; nothing was written'],
])('%j names what is in the way', async (args, named) => {
  project.write('full', '');
  const { exitCode, errors } = await project.run(args);
  expect([exitCode === 0, errors]).toEqual([false, expect.stringContaining(named)]);
  expect(errors).not.toMatch(STACK);
});

describe('output', () => {
  const shell = (line: string) =>
    spawnSync('bash', ['-c', line], {
      cwd: project.directory,
      encoding: 'utf8',
      env: { ...process.env, NODE: process.execPath, MAIN: project.program },
    });

  test.each(['schema', 'explain', 'validate', 'diagram home', 'completion bash', '--help', 'validate --json'])(
    'of %s that nobody reads to its end is no fault',
    (words) => {
      const { stdout, stderr } = shell(`"$NODE" "$MAIN" ${words} | head -c 1 >/dev/null; echo "\${PIPESTATUS[0]}"`);
      expect([stdout, stderr]).toEqual(['0\n', '']);
    },
  );

  test('that cannot be written is told in a sentence', () => {
    const { status, stderr } = shell('"$NODE" "$MAIN" schema > /dev/full');
    expect([status, stderr]).toEqual([2, 'standard output cannot be written: no space left on device (ENOSPC)\n']);
  });

  test.each([
    ['', /^talos\.version\n/],
    ['CI=true', /^talos\.version\n/],
    ['FORCE_COLOR=1', /^\u001b\[1mtalos\.version/],
    ['FORCE_COLOR=1 NO_COLOR=1', /^talos\.version\n/],
  ])('has colours where they are asked for: %j', (variables, start) => {
    const run = `env -u CI -u NO_COLOR -u FORCE_COLOR ${variables} "$NODE" "$MAIN" explain talos.version`;
    expect(shell(run).stdout).toMatch(start);
  });
});

describe('Ctrl-C', () => {
  let silent: Server;

  beforeAll(async () => {
    silent = createServer();
    await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
  });

  afterAll(() => silent.close());

  test('ends doctor while a host says nothing, and leaves nothing behind', async () => {
    const { port } = silent.address() as AddressInfo;
    const local = good
      .replace(/url: https:.*/, `url: https://127.0.0.1:${port}`)
      .replace(/^talos:$/m, `talos:\n  factoryUrl: http://127.0.0.1:${port}`)
      .replaceAll('10.0.0.', '127.0.94.');
    project.write(FILE, local);
    const PROXMOX_MAIN_API_TOKEN = 'root@pam!tofu=01234567-89ab-4def-8123-456789abcdef';
    const child = spawn(process.execPath, [project.program, 'doctor'], {
      cwd: project.directory,
      env: { ...process.env, TMPDIR: project.temporary, PROXMOX_MAIN_API_TOKEN },
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)));
    await new Promise((connected) => silent.once('connection', connected));
    expect(readdirSync(project.temporary)).not.toEqual([]);
    child.kill('SIGINT');
    expect(await ended).toBe('SIGINT');
    expect(readdirSync(project.temporary)).toEqual([]);
  });
});
