import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkProject } from '../../src/app/check-project';
import { ClusterFilesError } from '../../src/app/cluster-files';
import { type SynthesizedProject, synthProject } from '../../src/app/synth';
import { TemporaryProject } from '../support/project';

const LOCK = 'stacks/clusters/home.placement.yaml';
const STATE = 'state/home.tfstate';

let project: TemporaryProject;
const { CI } = process.env;

beforeEach(() => {
  project = new TemporaryProject();
  delete process.env.CI;
  describeCluster();
});

afterEach(() => {
  project.remove();
  if (CI === undefined) delete process.env.CI;
  else process.env.CI = CI;
});

/** Writes the cluster file: a pool of control planes on three hosts, unless it says otherwise. */
function describeCluster({
  nodes = '3',
  hosts = ['pve1', 'pve2', 'pve3'],
  more = 'state: { encryption: on }',
} = {}): void {
  project.write(
    'stacks/clusters/home.yaml',
    `name: home
talos: { version: v1.13.9, contract: v1.13 }
kubernetes: { version: v1.36.3, schedulingOnControlPlanes: true }
network: { subnet: 10.0.0.0/24, gateway: 10.0.0.1, vip: 10.0.0.5 }
proxmox:
  endpoints:
    main:
      url: https://pve1.example:8006
      hostDefaults: { diskDatastoreId: local-lvm }
      hosts: { ${hosts.map((host) => `${host}: {}`).join(', ')} }
nodes: {}
pools:
  ctrl: { machineType: controlplane, nodes: ${nodes}, addresses: 10.0.0.11-10.0.0.20 }
${more}
`,
  );
}

async function synth(): Promise<SynthesizedProject> {
  return synthProject({ projectDirectory: project.root, outputDirectory: join(project.root, 'cdktf.out') });
}

async function faults(run: () => Promise<unknown> = synth): Promise<readonly string[]> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof ClusterFilesError)) throw error;
    return error.faults
      .filter((fault) => !fault.includes("Talos' own library"))
      .map((fault) => fault.replaceAll(`${project.root}/`, ''));
  }
  return [];
}

function lock(): string {
  return readFileSync(join(project.root, LOCK), 'utf8');
}

function hostsOf({ clusters }: SynthesizedProject): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(clusters.flatMap(({ model }) => model.nodes.map(({ name, vm }) => [name, vm?.hostKey])));
}

function machines(hosts: Readonly<Record<string, string>>): string {
  return `machines: ${JSON.stringify(hosts)}\n`;
}

/** A state in which machines are on hosts of the endpoint main. */
function writeState(hosts: Readonly<Record<string, string>>): void {
  const resources = Object.entries(hosts).map(([name, node_name]) => ({
    type: 'proxmox_virtual_environment_vm',
    name: `nodes_${name}`,
    provider: 'provider["registry.opentofu.org/bpg/proxmox"].main',
    instances: [{ attributes: { name, node_name } }],
  }));
  project.write(STATE, JSON.stringify({ version: 4, resources }));
}

