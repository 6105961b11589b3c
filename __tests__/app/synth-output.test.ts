import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RecoveryFile } from '../../src/cli/tofu/recovery-file';
import { replaceSynthOutput, type SynthOutcome } from '../../src/app/synth-output';

interface Manifest {
  readonly version: string;
  readonly stacks: Readonly<Record<string, { readonly annotations: readonly unknown[] }>>;
}

let project: string;
let directory: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'synth-output-'));
  directory = join(project, 'cdktf.out');
});

afterEach(() => {
  rmSync(project, { recursive: true });
});

/** Synthesizes stacks with the given texts, as the framework would. */
function replaceWith(texts: Readonly<Record<string, string>>, complete = true): Promise<SynthOutcome> {
  return synthesize(project, texts, complete);
}

/** Synthesizes the stacks of one of several projects that share the output directory. */
function synthesize(
  projectDirectory: string,
  texts: Readonly<Record<string, string>>,
  complete = true,
): Promise<SynthOutcome> {
  const write = (fresh: string): void => writeStacks(fresh, texts);
  return replaceSynthOutput({ directory, projectDirectory, complete, synthesize: write });
}

function writeStacks(fresh: string, texts: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(texts)) {
    mkdirSync(join(fresh, 'stacks', name), { recursive: true });
    writeFileSync(join(fresh, 'stacks', name, 'cdk.tf.json'), text);
  }
  const stacks = Object.fromEntries(Object.keys(texts).map((name) => [name, entryOf(name)]));
  writeFileSync(join(fresh, 'manifest.json'), JSON.stringify({ version: '0.21.0', stacks }));
}

/** An entry as the framework writes it. */
function entryOf(name: string): object {
  return {
    name,
    constructPath: name,
    workingDirectory: `stacks/${name}`,
    synthesizedStackPath: `stacks/${name}/cdk.tf.json`,
    stackMetadataPath: `stacks/${name}/metadata.json`,
    annotations: [],
    dependencies: [],
  };
}

function withBackend(kind: string, settings: object): string {
  return JSON.stringify({ terraform: { backend: { [kind]: settings } } });
}

function stackFile(name: string, file = 'cdk.tf.json'): string {
  return join(directory, 'stacks', name, file);
}

/** How a cluster is destroyed that nobody describes any more. */
function destroying(path: string): string {
  return `to destroy the cluster run tofu -chdir=${path} init && tofu -chdir=${path} destroy && rm -r ${path}`;
}

function readManifest(): Manifest {
  return JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8')) as Manifest;
}

describe('the first synth', () => {
  test('writes every stack and the manifest, and leaves nothing else', async () => {
    const outcome = await replaceWith({ home: '{}', lab: '{}' });
    expect(outcome).toEqual({ written: ['home', 'lab'], unchanged: [], removed: [], warnings: [] });
    expect(readFileSync(stackFile('home'), 'utf8')).toBe('{}');
    expect(Object.keys(readManifest().stacks)).toEqual(['home', 'lab']);
    expect(readdirSync(project)).toEqual(['cdktf.out']);
  });
});

