import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RecoveryFile } from '../../src/cli/recovery-file';
import { replaceSynthOutput, type SynthOutcome } from '../../stacks/synth-output';

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
function replaceWith(texts: Readonly<Record<string, string>>, complete = true): SynthOutcome {
  return replaceSynthOutput({ directory, complete, synthesize: (fresh) => writeStacks(fresh, texts) });
}

function writeStacks(fresh: string, texts: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(texts)) {
    mkdirSync(join(fresh, 'stacks', name), { recursive: true });
    writeFileSync(join(fresh, 'stacks', name, 'cdk.tf.json'), text);
  }
  const stacks = Object.fromEntries(Object.keys(texts).map((name) => [name, entryOf(name)]));
  writeFileSync(join(fresh, 'manifest.json'), JSON.stringify({ version: '0.21.0', stacks }));
}

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

function readManifest(): Manifest {
  return JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8')) as Manifest;
}

describe('the first synth', () => {
  test('writes every stack and the manifest, and leaves nothing else', () => {
    const outcome = replaceWith({ home: '{}', lab: '{}' });
    expect(outcome).toEqual({ written: ['home', 'lab'], unchanged: [], removed: [], warnings: [] });
    expect(readFileSync(stackFile('home'), 'utf8')).toBe('{}');
    expect(Object.keys(readManifest().stacks)).toEqual(['home', 'lab']);
    expect(readdirSync(project)).toEqual(['cdktf.out']);
  });
});