describe('G-10 the file that remembers', () => {
  test('is written with the stack, and says what to do with it', async () => {
    const made = await synth();
    expect(made.placementFiles).toEqual([LOCK]);
    expect(lock()).toBe(`# Hosts of the machines of pools. Commit this file: a machine stays where it says.
# To move a machine, write another host; the next apply migrates it with its disks.

machines:
  ctrl-00: main/pve1
  ctrl-01: main/pve2
  ctrl-02: main/pve3
`);
  });

  test('is no cluster file, and is not written again where it says everything', async () => {
    await synth();
    project.write(LOCK, `# mine\n${lock()}`);
    const made = await synth();
    expect(made.placementFiles).toEqual([]);
    expect(made.unchanged).toEqual(['home']);
    expect(lock()).toMatch(/^# mine\n/);
  });

  test('keeps a machine where it is, whatever comes and goes; comments stay', async () => {
    project.write(LOCK, `machines:\n  ctrl-00: main/pve3 # near the window\n  ctrl-09: main/pve1\n`);
    describeCluster({ nodes: '2', hosts: ['pve0', 'pve1', 'pve2', 'pve3'] });
    const made = await synth();
    expect(hostsOf(made)).toEqual({ 'ctrl-00': 'main/pve3', 'ctrl-01': 'main/pve0' });
    expect(lock()).toBe('machines:\n  ctrl-00: main/pve3 # near the window\n  ctrl-01: main/pve0\n');
  });

  test('is not written by who only looks', async () => {
    await checkProject({ projectDirectory: project.root }, ({ clusters }) => expect(clusters).toHaveLength(1));
    expect(existsSync(join(project.root, LOCK))).toBe(false);
  });

  test('is not written where anything is wrong', async () => {
    const refused = synthProject({
      projectDirectory: project.root,
      outputDirectory: join(project.root, 'cdktf.out'),
      beforeWriting: async () => Promise.reject(new Error('stopped')),
    });
    await expect(refused).rejects.toThrow('stopped');
    expect(existsSync(join(project.root, LOCK))).toBe(false);
  });

  test('is not there for a cluster whose machines all have a host', async () => {
    describeCluster({ more: 'nodeDefaults: { controlplane: { host: pve1 } }' });
    expect((await synth()).placementFiles).toEqual([]);
    expect(existsSync(join(project.root, LOCK))).toBe(false);
  });

  test('names the move that a host which comes later asks for', async () => {
    project.write(LOCK, machines({ 'ctrl-00': 'main/pve1', 'ctrl-01': 'main/pve2', 'ctrl-02': 'main/pve1' }));
    const { clusters } = await synth();
    expect(clusters[0]?.model.advice.map((line) => line.replace(/^.*home.yaml/, 'home.yaml'))).toContain(
      `home.yaml:13:3 pools.ctrl: main/pve1 has several control planes while main/pve3 has fewer; to move ctrl-02, write ctrl-02: main/pve3 in ${LOCK}, and it migrates with its disks`,
    );
  });
});

describe('in CI', () => {
  test('a missing file is a fault, for who looks too', async () => {
    process.env.CI = 'true';
    const line = `${LOCK}: missing; it remembers the hosts of the machines of pools, and in CI, where CI is set, it must be there: run synth and commit it`;
    expect(await faults()).toEqual([line]);
    expect(await faults(async () => checkProject({ projectDirectory: project.root }, () => undefined))).toEqual([line]);
    expect(existsSync(join(project.root, LOCK))).toBe(false);
  });

  test.each([
    ['lacks a machine', machines({ 'ctrl-00': 'main/pve1', 'ctrl-01': 'main/pve2' })],
    [
      'has one too many',
      machines({ 'ctrl-00': 'main/pve1', 'ctrl-01': 'main/pve2', 'ctrl-02': 'main/pve3', 'ctrl-03': 'main/pve1' }),
    ],
    [
      'names a host without its endpoint',
      machines({ 'ctrl-00': 'pve1', 'ctrl-01': 'main/pve2', 'ctrl-02': 'main/pve3' }),
    ],
  ])('a file that %s is a fault', async (_title, text) => {
    project.write(LOCK, text);
    process.env.CI = 'true';
    expect(await faults()).toEqual([
      `${LOCK}: it does not have the machines that are in pools now, and in CI, where CI is set, it must: run synth and commit it`,
    ]);
    expect(lock()).toBe(text);
  });

  test('a file that says everything is taken', async () => {
    project.write(LOCK, machines({ 'ctrl-00': 'main/pve1', 'ctrl-01': 'main/pve2', 'ctrl-02': 'main/pve3' }));
    process.env.CI = 'true';
    expect(await faults()).toEqual([]);
  });
});

describe('a lost file', () => {
  test('is rebuilt from a local state, and that is said', async () => {
    writeState({ 'ctrl-00': 'pve3', 'ctrl-02': 'pve1' });
    describeCluster({ more: '' });
    const made = await synth();
    expect(hostsOf(made)).toEqual({ 'ctrl-00': 'main/pve3', 'ctrl-01': 'main/pve2', 'ctrl-02': 'main/pve1' });
    expect(lock()).toContain('ctrl-00: main/pve3\n  ctrl-01: main/pve2\n  ctrl-02: main/pve1\n');
    expect(made.warnings.join('\n')).toContain(
      `${LOCK} did not say where ctrl-00, ctrl-02 are; the hosts were taken from ${STATE}, commit the file`,
    );
  });

  test('is rebuilt in part, where a line was lost', async () => {
    writeState({ 'ctrl-00': 'pve3', 'ctrl-01': 'pve2' });
    project.write(LOCK, machines({ 'ctrl-01': 'main/pve1' }));
    expect(hostsOf(await synth())).toEqual({ 'ctrl-00': 'main/pve3', 'ctrl-01': 'main/pve1', 'ctrl-02': 'main/pve2' });
  });

  test.each([
    ['encrypted', 'state: { encryption: on }', 'state/home.tfstate'],
    [
      'in s3',
      'state: { encryption: on, backend: { s3: { bucket: states, region: eu-central-1 } } }',
      'the state in s3',
    ],
    [
      'behind HTTP',
      'state: { encryption: on, backend: { http: { address: "https://state.example/home" } } }',
      'the state in http',
    ],
  ])('is refused beside a state that is %s', async (_title, more, where) => {
    project.write(STATE, JSON.stringify({ encrypted_data: 'c2VjcmV0' }));
    describeCluster({ more });
    expect(await faults()).toEqual([
      `stacks/clusters/home.yaml:12:1 pools: ${LOCK} is missing, which remembers the hosts of the machines of pools, and ${where} cannot be read here; if nothing of the cluster was ever applied, write the file with machines: {}; otherwise take it from Git, have placement --rebuild write it from the state, or write each machine with the host that it is on, such as machines: { ctrl-00: main/pve1 }`,
    ]);
    expect(existsSync(join(project.root, LOCK))).toBe(false);
  });

  test('is begun by hand beside a state elsewhere', async () => {
    describeCluster({ more: 'state: { encryption: on, backend: { s3: { bucket: states, region: eu-central-1 } } }' });
    project.write(LOCK, 'machines: {}\n');
    expect(Object.values(hostsOf(await synth())).sort()).toEqual(['main/pve1', 'main/pve2', 'main/pve3']);
  });

  test('is refused where the state names a host that the pool does not have', async () => {
    writeState({ 'ctrl-00': 'pve9' });
    expect(await faults()).toEqual([
      `stacks/clusters/home.yaml:13:3 pools.ctrl: ctrl-00 is on main/pve9, as ${STATE} says, and the pool does not have that host; add it, or write host under overrides.ctrl-00`,
    ]);
  });
});

describe('a file that says something wrong', () => {
  test.each([
    [
      'a host that there is not',
      'machines:\n  ctrl-01: main/pve9\n',
      `${LOCK}:2:12 machines.ctrl-01: got "main/pve9"; there is no such host in the cluster file, write the host that the machine is on, or one to move it to: main/pve1, main/pve2, main/pve3`,
    ],
    [
      'a host that is no text',
      'machines:\n  ctrl-01: 7\n',
      `${LOCK}:2:12 machines.ctrl-01: got 7; there is no such host in the cluster file, write the host that the machine is on, or one to move it to: main/pve1, main/pve2, main/pve3`,
    ],
    ['another key', 'hosts: {}\n', `${LOCK}:1:1 hosts: unknown key "hosts"; the only key here is machines`],
    ['a list', '- ctrl-00\n', `${LOCK}:1:1: write the host of each machine, such as machines: { work-00: main/pve1 }`],
    [
      'a list of machines',
      'machines: [ctrl-00]\n',
      `${LOCK}:1:1 machines: write the host of each machine, such as machines: { work-00: main/pve1 }`,
    ],
    ['nothing', '# hosts\n', `${LOCK}: write the host of each machine, such as machines: { work-00: main/pve1 }`],
  ])('%s', async (_title, text, line) => {
    project.write(LOCK, text);
    expect(await faults()).toEqual([line]);
    expect(lock()).toBe(text);
  });

  test('a host that is none of the pool', async () => {
    project.write(LOCK, machines({ 'ctrl-00': 'main/pve3' }));
    describeCluster({ nodes: '2, hosts: [pve1, pve2]' });
    expect(await faults()).toEqual([
      `${LOCK}:1:22 machines.ctrl-00: got "main/pve3", which is none of the hosts of the pool ctrl; write one of main/pve1, main/pve2 to move the machine there, or add the host to pools.ctrl.hosts`,
    ]);
  });
});