describe('a later synth', () => {
  beforeEach(async () => {
    await replaceWith({ home: '{"a":1}', lab: '{}' });
  });

  test('replaces only the file of the stack, and leaves what OpenTofu and people put beside it', async () => {
    mkdirSync(stackFile('home', '.terraform'));
    writeFileSync(stackFile('home', '.terraform.lock.hcl'), 'lock');
    writeFileSync(stackFile('home', 'saved.tfplan'), 'plan');
    const outcome = await replaceWith({ home: '{"a":2}', lab: '{}' });
    expect(outcome).toMatchObject({ written: ['home'], unchanged: ['lab'] });
    expect(readFileSync(stackFile('home'), 'utf8')).toBe('{"a":2}');
    expect(readdirSync(join(directory, 'stacks', 'home')).sort()).toEqual([
      '.terraform',
      '.terraform.lock.hcl',
      'cdk.tf.json',
      'saved.tfplan',
    ]);
  });

  test('S-38 leaves alone what the next apply is to take into the state', async () => {
    const recovery = new RecoveryFile(join(directory, 'stacks', 'home'));
    recovery.add([{ to: 'talos_machine_bootstrap.boot', id: 'machine_bootstrap' }]);
    const before = readFileSync(recovery.name, 'utf8');
    expect((await replaceWith({ home: '{"a":2}', lab: '{}' })).written).toEqual(['home']);
    expect(readFileSync(recovery.name, 'utf8')).toBe(before);
    expect((await replaceWith({ lab: '{}' })).removed).toEqual([]);
    expect(readFileSync(recovery.name, 'utf8')).toBe(before);
  });

  test('does not touch a file whose text stays', async () => {
    const before = statSync(stackFile('lab'), { bigint: true });
    await replaceWith({ home: '{"a":2}', lab: '{}' });
    const after = statSync(stackFile('lab'), { bigint: true });
    expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs]);
  });

  test('that fails leaves everything as it was', async () => {
    const before = readFileSync(join(directory, 'manifest.json'), 'utf8');
    const failing = (fresh: string): void => {
      writeStacks(fresh, { home: '{"a":2}' });
      throw new Error('bad');
    };
    await expect(
      replaceSynthOutput({ directory, projectDirectory: project, complete: true, synthesize: failing }),
    ).rejects.toThrow('bad');
    expect(readFileSync(stackFile('home'), 'utf8')).toBe('{"a":1}');
    expect(readFileSync(join(directory, 'manifest.json'), 'utf8')).toBe(before);
    expect(readdirSync(project)).toEqual(['cdktf.out']);
  });

  test('that is stopped before anything is written leaves everything as it was', async () => {
    const write = (fresh: string): void => writeStacks(fresh, { home: '{"a":2}' });
    const beforeWriting = () => Promise.reject(new Error('stopped'));
    const options = { directory, projectDirectory: project, complete: true, synthesize: write, beforeWriting };
    await expect(replaceSynthOutput(options)).rejects.toThrow('stopped');
    expect(readFileSync(stackFile('home'), 'utf8')).toBe('{"a":1}');
    expect(readdirSync(project)).toEqual(['cdktf.out']);
  });

  test('leaves the empty directory of a removed stack to who removes it', async () => {
    const write = (fresh: string): void => writeStacks(fresh, { home: '{"a":1}' });
    const options = { directory, projectDirectory: project, complete: true, synthesize: write };
    const outcome = await replaceSynthOutput({ ...options, keepsEmptyDirectories: true });
    expect(outcome.removed).toEqual([{ name: 'lab' }]);
    expect(readdirSync(join(directory, 'stacks', 'lab'))).toEqual([]);
    expect(Object.keys(readManifest().stacks)).toEqual(['home']);
  });

  test.each([
    ['a stack', () => stackFile('home', `.cdk.tf.json.${process.pid}`), 'stacks/home/cdk.tf.json'],
    ['the manifest', () => join(directory, `.manifest.json.${process.pid}`), 'manifest.json'],
  ])('names the file that a full disk has no room for: %s', async (_, temporary, name) => {
    symlinkSync('/dev/full', temporary());
    await expect(replaceWith({ home: '{"a":2}', lab: '{}' })).rejects.toThrow(
      `${join(directory, name)} cannot be written: no space left on device (ENOSPC)`,
    );
    expect(readFileSync(stackFile('home'), 'utf8')).toBe('{"a":1}');
    expect(readdirSync(project)).toEqual(['cdktf.out']);
  });

  test('names the directory that a full disk has no room in', async () => {
    const full = (): void => writeFileSync('/dev/full', '{}');
    const options = { directory, projectDirectory: project, complete: true, synthesize: full };
    await expect(replaceSynthOutput(options)).rejects.toThrow(
      /\/cdktf\.out\.\w+ cannot be written: no space left on device \(ENOSPC\)$/,
    );
  });

  test('takes a removed stack away when only its file lies there', async () => {
    const outcome = await replaceWith({ home: '{"a":1}' });
    expect(outcome.removed).toEqual([{ name: 'lab' }]);
    expect(existsSync(join(directory, 'stacks', 'lab'))).toBe(false);
    expect(Object.keys(readManifest().stacks)).toEqual(['home']);
  });

  test.each(['.terraform', '.terraform.lock.hcl', 'terraform.tfvars'])(
    'keeps a removed stack that holds %s, in the manifest too, and says how to take the cluster down',
    async (name) => {
      writeFileSync(stackFile('lab', name), '');
      const outcome = await replaceWith({ home: '{"a":1}' });
      const warning =
        `no cluster file describes this cluster any more; ${directory}/stacks/lab stays, as it holds more than synth ` +
        `wrote; ${destroying(`${directory}/stacks/lab`)}`;
      expect(outcome).toMatchObject({ removed: [], warnings: [`lab: ${warning}`] });
      expect(existsSync(stackFile('lab'))).toBe(true);
      expect(readManifest().stacks.lab).toEqual({
        ...entryOf('lab'),
        synthesizedBy: { project: '..', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown },
        annotations: [{ constructPath: 'lab', level: '@cdktf/warn', message: warning }],
      });
    },
  );

  test('keeps a removed stack whose local state exists, also where OpenTofu has not been initialised', async () => {
    const text = withBackend('local', { path: '../../../state/lab.tfstate' });
    await replaceWith({ home: '{"a":1}', lab: text });
    mkdirSync(join(project, 'state'));
    writeFileSync(join(project, 'state', 'lab.tfstate'), '{}');
    const outcome = await replaceWith({ home: '{"a":1}' });
    expect(outcome.removed).toEqual([]);
    expect(outcome.warnings).toEqual([
      `lab: no cluster file describes this cluster any more; ${directory}/stacks/lab stays, as its state ` +
        `${project}/state/lab.tfstate exists; ${destroying(`${directory}/stacks/lab`)}`,
    ]);
    expect(readFileSync(stackFile('lab'), 'utf8')).toBe(text);

    rmSync(join(project, 'state'), { recursive: true });
    expect((await replaceWith({ home: '{"a":1}' })).removed).toEqual([{ name: 'lab' }]);
  });

  test('names the backend that may still hold the state of a removed stack', async () => {
    await replaceWith({ home: '{"a":1}', lab: withBackend('s3', { bucket: 'states', key: 'lab' }) });
    expect((await replaceWith({ home: '{"a":1}' })).removed).toEqual([{ name: 'lab', remoteBackend: 's3' }]);
  });

  test('of selected stacks leaves the others, with their entries in the manifest', async () => {
    const outcome = await replaceWith({ home: '{"a":2}' }, false);
    expect(outcome).toEqual({ written: ['home'], unchanged: [], removed: [], warnings: [] });
    expect(readFileSync(stackFile('lab'), 'utf8')).toBe('{}');
    expect(Object.keys(readManifest().stacks)).toEqual(['home', 'lab']);
  });

  test('tells what the stacks advise', async () => {
    const annotations = [
      { constructPath: 'home/cluster', level: '@cdktf/warn', message: 'an even number' },
      { constructPath: 'home', level: '@cdktf/info', message: 'made by hand' },
    ];
    const advising = (fresh: string): void => {
      writeStacks(fresh, { home: '{}' });
      const stacks = { home: { name: 'home', annotations } };
      writeFileSync(join(fresh, 'manifest.json'), JSON.stringify({ version: '0.21.0', stacks }));
    };
    const outcome = await replaceSynthOutput({
      directory,
      projectDirectory: project,
      complete: false,
      synthesize: advising,
    });
    expect(outcome.warnings).toEqual(['home/cluster: an even number']);
    expect(readManifest().stacks.home?.annotations).toEqual(annotations);
  });

  test('gets over a manifest that cannot be read', async () => {
    writeFileSync(join(directory, 'manifest.json'), '{');
    await replaceWith({ home: '{"a":2}' }, false);
    expect(readManifest().stacks.lab).toEqual(entryOf('lab'));
  });
});

