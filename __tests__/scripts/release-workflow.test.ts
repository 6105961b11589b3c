import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { archiveName } from '../../homelab/kit/find-kit';
import { projectRoot } from '../support/project';

interface Step {
  readonly name?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly with?: object;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly needs?: string;
  readonly 'runs-on': string;
  readonly steps: readonly Step[];
  readonly permissions?: Readonly<Record<string, string>>;
}

interface Workflow {
  readonly name: string;
  readonly on: { readonly push: { readonly tags: readonly string[] } };
  readonly jobs: Readonly<Record<string, Job>>;
}

const FILE = join(projectRoot, '.github/workflows/release.yml');
const TEXT = readFileSync(FILE, 'utf8');
const WORKFLOW = parse(TEXT) as Workflow;
const VERSION = '1.2.3';

let work: string;

beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'release-'));
  mkdirSync(join(work, 'judge'));
  mkdirSync(join(work, 'bin'));
  for (const directory of ['.', 'judge']) {
    const manifest = JSON.parse(readFileSync(join(projectRoot, directory, 'package.json'), 'utf8')) as object;
    writeFileSync(join(work, directory, 'package.json'), JSON.stringify({ ...manifest, version: VERSION }));
  }
  writeFileSync(join(work, 'CHANGELOG.md'), '# Changelog\n\n## 1.2.3\n\n### Added\n\n- This.\n\n## 1.2.2\n\n- That.\n');
});

afterEach(() => {
  rmSync(work, { recursive: true, force: true });
});

/** A program that writes down how it was started, in place of one that needs a network. */
function standIn(name: string): void {
  const path = join(work, 'bin', name);
  writeFileSync(
    path,
    `#!/bin/sh\nprintf '%s' '${name}' >> "$CALLS"\nprintf ' <%s>' "$@" >> "$CALLS"\necho >> "$CALLS"\n`,
  );
  chmodSync(path, 0o755);
}

/** Runs a step as a runner does. */
function run(job: string, name: string, variables: Readonly<Record<string, string>> = {}) {
  const step = WORKFLOW.jobs[job]?.steps.find((each) => (each.name ?? each.run) === name);
  const { status, stdout, stderr } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', step?.run ?? 'exit 99'], {
    cwd: work,
    encoding: 'utf8',
    env: {
      PATH: `${join(work, 'bin')}:${process.env.PATH ?? ''}`,
      HOME: work,
      CALLS: join(work, 'calls'),
      GITHUB_REF_NAME: `v${VERSION}`,
      GITHUB_SERVER_URL: 'https://git.example',
      GITHUB_REPOSITORY: 'owner/name',
      ...variables,
    },
  });
  return { exitCode: status, said: `${stdout}${stderr}` };
}

const calls = (): readonly string[] => readFileSync(join(work, 'calls'), 'utf8').trimEnd().split('\n');

describe('the workflow', () => {
  test('has the parts that a runner knows, and every job that another one needs', () => {
    expect(WORKFLOW).toEqual({
      name: 'release',
      on: { push: { tags: ['v*'] } },
      permissions: { contents: 'read' },
      concurrency: 'release',
      jobs: expect.anything() as unknown,
    });
    for (const [name, job] of Object.entries(WORKFLOW.jobs)) {
      const known = ['needs', 'runs-on', 'steps', 'permissions', 'strategy'];
      expect([name, Object.keys(job).filter((key) => !known.includes(key))]).toEqual([name, []]);
      expect(job['runs-on']).toMatch(/^ubuntu-24\.04$|^\$\{\{ matrix\.runner \}\}$/);
      if (job.needs !== undefined) expect(Object.keys(WORKFLOW.jobs)).toContain(job.needs);
    }
  });

  test('has steps that either run something or use an action of a version', () => {
    for (const step of Object.values(WORKFLOW.jobs).flatMap(({ steps }) => steps)) {
      const known = ['name', 'run', 'uses', 'with', 'env'];
      expect([step, Object.keys(step).filter((key) => !known.includes(key))]).toEqual([step, []]);
      expect([step, (step.run === undefined) !== (step.uses === undefined)]).toEqual([step, true]);
      if (step.uses !== undefined) expect(step.uses).toMatch(/^actions\/[\w-]+@v\d+$/);
      // an expression in a script would be read by the shell
      expect(step.run ?? '').not.toContain('${{');
    }
    const expressions = [...TEXT.matchAll(/\$\{\{ (.*?) \}\}/g)].map(([, expression]) => expression);
    expect(new Set(expressions)).toEqual(new Set(['matrix.runner', 'github.token']));
  });

  test('gives the right to publish to the job that publishes, and keeps no token', () => {
    const rights = Object.entries(WORKFLOW.jobs).map(([name, { permissions }]) => [name, permissions]);
    expect(rights).toEqual([
      ['check', undefined],
      ['homelab', undefined],
      ['publish', { contents: 'write', 'id-token': 'write' }],
    ]);
    expect(TEXT).not.toMatch(/secrets\.|registry/);
  });

  test('runs commands that this project has', () => {
    const { scripts } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    const named = [...TEXT.matchAll(/npm run ([\w:]+)/g)].map(([, script = '']) => script);
    expect(named.length).toBeGreaterThan(4);
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });
});

