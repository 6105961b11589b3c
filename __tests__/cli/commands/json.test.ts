import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS_WITH_SCHEMA } from '../../../src/cli/commands/schema';
import type { CliProject } from '../../support/cli';
import { clusterProject } from '../../support/cluster-project';
import { checkedOutput } from '../../support/output-schema';
import { destroy, home } from '../../support/plan';
import { projectRoot } from '../../support/project';

/** Client certificate of a kubeconfig and a talosconfig: valid until 2048, of no use anywhere. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBZzCCARmgAwIBAgIUBUxyMsFKSA2GNrEuUs9BYbqx0DkwBQYDK2VwMCkxFzAV
BgNVBAoMDnN5c3RlbTptYXN0ZXJzMQ4wDAYDVQQDDAVhZG1pbjAeFw0yNjExMzAx
NzA1NDlaFw00ODEwMjUxNzA1NDlaMCkxFzAVBgNVBAoMDnN5c3RlbTptYXN0ZXJz
MQ4wDAYDVQQDDAVhZG1pbjAqMAUGAytlcAMhAAX0ID873vb/Wdlc70icvY5urhjz
yrrGmgFQBFDufk3Do1MwUTAdBgNVHQ4EFgQUUyaNgdxBKHhCkG5JTIHk4AOmOnUw
HwYDVR0jBBgwFoAUUyaNgdxBKHhCkG5JTIHk4AOmOnUwDwYDVR0TAQH/BAUwAwEB
/zAFBgMrZXADQQDD7WCk2o3LsJP6tVI8L1yqml13qbSXZggxCuJ7E/YCmXm2Tnw/
7WFf/lJqZlPZhtDXmrpoVvjw+kmAx9ucIQYO
-----END CERTIFICATE-----
`;

const SECRET = Buffer.from('a private key').toString('base64');
const CRT = Buffer.from(CERTIFICATE).toString('base64');

const KUBECONFIG = `apiVersion: v1
kind: Config
current-context: admin@lab
clusters: [{ name: lab, cluster: { server: 'https://10.0.0.10:6443', certificate-authority-data: ${CRT} } }]
users: [{ name: admin@lab, user: { client-certificate-data: ${CRT}, client-key-data: ${SECRET} } }]
contexts: [{ name: admin@lab, context: { cluster: lab, user: admin@lab, namespace: default } }]
`;

const TALOSCONFIG = `context: lab
contexts: { lab: { endpoints: [10.0.0.11], nodes: [10.0.0.11, 10.0.0.21], ca: ${CRT}, crt: ${CRT}, key: ${SECRET} } }
`;

/** A call of each command that prints its result as JSON, unless a suite with the other side that it needs makes one. */
const CALLS: Readonly<Record<string, readonly string[] | { readonly suite: string }>> = {
  init: ['init', 'made', '--json'],
  validate: ['validate', 'lab', '--json'],
  try: { suite: 'e2e/try.test.ts' },
  synth: ['synth', 'lab', '--json', '--output', 'out'],
  diff: { suite: 'cli/commands/diff.test.ts' },
  plan: ['plan', 'home', '--json'],
  apply: ['apply', 'home', '--yes', '--json'],
  destroy: ['destroy', 'home', '--yes', '--json'],
  kubeconfig: ['kubeconfig', 'home', '--json'],
  talosconfig: ['talosconfig', 'home', '--json'],
  doctor: { suite: 'cli/commands/doctor.test.ts' },
  access: { suite: 'cli/commands/access.test.ts' },
  schematic: ['schematic', 'lab', '--json'],
  images: ['images', 'lab', '--json'],
  diagram: ['diagram', 'lab', '--json'],
  placement: ['placement', 'lab', '--json'],
  explain: ['explain', 'nodes', '--json'],
  example: ['example', '--json'],
  schema: ['schema', '--json'],
  completion: ['completion', 'zsh', '--json'],
};

let project: CliProject;

beforeAll(() => {
  project = clusterProject();
  cpSync(join(projectRoot, 'templates'), project.path('templates'), { recursive: true });
});

afterAll(() => {
  project.remove();
});