describe('an output directory that others use too', () => {
  /** Output of another program: its stacks, and its manifest over whatever was there. */
  function writeForeign(texts: Readonly<Record<string, string>>): void {
    mkdirSync(directory, { recursive: true });
    writeStacks(directory, texts);
  }

  const foreignEntry = (name: string): unknown => readManifest().stacks[name];

  test('keeps the stacks of another program, in the manifest too, and says nothing of them', async () => {
    writeForeign({ theirs: '{"their":1}' });
    for (const outcome of [await replaceWith({ home: '{}', lab: '{}' }), await replaceWith({ home: '{}' })]) {
      expect(outcome.warnings).toEqual([]);
    }
    expect(readFileSync(stackFile('theirs'), 'utf8')).toBe('{"their":1}');
    expect(foreignEntry('theirs')).toEqual(entryOf('theirs'));
    expect(Object.keys(readManifest().stacks)).toEqual(['home', 'theirs']);
  });

  test('keeps also its own stacks once a foreign manifest does not list them', async () => {
    await replaceWith({ home: '{}', lab: '{}' });
    writeForeign({ theirs: '{}' });
    expect(await replaceWith({ home: '{}' })).toMatchObject({ removed: [], warnings: [] });
    expect(Object.keys(readManifest().stacks)).toEqual(['home', 'lab', 'theirs']);
    expect(existsSync(stackFile('lab'))).toBe(true);
  });

  test.each<[string, string | undefined]>([
    ['missing', undefined],
    ['empty', ''],
    ['damaged', '{"stacks":{"lab":'],
    ['no manifest', '[1]'],
    ['a manifest without stacks', '{"version":"1","stacks":null}'],
    ['a manifest of odd entries', '{"version":"1","stacks":{"lab":7,"home":null}}'],
  ])('removes nothing when its manifest is %s', async (_, text) => {
    await replaceWith({ home: '{}', lab: '{}' });
    if (text === undefined) rmSync(join(directory, 'manifest.json'));
    else writeFileSync(join(directory, 'manifest.json'), text);
    expect(await replaceWith({ home: '{}' })).toEqual({ written: [], unchanged: ['home'], removed: [], warnings: [] });
    expect(readManifest().stacks.lab).toEqual(entryOf('lab'));
  });

  test('leaves the stacks of another project to that project', async () => {
    const other = join(project, 'other');
    mkdirSync(other);
    await replaceWith({ home: '{}', lab: '{}' });
    expect(await synthesize(other, { theirs: '{}' })).toMatchObject({ removed: [], warnings: [] });
    expect((await replaceWith({ home: '{}' })).removed).toEqual([{ name: 'lab' }]);
    expect(Object.keys(readManifest().stacks)).toEqual(['home', 'theirs']);
    expect((await synthesize(other, {})).removed).toEqual([{ name: 'theirs' }]);
    expect(existsSync(stackFile('home'))).toBe(true);
  });

  test('fails when another project has a stack of that name, and writes nothing', async () => {
    const other = join(project, 'other');
    mkdirSync(other);
    await replaceWith({ home: '{"a":1}' });
    await expect(synthesize(other, { attic: '{}', home: '{"a":2}' })).rejects.toThrow(
      `${directory}/stacks/home belongs to the project ${project}; give the cluster another name, ` +
        'or set CDKTF_OUTDIR to a directory of its own',
    );
    expect(readFileSync(stackFile('home'), 'utf8')).toBe('{"a":1}');
    expect(readdirSync(join(directory, 'stacks'))).toEqual(['home']);
    expect(readdirSync(project).sort()).toEqual(['cdktf.out', 'other']);
  });

  test('takes the stack of a project that is gone', async () => {
    const other = join(project, 'other');
    mkdirSync(other);
    await synthesize(other, { home: '{"a":1}' });
    rmSync(other, { recursive: true });
    expect((await replaceWith({ home: '{"a":2}' })).written).toEqual(['home']);
  });

  test('keeps a removed stack whose file somebody else has written', async () => {
    await replaceWith({ home: '{}', lab: '{}' });
    writeFileSync(stackFile('lab'), '{"their":1}');
    expect((await replaceWith({ home: '{}' })).warnings).toEqual([
      expect.stringContaining(`${directory}/stacks/lab stays, as its cdk.tf.json is not the one that synth wrote; `),
    ]);
    expect(readFileSync(stackFile('lab'), 'utf8')).toBe('{"their":1}');
  });

  test.each(['terraform.tfstate', 'recovery.tf.json', '.terraform.lock.hcl', 'notes of mine.md', '__proto__'])(
    'keeps a removed stack beside whose file there is %s',
    async (name) => {
      await replaceWith({ home: '{}', lab: '{}' });
      writeFileSync(stackFile('lab', name), 'mine');
      expect((await replaceWith({ home: '{}' })).removed).toEqual([]);
      expect(readFileSync(stackFile('lab', name), 'utf8')).toBe('mine');
      expect(existsSync(stackFile('lab'))).toBe(true);
    },
  );

  test.each(['../../precious', '.', '..', '', 'a/b', '/precious'])(
    'never leaves its own directories by a manifest that lists %j',
    async (name) => {
      mkdirSync(join(project, 'precious'));
      writeFileSync(join(project, 'precious', 'cdk.tf.json'), '{}');
      await replaceWith({ home: '{}' });
      const manifest = readManifest();
      const sha256 = (manifest.stacks.home as unknown as { synthesizedBy: object }).synthesizedBy;
      const stacks = { ...manifest.stacks, [name]: { ...entryOf(name), synthesizedBy: sha256 } };
      writeFileSync(join(directory, 'manifest.json'), JSON.stringify({ ...manifest, stacks }));
      expect((await replaceWith({ lab: '{}' })).removed).toEqual([{ name: 'home' }]);
      expect(existsSync(join(project, 'precious', 'cdk.tf.json'))).toBe(true);
      expect(existsSync(stackFile('lab'))).toBe(true);
    },
  );

  test.each(['__proto__', 'constructor', 'toString', 'a b', 'ä', '$(id)', '-rf', '.hidden'])(
    'keeps and removes stacks called %s as any other',
    async (name) => {
      const texts = Object.fromEntries([[name, '{}']]);
      await replaceWith({ home: '{}' });
      writeForeign(texts);
      await replaceWith({ home: '{}' });
      expect(existsSync(stackFile(name))).toBe(true);
      expect(Object.keys(readManifest().stacks)).toContain(name);
      await replaceWith({ home: '{}', ...texts });
      expect((await replaceWith({ home: '{}' })).removed).toEqual([{ name }]);
      expect(existsSync(join(directory, 'stacks', name))).toBe(false);
    },
  );

  test('follows links of the user, and never removes what they lead to', async () => {
    for (const name of ['out', 'lab']) mkdirSync(join(project, name));
    symlinkSync(join(project, 'out'), directory);
    mkdirSync(join(directory, 'stacks'));
    symlinkSync(join(project, 'lab'), join(directory, 'stacks', 'lab'));
    await replaceWith({ home: '{}', lab: '{"a":1}' });
    expect(readFileSync(join(project, 'lab', 'cdk.tf.json'), 'utf8')).toBe('{"a":1}');
    expect((await replaceWith({ home: '{}' })).warnings).toEqual([
      expect.stringContaining('stays, as it is a link to a directory elsewhere; '),
    ]);
    expect(existsSync(join(project, 'lab', 'cdk.tf.json'))).toBe(true);
    expect(existsSync(join(project, 'out', 'stacks', 'home', 'cdk.tf.json'))).toBe(true);
  });

  test('replaces the link to a file, and not the file', async () => {
    await replaceWith({ home: '{}' });
    writeFileSync(join(project, 'precious'), 'mine');
    rmSync(stackFile('home'));
    symlinkSync(join(project, 'precious'), stackFile('home'));
    await replaceWith({ home: '{"a":2}' });
    expect(readFileSync(join(project, 'precious'), 'utf8')).toBe('mine');
    expect(readFileSync(stackFile('home'), 'utf8')).toBe('{"a":2}');
  });

  test.each<[string, () => void, string]>([
    [
      'a file has the place of a stack',
      () => writeFileSync(join(directory, 'stacks', 'zoo'), 'mine'),
      'zoo must be a directory',
    ],
    [
      'a directory has the place of a file',
      () => mkdirSync(stackFile('zoo'), { recursive: true }),
      'zoo/cdk.tf.json must be a file',
    ],
    [
      'the manifest is a directory',
      () => {
        rmSync(join(directory, 'manifest.json'));
        mkdirSync(join(directory, 'manifest.json'));
      },
      'manifest.json must be a file',
    ],
    ['a place cannot be written', () => symlinkSync('/nowhere/at all', join(directory, 'stacks', 'zoo')), 'zoo'],
  ])('writes nothing when %s', async (_, spoil, message) => {
    await replaceWith({ home: '{"a":1}', lab: '{}' });
    spoil();
    await expect(replaceWith({ attic: '{}', home: '{"a":2}', zoo: '{}' })).rejects.toThrow(message);
    expect(readFileSync(stackFile('home'), 'utf8')).toBe('{"a":1}');
    expect(existsSync(stackFile('lab'))).toBe(true);
    expect(readdirSync(join(directory, 'stacks')).filter((name) => name !== 'zoo')).toEqual(['home', 'lab']);
    expect(readdirSync(join(directory, 'stacks', 'home'))).toEqual(['cdk.tf.json']);
    expect(readdirSync(project)).toEqual(['cdktf.out']);
  });
});
