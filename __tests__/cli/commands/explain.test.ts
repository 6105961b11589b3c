import { CliProject } from '../../support/cli';
import { checkedOutput } from '../../support/output-schema';

let project: CliProject;

beforeAll(() => {
  project = new CliProject();
});

afterAll(() => {
  project.remove();
});

test('prints words, form, default, other places and the key in the file', async () => {
  const { exitCode, output } = await project.call(['explain', 'nodes.cp-1.cpuCores']);
  expect(output).toBe(`nodes.<name>.cpuCores
Number of processor cores, of each socket.

form     number, 1 to 2304
default  2
also at  pools.<name>.overrides.<name>.cpuCores, pools.<name>.cpuCores, sizes.<name>.cpuCores, nodeDefaults.controlplane.cpuCores, nodeDefaults.worker.cpuCores

in the file:
  nodes:
    <name>:
      cpuCores: 2
`);
  expect(exitCode).toBe(0);
});

test('says that a key must be written', async () => {
  expect((await project.call(['explain', 'talos.contract'])).output).toContain('default  none: it must be written\n');
});

test('lists the keys of the file', async () => {
  const { output } = await project.call(['explain']);
  expect(output).toContain('keys     name, talos, kubernetes, network, ');
  expect(output).not.toContain('default');
});

test('fails with a key that is none, and says which was meant', async () => {
  expect(await project.call(['explain', 'kubernetes.cni.cilum'])).toEqual({
    exitCode: 2,
    output: '',
    errors: 'the cluster file has no key kubernetes.cni.cilum; did you mean kubernetes.cni.cilium?\n',
  });
  expect((await project.call(['explain', 'talos.xyzzy'])).errors).toContain(
    'has no key talos.xyzzy; talos has the keys version, contract, ',
  );
});

test('prints JSON of its published form', async () => {
  const { output, exitCode } = await project.call(['explain', 'nodes.cp-1.address', '--json']);
  expect(exitCode).toBe(0);
  expect(checkedOutput('explain', output)).toMatchObject({ key: 'nodes.<name>.address', required: true, keys: [] });
  expect(checkedOutput('explain', (await project.call(['explain', '--json'])).output)).toMatchObject({ key: '' });
});