/** Sets what OpenTofu says of the cluster home. */
function knowing(output: string, plan: object = home({})): void {
  project.set({ show: { output: JSON.stringify(plan) }, output: { output } });
}

test('every command of the help has --json, with a published schema', async () => {
  const { output } = await project.call(['--help']);
  const [, listed = ''] = output.split('Commands:\n');
  const names = listed.split('\n').flatMap((line) => /^ {2}(\w+)/.exec(line)?.[1] ?? []);
  expect(names.filter((name) => name !== 'help').sort()).toEqual([...COMMANDS_WITH_SCHEMA].sort());
  expect(Object.keys(CALLS).sort()).toEqual([...COMMANDS_WITH_SCHEMA].sort());
  for (const name of COMMANDS_WITH_SCHEMA) {
    expect((await project.call([name, '--help'])).output).toMatch(/^ {2}--json +\S/m);
  }
});

describe.each(COMMANDS_WITH_SCHEMA)('%s --json', (name) => {
  const call = CALLS[name];

  test('prints what its schema says', async () => {
    if (call !== undefined && 'suite' in call) {
      expect(readFileSync(join(projectRoot, '__tests__', call.suite), 'utf8')).toContain(`checkedOutput('${name}', `);
      return;
    }
    const removed = home({ 'work-00': { vm: destroy, config: destroy } });
    knowing(name === 'kubeconfig' ? KUBECONFIG : TALOSCONFIG, name === 'apply' ? home({}) : removed);
    const { output } = await project.call(call ?? []);
    expect(checkedOutput(name, output)).toBeDefined();
  });
});

describe('kubeconfig and talosconfig', () => {
  test.each([
    [
      'kubeconfig',
      KUBECONFIG,
      { currentContext: 'admin@lab', contexts: [{ name: 'admin@lab', endpoints: ['https://10.0.0.10:6443'] }] },
    ],
    [
      'talosconfig',
      TALOSCONFIG,
      {
        currentContext: 'lab',
        contexts: [{ name: 'lab', endpoints: ['10.0.0.11'], nodes: ['10.0.0.11', '10.0.0.21'] }],
      },
    ],
  ])('%s says where the file is, and no secret', async (name, content, facts) => {
    knowing(content);
    const { output, errors } = await project.call([name, 'home', '--json', '--file', 'kept']);
    expect(project.read('kept')).toBe(content);
    const [context] = facts.contexts;
    expect(JSON.parse(output)).toEqual({
      cluster: 'home',
      file: project.path('kept'),
      ...facts,
      contexts: [{ ...context, validUntil: '2048-10-25T17:05:49.000Z' }],
    });
    for (const secret of [SECRET, CRT]) expect(output + errors).not.toContain(secret);
  });

  test.each([
    ['no contexts', 'apiVersion: v1\n', []],
    [
      'a context without cluster, user or certificate',
      'contexts: [{ name: a, context: {} }]\nusers: [{ name: b, user: { client-certificate-data: eA== } }]\n',
      [{ name: 'a', endpoints: [] }],
    ],
  ])('a file with %s is described as far as it goes', async (_, content, contexts) => {
    knowing(content);
    const { output } = await project.call(['kubeconfig', 'home', '--json']);
    expect(checkedOutput('kubeconfig', output)).toMatchObject({ contexts });
  });
});

test('completion says how the script is loaded', async () => {
  const { output } = await project.call(['completion', 'fish', '--json']);
  const script = (await project.call(['completion', 'fish'])).output;
  const load = 'npx cdktf-proxmox-talos completion fish > ~/.config/fish/conf.d/cdktf-proxmox-talos.fish';
  expect(JSON.parse(output)).toEqual({ shell: 'fish', load, script });
});

test('example gives a file with what it reads', async () => {
  const { output } = await project.call(['example', 'homelab-tofu', '--json']);
  expect(checkedOutput('example', output)).toMatchObject({
    name: 'homelab-tofu',
    files: ['templates/schematics/longhorn.yaml', 'templates/cilium/homelab-tofu.yaml'],
    text: (await project.call(['example', 'homelab-tofu'])).output,
  });
});