describe('a later synth', () => {
  beforeEach(() => {
    replaceWith({ home: '{"a":1}', lab: '{}' });
  });

  test('replaces only the file of the stack, and leaves what OpenTofu and people put beside it', () => {
    mkdirSync(stackFile('home', '.terraform'));
    writeFileSync(stackFile('home', '.terraform.lock.hcl'), 'lock');
    writeFileSync(stackFile('home', 'saved.tfplan'), 'plan');
    const outcome = replaceWith({ home: '{"a":2}', lab: '{}' });
    expect(outcome).toMatchObject({ written: ['home'], unchanged: ['lab'] });
    expect(readFileSync(stackFile('home'), 'utf8')).toBe('{"a":2}');
    expect(readdirSync(join(directory, 'stacks', 'home')).sort()).toEqual([
      '.terraform',
      '.terraform.lock.hcl',
      'cdk.tf.json',
      'saved.tfplan',
    ]);
  });

  test('S-38 leaves alone what the next apply is to take into the state', () => {
    const recovery = new RecoveryFile(join(directory, 'stacks', 'home'));
    recovery.add([{ to: 'talos_machine_bootstrap.boot', id: 'machine_bootstrap' }]);
    const before = readFileSync(recovery.name, 'utf8');
    expect(replaceWith({ home: '{"a":2}', lab: '{}' }).written).toEqual(['home']);
    expect(readFileSync(recovery.name, 'utf8')).toBe(before);
    expect(replaceWith({ lab: '{}' }).removed).toEqual([]);
    expect(readFileSync(recovery.name, 'utf8')).toBe(before);
  });

  test('does not touch a file whose text stays', () => {
    const before = statSync(stackFile('lab'), { bigint: true });
    replaceWith({ home: '{"a":2}', lab: '{}' });
    const after = statSync(stackFile('lab'), { bigint: true });
    expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs]);
  });

  test('that fails leaves everything as it was', () => {
    const before = readFileSync(join(directory, 'manifest.json'), 'utf8');
    const synthesize = (fresh: string): void => {
      writeStacks(fresh, { home: '{"a":2}' });
      throw new Error('bad');
    };
    expect(() => replaceSynthOutput({ directory, complete: true, synthesize })).toThrow('bad');
    expect(readFileSync(stackFile('home'), 'utf8')).toBe('{"a":1}');
    expect(readFileSync(join(directory, 'manifest.json'), 'utf8')).toBe(before);
    expect(readdirSync(project)).toEqual(['cdktf.out']);
  });

  test('takes a removed stack away when only its file lies there', () => {
    const outcome = replaceWith({ home: '{"a":1}' });
    expect(outcome.removed).toEqual([{ name: 'lab' }]);
    expect(existsSync(join(directory, 'stacks', 'lab'))).toBe(false);
    expect(Object.keys(readManifest().stacks)).toEqual(['home']);
  });

  test.each(['.terraform', '.terraform.lock.hcl', 'terraform.tfvars'])(
    'keeps a removed stack that holds %s, in the manifest too, and says how to take the cluster down',
    (name) => {
      writeFileSync(stackFile('lab', name), '');
      const outcome = replaceWith({ home: '{"a":1}' });
      const warning =
        `no cluster file describes this cluster any more; ${directory}/stacks/lab stays, as it holds more than synth ` +
        `wrote; to take the cluster down run tofu -chdir=${directory}/stacks/lab init and destroy, ` +
        'then delete the directory';
      expect(outcome).toMatchObject({ removed: [], warnings: [`lab: ${warning}`] });
      expect(existsSync(stackFile('lab'))).toBe(true);
      expect(readManifest().stacks.lab).toEqual({
        ...entryOf('lab'),
        annotations: [{ constructPath: 'lab', level: '@cdktf/warn', message: warning }],
      });
    },
  );

  test('keeps a removed stack whose local state exists, also where OpenTofu has not been initialised', () => {
    const text = withBackend('local', { path: '../../../state/lab.tfstate' });
    replaceWith({ home: '{"a":1}', lab: text });
    mkdirSync(join(project, 'state'));
    writeFileSync(join(project, 'state', 'lab.tfstate'), '{}');
    const outcome = replaceWith({ home: '{"a":1}' });
    expect(outcome.removed).toEqual([]);
    expect(outcome.warnings).toEqual([
      `lab: no cluster file describes this cluster any more; ${directory}/stacks/lab stays, as its state ` +
        `${project}/state/lab.tfstate exists; to take the cluster down run tofu -chdir=${directory}/stacks/lab init ` +
        'and destroy, then delete the directory',
    ]);
    expect(readFileSync(stackFile('lab'), 'utf8')).toBe(text);

    rmSync(join(project, 'state'), { recursive: true });
    expect(replaceWith({ home: '{"a":1}' }).removed).toEqual([{ name: 'lab' }]);
  });

  test('names the backend that may still hold the state of a removed stack', () => {
    replaceWith({ home: '{"a":1}', lab: withBackend('s3', { bucket: 'states', key: 'lab' }) });
    expect(replaceWith({ home: '{"a":1}' }).removed).toEqual([{ name: 'lab', remoteBackend: 's3' }]);
  });

  test('of selected stacks leaves the others, with their entries in the manifest', () => {
    const outcome = replaceWith({ home: '{"a":2}' }, false);
    expect(outcome).toEqual({ written: ['home'], unchanged: [], removed: [], warnings: [] });
    expect(readFileSync(stackFile('lab'), 'utf8')).toBe('{}');
    expect(Object.keys(readManifest().stacks)).toEqual(['home', 'lab']);
  });

  test('tells what the stacks advise', () => {
    const annotations = [
      { constructPath: 'home/cluster', level: '@cdktf/warn', message: 'an even number' },
      { constructPath: 'home', level: '@cdktf/info', message: 'made by hand' },
    ];
    const synthesize = (fresh: string): void => {
      writeStacks(fresh, { home: '{}' });
      const stacks = { home: { name: 'home', annotations } };
      writeFileSync(join(fresh, 'manifest.json'), JSON.stringify({ version: '0.21.0', stacks }));
    };
    const outcome = replaceSynthOutput({ directory, complete: false, synthesize });
    expect(outcome.warnings).toEqual(['home/cluster: an even number']);
    expect(readManifest().stacks.home?.annotations).toEqual(annotations);
  });

  test('gets over a manifest that cannot be read', () => {
    writeFileSync(join(directory, 'manifest.json'), '{');
    replaceWith({ home: '{"a":2}' }, false);
    expect(readManifest().stacks.lab).toEqual(entryOf('lab'));
  });
});
