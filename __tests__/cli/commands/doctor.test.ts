import { chmodSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CliProject } from '../../support/cli';
import { clusterProject, LAB } from '../../support/cluster-project';
import { checkedOutput } from '../../support/output-schema';

const SECRETS = {
  PROXMOX_MAIN_API_TOKEN: 'talos@pve!tofu=01234567-89ab-4def-8123-456789abcdef',
  STATE_PASSPHRASE: 'a passphrase that is long',
};

/** Nothing listens at the first port. */
const NOBODY = 'https://127.0.0.1:1';

let project: CliProject;
let factory: Server;

beforeAll(async () => {
  const answers: Readonly<Record<string, readonly unknown[]>> = {
    '/versions': ['v1.13.8', 'v1.13.9'],
    '/version/v1.13.9/extensions/official': [{ name: 'siderolabs/qemu-guest-agent' }],
  };
  factory = createServer(({ url = '' }, response) => response.end(JSON.stringify(answers[url] ?? [])));
  await new Promise<void>((listening) => factory.listen(0, '127.0.0.1', listening));
});

afterAll(() => new Promise((closed) => factory.close(closed)));

beforeEach(() => {
  const { port } = factory.address() as AddressInfo;
  // addresses of this computer, at which only what a test starts answers
  const lab = LAB.replaceAll('10.0.0.', '127.77.0.')
    .replace('https://pve1.example:8006', NOBODY)
    .replace('contract: v1.13,', `contract: v1.13, factoryUrl: 'http://127.0.0.1:${port}',`);
  const metal = `${lab.slice(0, lab.indexOf('proxmox:')).replace('name: lab', 'name: metal')}nodes:
  cp-1: { machineType: controlplane, address: 127.77.0.11, installDisk: /dev/sda, link: eno1 }
state: { encryption: 'on' }
`;
  project = clusterProject({ lab, metal });
  project.set({});
});

afterEach(() => {
  project.remove();
});

interface Finding {
  readonly level: string;
  readonly subject: string;
  readonly message: string;
}

async function findings(args: readonly string[], env: Readonly<Record<string, string>> = SECRETS) {
  const { exitCode, output, errors } = await project.call(['doctor', '--json', ...args], env);
  expect(output + errors).not.toContain('4def');
  const { healthy, findings: found } = checkedOutput('doctor', output) as {
    readonly healthy: boolean;
    readonly findings: readonly Finding[];
  };
  expect(exitCode).toBe(healthy ? 0 : 1);
  return { healthy, of: (subject: string) => found.filter((finding) => finding.subject === subject) };
}

function errorsOf({ of }: Awaited<ReturnType<typeof findings>>): readonly string[] {
  return of('metal').flatMap(({ level, message }) => (level === 'error' ? [message] : []));
}

/** A state with one resource, as OpenTofu prints it; it holds a secret. */
const APPLIED = JSON.stringify({
  version: 4,
  resources: [
    { mode: 'managed', type: 'talos_machine_secrets', instances: [{ attributes: { key: 'key-4def' } }] },
    { mode: 'data', type: 'talos_client_configuration' },
  ],
});

test('a cluster that has everything', async () => {
  const { healthy, of } = await findings(['metal']);
  expect(of('node')).toEqual([{ level: 'ok', subject: 'node', message: process.version }]);
  expect(of('tofu')).toEqual([{ level: 'ok', subject: 'tofu', message: 'OpenTofu 1.12.6' }]);
  expect(of('.env')).toMatchObject([{ level: 'ok' }]);
  expect(of('metal').map(({ level, message }) => `${level}: ${message}`)).toEqual([
    'warning: nodes.cp-1.address 127.77.0.11: nothing answers; an apply needs the machine to be up there, started from a Talos image, and waits for it',
    'ok: state: state/metal.tfstate can be read; nothing was applied yet',
  ]);
  expect(of('clocks')).toMatchObject([
    { level: 'ok', message: expect.stringContaining('all tell the same time') as unknown },
  ]);
  expect(healthy).toBe(true);
  project.write('state/metal.tfstate', '{"version":4}');
  project.write('state.output', APPLIED);
  expect((await findings(['metal'])).of('metal').map(({ level, message }) => `${level}: ${message}`)).toEqual([
    'ok: state: state/metal.tfstate can be read; it has 1 resources',
    'ok: 1 machine; everything that it needs is there',
  ]);
  expect([project.has('cdktf.out/stacks/metal'), project.leftovers()]).toEqual([false, []]);
});

