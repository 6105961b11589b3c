import { cpSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { CliProject } from '../support/cli';
import { SAMPLES, sampleDirectory } from '../support/from/samples';
import { checkedOutput } from '../support/output-schema';
import { projectRoot } from '../support/project';

let project: CliProject;

beforeAll(() => {
  project = new CliProject();
  cpSync(join(projectRoot, 'templates'), project.path('templates'), { recursive: true });
  project.write('package.json', readFileSync(join(projectRoot, 'package.json'), 'utf8'));
});

afterAll(() => {
  project.remove();
});

afterEach(() => {
  project.remove('made');
});

test.each(SAMPLES)('%s: without a terminal, a project is written, and what is left over is told', async (name) => {
  const { exitCode, output, errors } = await project.call(['init', 'made', '--from', sampleDirectory(name)]);
  expect([exitCode, errors.includes(`from ${name}, as CARRIED-OVER.md says too; not carried over: `)]).toEqual([
    0,
    true,
  ]);
  expect(output).toContain('  CARRIED-OVER.md\n');
  const [file = ''] = readdirSync(project.path('made/stacks/clusters'));
  const cluster = parse(readFileSync(project.path(`made/stacks/clusters/${file}`), 'utf8')) as {
    readonly name: string;
  };
  expect(file).toBe(`${cluster.name}.yaml`);
  const { exitCode: validated, errors: faults } = await project.call([
    'validate',
    '--cluster-directory',
    'made/stacks/clusters',
  ]);
  expect([validated, faults.split('\n').filter((line) => !/^(?:warning|not checked)|^$/.test(line))]).toEqual([0, []]);
});

test('--json lists what is left over', async () => {
  const { output } = await project.call(['init', 'made', '--json', '--from', sampleDirectory('prod-k8s')]);
  const { carriedOver } = checkedOutput('init', output) as { readonly carriedOver: Readonly<Record<string, unknown>> };
  expect(carriedOver).toMatchObject({ source: 'prod-k8s' });
  expect(carriedOver.notCarriedOver).not.toEqual([]);
});

test('answers to what the files leave open are options, others are refused', async () => {
  const from = `--from=${sampleDirectory('prod-k8s')}`;
  const refused = await project.call(['init', 'made', from, '--name=x', '--workers=3', '--subnet=10.0.0.0/24']);
  expect(refused.exitCode).toBe(2);
  expect(refused.errors.split('\n').map((line) => line.split(':', 1)[0])).toEqual([
    '--name',
    '--subnet',
    '--workers',
    'nothing was written',
    '',
  ]);
  const { exitCode, errors } = await project.call(['init', 'made', from, '--url=https://alpha.example:8006']);
  expect(exitCode).toBe(0);
  expect(errors).not.toContain('examples');
  const text = readFileSync(project.path('made/stacks/clusters/prod-k8s.yaml'), 'utf8');
  expect(text).toContain('url: https://alpha.example:8006');
});

test('what only the defaults say is named as an example', async () => {
  const { errors } = await project.call(['init', 'made', `--from=${sampleDirectory('nova')}`]);
  expect(errors).toContain('examples, to be replaced in the cluster file: --url, --subnet, --gateway\n');
});

test.each([
  ['nowhere', '--from: there is no nowhere; name a file of the other tool, or its directory\n'],
  ['bin', '--from: nothing in bin is known here; known are:\n  nova: '],
])('%s is refused, and nothing is written', async (path, message) => {
  const { exitCode, errors } = await project.call(['init', 'made', '--from', path]);
  expect([exitCode, errors.startsWith(message)]).toEqual([2, true]);
  expect(project.has('made')).toBe(false);
});

test('a key of age is for its owner only, and its existence keeps a project from being written over it', async () => {
  const { exitCode, output } = await project.call(['init', 'made', '--secrets=sops']);
  expect([exitCode, output.includes('  npm run encrypt   # and keep a copy of age.key\n')]).toEqual([0, true]);
  expect(statSync(project.path('made/age.key')).mode & 0o777).toBe(0o600);
  project.remove('made');
  project.write('made/age.key', 'mine');
  const again = await project.call(['init', 'made', '--secrets=sops']);
  expect([again.exitCode, again.errors.includes('made already has age.key; nothing was written')]).toEqual([2, true]);
  expect(project.read('made/age.key')).toBe('mine');
});
