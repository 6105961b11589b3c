import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Homelab } from '../../homelab/homelab';
import { copyOf, EXAMPLES } from '../support/cluster-stack';
import { projectRoot } from '../support/project';

const FAKE = join(projectRoot, '__tests__', 'support', 'fake-simulator.js');

/** A homelab with a program in place of the simulator; nothing is planned there. */
function open(spec: unknown, configuration: object = {}): Promise<Homelab> {
  return Homelab.open(spec, {
    toolchain: { tofu: 'tofu', simulator: undefined, env: {}, prereleases: new Map() },
    programs: { apiserver: '/bin/kube-apiserver', etcd: '/bin/etcd', olderJudge: '/bin/judge' },
    command: [process.execPath, FAKE],
    configure: (config) => ({ ...config, ...configuration }),
  });
}

let opened: Homelab | undefined;
let temporary: string;
const { TMPDIR } = process.env;

beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'homelab-test-'));
  process.env.TMPDIR = temporary;
});

afterEach(async () => {
  await opened?.close();
  opened = undefined;
  if (TMPDIR === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = TMPDIR;
  rmSync(temporary, { recursive: true });
});

test('a homelab has a copy of a project, and leaves nothing when it is closed', async () => {
  opened = await open(EXAMPLES['homelab-tofu']);
  const { directory, workspace } = opened;
  expect(readdirSync(directory).sort()).toEqual(['files', 'home', 'homelab', 'homelab.json', 'project']);
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  expect(workspace.directory).toBe(join(directory, 'project', 'cdktf.out', 'stacks', 'talos'));
  expect(readdirSync(workspace.directory)).toEqual(['cdk.tf.json']);
  expect(readFileSync(join(workspace.directory, 'cdk.tf.json'), 'utf8')).not.toContain(
    opened.cluster.variables.state_passphrase,
  );
  expect(opened.shownAddress('ctrl-00')).toBe('10.25.150.11');
  expect(opened.apiToken('kube')).toMatch(/^root@pam!homelab=/);

  await opened.close();
  expect(existsSync(directory)).toBe(false);
});

test('a homelab has room for what a cluster becomes, which is described in its place', async () => {
  const larger = copyOf('home');
  larger.proxmox!.endpoints.main!.hosts.pve3 = { diskDatastoreId: 'local-lvm' };
  larger.nodes['work-02'] = { machineType: 'worker', host: 'pve3', address: '10.0.0.23' };
  let hosts: string[] = [];
  opened = await Homelab.open(EXAMPLES.home, {
    toolchain: { tofu: 'tofu', simulator: undefined, env: {}, prereleases: new Map() },
    programs: { apiserver: '/bin/kube-apiserver', etcd: '/bin/etcd', olderJudge: '/bin/judge' },
    command: [process.execPath, FAKE],
    room: larger,
    configure: (config) => {
      hosts = config.proxmox.flatMap((endpoint) => endpoint.hosts.map(({ name }) => name));
      return config;
    },
  });
  expect(hosts).toEqual(['pve1', 'pve2', 'pve3']);
  const stack = () => readFileSync(join(opened!.workspace.directory, 'cdk.tf.json'), 'utf8');
  expect(stack()).not.toContain('work-02');
  const { variables } = opened.cluster;
  opened.describe(larger);
  expect(stack()).toContain('work-02');
  expect(opened.cluster.variables).toEqual(variables);
});

test.each([
  ['a cluster that is refused', { ...EXAMPLES.home, network: { subnet: '10.0.0.0/8' } }, {}, '10.0.0.0/8'],
  ['a simulator that does not start', EXAMPLES.home, { misbehaves: 'refuses' }, 'is in use by another program'],
])('%s leaves nothing behind', async (_, spec, configuration, message) => {
  await expect(open(spec, configuration)).rejects.toThrow(message);
  expect(readdirSync(temporary)).toEqual([]);
});

test('a stack that leads away from loopback starts nothing', async () => {
  const apiServerExtraArgs = { 'etcd-servers-overrides': '/events#https://192.0.2.1:2379' };
  const spec = { ...EXAMPLES.home, kubernetes: { ...EXAMPLES.home.kubernetes, apiServerExtraArgs } };
  await expect(open(spec)).rejects.toThrow(
    /as it leads away from 127\.0\.0\.0\/8:\n.*etcd-servers-overrides.*192\.0\.2\.1:2379.* may be dialled/,
  );
  expect(readdirSync(temporary)).toEqual([]);
});