test('an endpoint that does not answer', async () => {
  const { healthy, of } = await findings(['lab']);
  expect(healthy).toBe(false);
  expect(of('lab').filter(({ level }) => level !== 'ok')).toEqual([
    {
      level: 'error',
      subject: 'lab',
      message: expect.stringContaining(`endpoint main: nothing answers at ${NOBODY} (ECONNREFUSED)`) as unknown,
    },
  ]);
  expect(of('clocks').filter(({ level }) => level !== 'ok')).toEqual([
    { level: 'unknown', subject: 'clocks', message: 'main/pve1: its clock was not read (ECONNREFUSED)' },
  ]);
});

test('a release that the factory does not have', async () => {
  const text = project.read('stacks/clusters/metal.yaml');
  project.write('stacks/clusters/metal.yaml', text.replace('v1.13.9', 'v1.13.7'));
  expect(errorsOf(await findings(['metal']))).toEqual([expect.stringContaining('v1.13.7')]);
});

test('variables without a value, and files of values', async () => {
  expect(errorsOf(await findings(['metal'], {}))).toEqual([
    expect.stringContaining('state_passphrase: set STATE_PASSPHRASE'),
  ]);
  project.write('cdktf.out/stacks/metal/terraform.tfvars', '');
  expect(errorsOf(await findings(['metal'], {}))).toEqual([]);
  expect(errorsOf(await findings(['metal'], { STATE_PASSPHRASE: 'short' }))).toEqual([]);
  project.remove('cdktf.out/stacks/metal/terraform.tfvars');
  expect(errorsOf(await findings(['metal'], { STATE_PASSPHRASE: 'short' }))).toEqual([
    expect.stringContaining('at least 16 characters'),
  ]);
});

test('an OpenTofu that is none, or too old', async () => {
  project.set({ version: { output: 'OpenTofu v1.10.0\n' } });
  expect((await findings(['metal'])).of('tofu')).toMatchObject([
    { level: 'error', message: expect.stringContaining('need OpenTofu 1.11 or newer') as unknown },
  ]);
  expect((await findings(['metal', '--tofu', 'no-such-tofu'])).of('tofu')).toMatchObject([
    { level: 'error', message: expect.stringContaining('cannot start no-such-tofu: not found') as unknown },
  ]);
});

test('a file with variables that others can read', async () => {
  project.write('.env', 'A=1\n');
  chmodSync(project.path('.env'), 0o644);
  const { healthy, of } = await findings(['metal']);
  expect(of('.env')).toMatchObject([{ level: 'warning', message: expect.stringContaining('chmod 600') as unknown }]);
  expect(healthy).toBe(true);
});

test('faults of cluster files', async () => {
  const text = project.read('stacks/clusters/metal.yaml');
  project.write('stacks/clusters/metal.yaml', text.replace('127.77.0.11', '127.77.9.11'));
  expect((await findings(['metal'])).of('cluster files')).toMatchObject([
    { level: 'error', message: expect.stringContaining('nodes.cp-1.address') as unknown },
  ]);
});

test('lines for people', async () => {
  const { output } = await project.call(['doctor', 'metal']);
  expect(output).toContain(`ok       node: ${process.version}\n`);
  expect(output).toMatch(/\nerror {4}metal: input variables without a value:\n {11}state_passphrase: /);
});
