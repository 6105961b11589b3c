import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type JudgeRequest, judgeIdentity, judgeMachineConfigurations } from '../../judge';
import type { MachineJudge } from '../../src/machine-config/machine-judge';
import { REFUSED, TAKEN } from '../machine-config/patches/patch-cases';
import { describeWithJudge, machineConfigs } from '../support/tofu';

/** The package and what the project asks for describe it each by themselves; they must agree. */
const judge: MachineJudge = judgeMachineConfigurations;

const HOSTNAME = JSON.stringify({ apiVersion: 'v1alpha1', kind: 'HostnameConfig', auto: 'off', hostname: 'work-00' });
const BAD_LABEL = JSON.stringify({ machine: { nodeLabels: { 'bad key': 'a' }, nodeTaints: { a: 'b:Never' } } });

const request = (changes: Partial<JudgeRequest> = {}): JudgeRequest => ({
  name: 'work-00',
  clusterName: 'lab',
  clusterEndpoint: 'https://10.0.0.10:6443',
  contract: 'v1.13',
  kubernetesVersion: 'v1.35.2',
  machineType: 'worker',
  mode: 'cloud',
  configPatches: [HOSTNAME],
  ...changes,
});

describeWithJudge("Talos' judge", () => {
  test.each([
    ['go.mod', 0],
    ['talos-1.14.mod', 1],
  ])('has the library that %s names', (file, index) => {
    const goMod = readFileSync(join(__dirname, '../../judge/source', file), 'utf8');
    const { talosVersion, digest, modules } = judgeIdentity();
    expect(goMod).toContain(`github.com/siderolabs/talos/pkg/machinery ${modules[index]?.talosVersion}\n`);
    expect(talosVersion).toBe(modules.at(-1)?.talosVersion);
    for (const each of [digest, ...modules.map((module) => module.digest)]) expect(each).toMatch(/^[0-9a-f]{64}$/);
  });

  test('asks the library of the contract', () => {
    const kubelet = JSON.stringify({ machine: { kubelet: { extraArgs: { v: '4' } } } });
    const both = ['v1.14', 'v1.13', 'v1.14'].map((contract) =>
      request({ name: contract, contract, configPatches: [HOSTNAME, kubelet] }),
    );
    const answers = judgeMachineConfigurations(both);
    expect(answers.map(({ name }) => name)).toEqual(['v1.14', 'v1.13', 'v1.14']);
    expect(answers.map(({ error }) => error !== undefined)).toEqual([true, false, true]);
    expect(answers[0]?.error).toContain('kubelet config is already set in v1alpha1 config (.machine.kubelet)');
  });

  test('G-44 answers as the native program does', () => {
    const patches = [...TAKEN, ...REFUSED].map(({ name, content, contract = 'v1.13' }) => ({
      name,
      contract,
      text: typeof content === 'string' ? content : JSON.stringify(content),
    }));
    const requests = patches.flatMap(({ name, contract, text }) =>
      (['controlplane', 'worker'] as const).map((machineType) =>
        request({ name, contract, machineType, configPatches: [text], documents: true, placesIn: [0] }),
      ),
    );
    expect(requests.length).toBeGreaterThan(100);
    expect(withoutFiles(judgeMachineConfigurations(requests))).toEqual(withoutFiles(machineConfigs(requests)));
  });

  test('says where a fault is', () => {
    const [answer] = judgeMachineConfigurations([request({ configPatches: [HOSTNAME, BAD_LABEL], placesIn: [1] })]);
    expect(answer?.faults?.map(({ step, message, place }) => [step, message, place?.patch, place?.path])).toEqual([
      [
        'validate',
        'v1alpha1.Config: invalid machine node labels: name "bad key" is invalid',
        1,
        ['machine', 'nodeLabels', 'bad key'],
      ],
      [
        'validate',
        'v1alpha1.Config: invalid machine node taints: invalid taint effect: "Never"',
        1,
        ['machine', 'nodeTaints', 'a'],
      ],
    ]);
  });

  test('is asked nothing when there is no question', () => {
    expect(judge([])).toEqual([]);
  });

  test('waits for a question that arrives in parts', async () => {
    const child = spawn(process.execPath, [
      '--liftoff-only',
      '--no-warnings',
      join(__dirname, '../../judge/process.js'),
      judgeIdentity().modules[0]?.file ?? '',
    ]);
    const said = Promise.all([text(child.stdout), text(child.stderr)]);
    child.stdin.on('error', () => undefined);
    child.stdin.write('{"requests":');
    // it has begun to read
    await new Promise((resolve) => setTimeout(resolve, 3000));
    child.stdin.end('[]}');
    expect(await said).toEqual(['{"results":[]}', '']);
  });

  test('fails a question that it does not understand', () => {
    const misspelt = { ...request(), nmae: 'a' };
    expect(() => judgeMachineConfigurations([misspelt])).toThrow('unknown field "nmae"');
  });

  test('fails where it was not built', () => {
    const directory = mkdtempSync(join(tmpdir(), 'judge-'));
    copyFileSync(join(__dirname, '../../judge/index.js'), join(directory, 'index.js'));
    const copied = createRequire(__filename)(join(directory, 'index.js')) as typeof import('../../judge');
    expect(() => copied.judgeIdentity()).toThrow(`${directory} has no judge.json`);
    expect(() => copied.judgeMachineConfigurations([request()])).toThrow(copied.JudgeMissing);
    rmSync(directory, { recursive: true });
  });
});

