import { readdirSync, readFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { CliProject } from '../../support/cli';
import { projectRoot } from '../../support/project';

const FILES = readdirSync(join(projectRoot, 'stacks', 'clusters')).filter((name) => /\.(ts|yaml)$/.test(name));

let project: CliProject;

beforeAll(() => {
  project = new CliProject();
});

afterAll(() => {
  project.remove();
});

test('lists every example, with its file', async () => {
  const { output } = await project.call(['example']);
  const width = Math.max(...FILES.map((file) => parse(file).name.length));
  expect(output).toBe(FILES.map((file) => `${parse(file).name.padEnd(width)}  ${file}\n`).join(''));
});

test.each(FILES)('prints %s for a project of its own', async (file) => {
  const { output, exitCode } = await project.call(['example', parse(file).name]);
  expect(exitCode).toBe(0);
  const text = readFileSync(join(projectRoot, 'stacks', 'clusters', file), 'utf8');
  const schema = '../../node_modules/cdktf-proxmox-talos/lib/schemas/';
  expect(output).toBe(text.replace('../../schemas/', schema));
  // nothing else leads out of the project
  expect(output.replaceAll(schema, '')).not.toContain('../');
});

test('the cluster file is valid as it is printed', async () => {
  const { output, errors } = await project.call(['example', 'home']);
  expect(errors).toBe('');
  project.write('stacks/clusters/home.yaml', output);
  expect((await project.call(['validate', 'home'])).output).toBe('home  5 machines  valid\n');
});

test('files that an example reads come with the commands that copy them', async () => {
  const { errors } = await project.call(['example', 'homelab-tofu']);
  expect(errors).toBe(
    'the example reads files of the package; in your project:\n' +
      '  mkdir -p templates/schematics && cp node_modules/cdktf-proxmox-talos/templates/schematics/longhorn.yaml templates/schematics/\n' +
      '  mkdir -p templates/cilium && cp node_modules/cdktf-proxmox-talos/templates/cilium/homelab-tofu.yaml templates/cilium/\n',
  );
  project.write('templates/schematics/longhorn.yaml', '');
  project.write('templates/cilium/homelab-tofu.yaml', '');
  expect((await project.call(['example', 'homelab-tofu'])).errors).toBe('');
});

test('an example that is not there', async () => {
  expect(await project.call(['example', 'hom'])).toEqual({
    exitCode: 2,
    output: '',
    errors:
      'no example is called "hom"; did you mean "home"? there are bare-metal, blog-cluster, home, homelab-tofu, nova, prod-k8s, two-sites\n',
  });
});