describe('a tag is released only if', () => {
  test.each([
    ['everything agrees', `v${VERSION}`, VERSION, 0],
    ['it is that of the package', 'v1.2.4', VERSION, 1],
    ['the judge has the same version', `v${VERSION}`, '1.2.2', 1],
  ])('%s', (_, tag, judge, exitCode) => {
    const file = join(work, 'judge/package.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace(VERSION, judge));
    const ended = run('check', 'tag and versions', { GITHUB_REF_NAME: tag });
    expect([ended.exitCode, ended.said === '']).toEqual([exitCode, exitCode === 0]);
  });

  test('the changelog has a section of it', () => {
    expect(run('check', 'changelog')).toEqual({ exitCode: 0, said: '' });
    expect(run('check', 'changelog', { GITHUB_REF_NAME: 'v9.9.9' })).toEqual({
      exitCode: 1,
      said: 'CHANGELOG.md has no section 9.9.9; rename Unreleased\n',
    });
  });
});

test('the notes are the section of the version', () => {
  expect(run('publish', 'release notes').exitCode).toBe(0);
  expect(readFileSync(join(work, 'notes.md'), 'utf8').trim()).toBe('### Added\n\n- This.');
});

test('homelabs are published as they were packed', () => {
  const archive = archiveName({ version: VERSION, platform: 'linux_amd64' });
  mkdirSync(join(work, 'dist'));
  writeFileSync(join(work, 'dist', archive), 'packed');
  const { stdout } = spawnSync('sha256sum', [archive], { cwd: join(work, 'dist'), encoding: 'utf8' });
  writeFileSync(join(work, 'dist', `${archive}.sha256`), stdout);
  expect(run('publish', 'digests of the homelabs').exitCode).toBe(0);
  standIn('gh');
  expect(run('publish', 'draft').exitCode).toBe(0);
  expect(calls()).toEqual([
    `gh <release> <create> <v1.2.3> <--draft> <--verify-tag> <--title> <v1.2.3> <--notes-file> <notes.md> <dist/${archive}> <dist/${archive}.sha256>`,
  ]);
  writeFileSync(join(work, 'dist', archive), 'damaged');
  expect(run('publish', 'digests of the homelabs').exitCode).not.toBe(0);
});

test('both packages name the repository that they come from, as npm compares it', () => {
  copyFileSync(join(projectRoot, 'package-lock.json'), join(work, 'package-lock.json'));
  expect(run('publish', 'the repository, in both packages')).toMatchObject({ exitCode: 0 });
  const repositoryOf = (file: string) =>
    (JSON.parse(readFileSync(join(work, file), 'utf8')) as { repository: object }).repository;
  const url = 'git+https://git.example/owner/name.git';
  expect(repositoryOf('package.json')).toEqual({ type: 'git', url });
  expect(repositoryOf('judge/package.json')).toEqual({ type: 'git', url, directory: 'judge' });
});

test('the judge is published before the package that may use it, and the release is shown last', () => {
  standIn('npm');
  standIn('gh');
  for (const name of ['publish', 'release']) expect(run('publish', name).exitCode).toBe(0);
  expect(calls()).toEqual([
    'npm <publish> <--access> <public> <--workspace> <judge>',
    'npm <publish> <--access> <public>',
    'gh <release> <edit> <v1.2.3> <--draft=false>',
  ]);
});