/** The package with another program in place of the one that judges, and less patience. */
function packageRunning(program: string): typeof import('../../judge') & { readonly directory: string } {
  const directory = mkdtempSync(join(tmpdir(), 'judge-'));
  const source = readFileSync(join(__dirname, '../../judge/index.js'), 'utf8');
  expect(source).toMatch(/^const START_MS = 60_000;$/m);
  writeFileSync(join(directory, 'index.js'), source.replace('START_MS = 60_000', 'START_MS = 100'));
  writeFileSync(join(directory, 'judge.json'), '{"modules":[{"file":"a.wasm","talosVersion":"v1.13.9"}]}');
  writeFileSync(join(directory, 'process.js'), program);
  return { ...(createRequire(__filename)(join(directory, 'index.js')) as typeof import('../../judge')), directory };
}

describe('a process that judges', () => {
  test.each([
    ['ends with an error', "console.error('secret'); process.exitCode = 3;", 'ended with 3'],
    ['is killed', "process.kill(process.pid, 'SIGKILL');", 'ended with SIGKILL'],
    ['says something else', "console.log('secret');", 'gave no answer that can be read'],
    ['answers another question', 'console.log(\'{"results":[]}\');', 'gave no answer that can be read'],
    ['never ends', 'setInterval(() => undefined, 1_000);', 'took more than 1.1 s'],
  ])('and %s is reported by its reason', (_, program, reason) => {
    const { judgeMachineConfigurations, JudgeFailed, directory } = packageRunning(program);
    try {
      judgeMachineConfigurations([request()]);
      throw new Error('it has judged');
    } catch (error) {
      expect(error).toBeInstanceOf(JudgeFailed);
      expect((error as InstanceType<typeof JudgeFailed>).reason).toBe(reason);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

/** A patch that Talos takes for the name of a file is refused by both; the module has no files at all. */
function withoutFiles(answers: readonly object[]): unknown {
  return JSON.parse(JSON.stringify(answers).replace(/Bad file number|Invalid argument/g, 'no such file or directory'));
}

describe('packing', () => {
  const packed = (files: Readonly<Record<string, string>>) => {
    const directory = mkdtempSync(join(tmpdir(), 'judge-'));
    const names = ['package.json', 'prepack.js', 'index.js', 'index.d.ts', 'module.js', 'process.js', 'README.md'];
    for (const name of names) copyFileSync(join(__dirname, '../../judge', name), join(directory, name));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
    const { status, stdout, stderr } = spawnSync('npm', ['pack', '--json', '--dry-run', '--silent'], {
      cwd: directory,
      encoding: 'utf8',
    });
    rmSync(directory, { recursive: true });
    return { status, stdout, stderr };
  };

  test('takes the module and what names it, and none of its sources', () => {
    const digest = createHash('sha256').update('module').digest('hex');
    const named = ['judge-v1.13.wasm', 'judge-v1.14.wasm'].map((file) => ({ file, digest }));
    const { status, stdout } = packed({
      'judge-v1.13.wasm': 'module',
      'judge-v1.14.wasm': 'module',
      'judge.json': JSON.stringify({ modules: named }),
    });
    expect(status).toBe(0);
    const [{ files }] = JSON.parse(stdout) as [{ files: readonly { readonly path: string }[] }];
    expect(files.map(({ path }) => path).sort()).toEqual([
      'README.md',
      'index.d.ts',
      'index.js',
      'judge-v1.13.wasm',
      'judge-v1.14.wasm',
      'judge.json',
      'module.js',
      'package.json',
      'process.js',
    ]);
  });

  test.each([
    ['without the modules', {}, 'the modules of judge.json are not built'],
    ['without names of modules', { 'judge.json': '{}' }, 'judge.json names no module'],
    [
      'with a module that is missing',
      { 'judge.json': '{"modules":[{"file":"a.wasm","digest":"a"}]}' },
      'a.wasm is not built',
    ],
    [
      'with another module',
      { 'a.wasm': 'other', 'judge.json': '{"modules":[{"file":"a.wasm","digest":"a"}]}' },
      'a.wasm is not the module that judge.json names',
    ],
  ])('fails %s', (_, files, sentence) => {
    const { status, stderr } = packed(files);
    expect(status).not.toBe(0);
    expect(stderr).toContain(`${sentence}; run "npm run toolchain" in the repository first\n`);
  });
});
