import type { CliProject } from '../../support/cli';
import { clusterProject, LAB } from '../../support/cluster-project';
import { checkedOutput } from '../../support/output-schema';

const FAULTY = LAB.replace('name: lab', 'name: bad').replace('10.0.0.11', '10.0.9.11').replace('v1.36.3', 'v1.99.0');

let project: CliProject;

beforeAll(() => {
  project = clusterProject({ lab: LAB, bad: FAULTY });
});

afterAll(() => {
  project.remove();
});

test('tells of every cluster that it is valid, and writes nothing', async () => {
  const { exitCode, output } = await project.call(['validate', 'lab']);
  expect([exitCode, output]).toEqual([0, 'lab  1 machine  valid\n']);
  expect(project.has('cdktf.out')).toBe(false);
  expect(project.leftovers()).toEqual([]);
});

test('reads the directory that is named, from anywhere', async () => {
  project.write('elsewhere/far.yaml', LAB.replace('name: lab', 'name: far'));
  for (const directory of ['elsewhere', './elsewhere/', project.path('elsewhere')]) {
    const { exitCode, output } = await project.call(['validate', '--cluster-directory', directory]);
    expect([directory, exitCode, output]).toEqual([directory, 0, 'far  1 machine  valid\n']);
  }
});

test.each([
  [
    ['validate', '--cluster-directory', 'stacks/clusters/lab.yaml'],
    1,
    'stacks/clusters/lab.yaml: is a file; name the directory that it lies in, and the cluster as an argument\n1 fault\n',
  ],
  [
    ['validate', '--cluster-directory', ''],
    2,
    '--cluster-directory is empty: write <directory>, or leave it out where that is possible\n',
  ],
  [['init', ''], 2, '<directory> is empty: write <directory>, or leave it out where that is possible\n'],
  [['diagram', 'lab', '--output', ''], 2, '--output is empty: write <file>, or leave it out where that is possible\n'],
  [['kubeconfig', 'lab', '--file', ''], 2, '--file is empty: write <path>, or leave it out where that is possible\n'],
] as const)('a place that is none is named: %j', async (args, exitCode, errors) => {
  expect(await project.call(args)).toEqual({ exitCode, output: '', errors });
});

test('tells all faults together', async () => {
  const { exitCode, output, errors } = await project.call(['validate']);
  expect([exitCode, output]).toEqual([1, '']);
  expect(errors).toMatch(/stacks\/clusters\/bad\.yaml:3:\d+ kubernetes\.version: .*v1\.99\.0/);
  expect(errors).toMatch(/stacks\/clusters\/bad\.yaml:11:\d+ nodes\.cp-1\.address: .*10\.0\.9\.11/);
  expect(errors).toMatch(/\n2 faults\n/);
  expect(project.leftovers()).toEqual([]);
});

test('prints JSON of its published form, also of faults', async () => {
  const good = await project.call(['validate', 'lab', '--json']);
  expect(checkedOutput('validate', good.output)).toMatchObject({
    valid: true,
    clusters: [{ name: 'lab', machines: 1, hosts: [{ host: 'main/pve1', cpuCores: 2, memoryMiB: 4096 }] }],
    faults: [],
  });
  const bad = await project.call(['validate', 'bad', '--json']);
  expect(bad.exitCode).toBe(1);
  expect(checkedOutput('validate', bad.output)).toMatchObject({
    valid: false,
    faults: [expect.any(String), expect.any(String)] as unknown,
  });
});

test('prints advice if it is asked for', async () => {
  const text = LAB.replace('host: pve1,', 'host: pve1, bios: seabios,');
  project.write('stacks/clusters/lab.yaml', text);
  expect((await project.call(['validate', 'lab'])).errors).not.toContain('advice: ');
  expect((await project.call(['validate', 'lab', '--advice'])).errors).toContain('advice: ');
  project.write('stacks/clusters/lab.yaml', LAB);
});

test('fails with a cluster that no file has, and without cluster files', async () => {
  expect((await project.call(['validate', 'lap'])).errors).toContain('did you mean "lab"?');
  const { exitCode, errors } = await project.call(['validate', '--cluster-directory', 'nowhere']);
  expect(exitCode).toBe(1);
  expect(errors).toContain('nowhere');
});

test('finds cluster files elsewhere', async () => {
  project.write('elsewhere/other.yaml', LAB.replace('name: lab', 'name: other'));
  expect((await project.call(['validate', '--cluster-directory', 'elsewhere'])).output).toContain('other  1 machine');
});
