import type { CliProject } from '../../support/cli';
import { clusterProject, LAB } from '../../support/cluster-project';
import { checkedOutput } from '../../support/output-schema';

const FOLLOWED = LAB.replace('name: lab', 'name: followed')
  .replace(
    'state:',
    '  metal-1: { machineType: worker, address: 10.0.0.21, installDisk: /dev/sda, link: eno1, schematic: {} }\nstate:',
  )
  .concat(
    "gitops: { flux: { repository: { ssh: { url: 'ssh://git@github.com/owner/cluster.git' } }, branch: production } }\n",
  );

let project: CliProject;

beforeAll(() => {
  project = clusterProject({ lab: LAB, followed: FOLLOWED });
});

afterAll(() => {
  project.remove();
});

test('prints an SVG, and nothing else', async () => {
  const { exitCode, output, errors } = await project.call(['diagram', 'lab']);
  expect([exitCode, errors]).toEqual([0, '']);
  expect(output).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"[^]*<\/svg>\n$/);
  expect(output).toContain('cp-1');
});

test('writes a file, over the one before', async () => {
  project.write('a.svg', 'old');
  const { exitCode, output, errors } = await project.call(['diagram', 'lab', '--output', 'a.svg', '--width', '400']);
  expect([exitCode, output, errors]).toEqual([0, '', 'wrote a.svg\n']);
  expect(project.read('a.svg')).toMatch(/^<svg [^>]* width="400"/);
});

test('prints Mermaid', async () => {
  const { output } = await project.call(['diagram', 'followed', '--format', 'mermaid']);
  expect(output).toMatch(/^flowchart TB\n/);
  expect(output).toContain('metal-1');
  expect(output).toContain('branch production');
});

test('prints JSON of its published form', async () => {
  const { output } = await project.call(['diagram', 'followed', '--json']);
  expect(checkedOutput('diagram', output)).toMatchObject({
    cluster: 'followed',
    endpoints: [{ name: 'main', hosts: [{ name: 'pve1', machines: [{ name: 'cp-1' }] }] }],
    physicalMachines: [{ name: 'metal-1', link: 'eno1', installDisk: '/dev/sda' }],
    gitops: { repository: 'ssh://git@github.com/owner/cluster.git', branch: 'production' },
  });
});

test.each([
  [['--width', '300'], '--width 300: must be a whole number of pixels from 320 to 10000\n'],
  [['--width', 'wide'], '--width wide: must be a whole number of pixels from 320 to 10000\n'],
  [['--format', 'png'], expect.stringContaining('Allowed choices are svg, mermaid') as unknown],
  [['--json', '--format', 'svg'], expect.stringContaining("cannot be used with option '--format <format>'") as unknown],
  [['--output', 'nowhere/a.svg'], 'nowhere/a.svg cannot be written: no such file or directory (ENOENT)\n'],
])('fails with %j', async (args, errors) => {
  expect(await project.call(['diagram', 'lab', ...args])).toMatchObject({ exitCode: 2, output: '', errors });
});

test('of a faulty file tells its faults and is refused', async () => {
  project.write('stacks/clusters/bad.yaml', LAB.replace('name: lab', 'name: bad').replace('10.0.0.11', '10.0.9.11'));
  const { exitCode, output, errors } = await project.call(['diagram', 'bad']);
  expect([exitCode, output]).toEqual([1, '']);
  expect(errors).toContain('nodes.cp-1.address');
  project.remove('stacks/clusters/bad.yaml');
});
