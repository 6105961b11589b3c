import { existsSync } from 'node:fs';
import type { CliProject, CliResult } from '../../support/cli';
import { clusterProject } from '../../support/cluster-project';
import { checkedOutput } from '../../support/output-schema';

const FILE = 'stacks/clusters/pooled.placement.yaml';

const POOLED = `name: pooled
talos: { version: v1.13.9, contract: v1.13 }
kubernetes: { version: v1.36.3, schedulingOnControlPlanes: true }
network: { subnet: 10.0.0.0/24, gateway: 10.0.0.1, vip: 10.0.0.5 }
proxmox:
  endpoints:
    main:
      url: https://pve1.example:8006
      hostDefaults: { diskDatastoreId: local-lvm, capacity: { memoryMiB: 16384 } }
      hosts: { pve1: {}, pve2: {}, pve3: { capacity: { cpuCores: 8 } } }
nodes: {}
pools:
  ctrl: { machineType: controlplane, nodes: 3, addresses: 10.0.0.11-10.0.0.20 }
state: { backend: { s3: { bucket: states, region: eu-central-1 } }, encryption: on }
`;

const FIXED = POOLED.replace('name: pooled', 'name: fixed').replace('nodes: 3', 'host: pve1, nodes: 3');

let project: CliProject;

beforeEach(() => {
  project = clusterProject({ pooled: POOLED, fixed: FIXED });
  project.set({});
});

/** Runs the command with the passphrase of the state, unless it says otherwise. */
async function call(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<CliResult> {
  return project.call(['placement', ...args], { STATE_PASSPHRASE: 'a passphrase of tests', ...env });
}

afterEach(() => {
  project.remove();
});

/** What `tofu state pull` prints. */
function stateWith(hosts: Readonly<Record<string, string>>): void {
  const resources = Object.entries(hosts).map(([name, node_name]) => ({
    mode: 'managed',
    type: 'proxmox_virtual_environment_vm',
    name: `nodes_${name}`,
    provider: 'provider["registry.opentofu.org/bpg/proxmox"].main',
    instances: [{ attributes: { name, node_name } }],
  }));
  project.write('state.output', JSON.stringify({ version: 4, resources }));
}

describe('without --rebuild', () => {
  test('prints hosts with the room that machines take of it, and advice', async () => {
    project.write(FILE, 'machines: { ctrl-00: main/pve1, ctrl-01: main/pve1, ctrl-02: main/pve2 }\n');
    const { exitCode, output, errors } = await call(['pooled']);
    expect([exitCode, output]).toEqual([
      0,
      `main/pve1  4 cores · 8 GiB of 16 GiB       ctrl-00, ctrl-01
main/pve2  2 cores · 4 GiB of 16 GiB       ctrl-02
main/pve3  0 of 8 cores · 0 GiB of 16 GiB
`,
    ]);
    expect(errors).toMatch(/^advice: .*to move ctrl-01, write ctrl-01: main\/pve3 in .*it migrates with its disks\n$/);
  });

  test('names the way where the file is lost', async () => {
    const { exitCode, errors } = await call(['pooled']);
    expect(exitCode).toBe(1);
    expect(errors).toContain('have placement --rebuild write it from the state');
    expect(existsSync(project.path(FILE))).toBe(false);
  });

  test('prints JSON of its published form', async () => {
    const { output } = await call(['fixed', '--json']);
    expect(checkedOutput('placement', output)).toMatchObject({
      cluster: 'fixed',
      hosts: [
        { host: 'main/pve1', machines: ['ctrl-00', 'ctrl-01', 'ctrl-02'], cpuCores: 6, memoryMiB: 12288 },
        { host: 'main/pve2', machines: [], cpuCores: 0 },
        { host: 'main/pve3', capacity: { cpuCores: 8, memoryMiB: 16384 } },
      ],
    });
  });
});

describe('--rebuild', () => {
  test('writes a lost file from a state that is kept elsewhere', async () => {
    stateWith({ 'ctrl-00': 'pve3', 'ctrl-01': 'pve3', 'ctrl-02': 'pve1' });
    const { exitCode, errors } = await call(['pooled', '--rebuild']);
    expect(exitCode).toBe(0);
    expect(errors).toContain(
      `wrote ${FILE}; ctrl-00, ctrl-01, ctrl-02 as the state at s3://states/pooled.tfstate says; commit it\n`,
    );
    expect(project.read(FILE)).toMatch(
      /^# Hosts of[^]*\nmachines:\n {2}ctrl-00: main\/pve3\n {2}ctrl-01: main\/pve3\n {2}ctrl-02: main\/pve1\n$/,
    );
    expect(project.steps().filter((step) => step !== 'init')).toEqual(['state', 'state']);
    expect((await project.call(['validate', 'pooled'])).exitCode).toBe(0);
  });

  test('in CI too, where a missing file is a fault otherwise', async () => {
    stateWith({ 'ctrl-00': 'pve3', 'ctrl-01': 'pve2', 'ctrl-02': 'pve1' });
    await call(['pooled', '--rebuild'], { CI: 'true' });
    expect(project.read(FILE)).toContain('ctrl-00: main/pve3');
  });

  test('keeps what the file says, and says which machines it placed itself', async () => {
    project.write(FILE, 'machines:\n  ctrl-01: main/pve2 # mine\n');
    stateWith({ 'ctrl-00': 'pve3', 'ctrl-01': 'pve3' });
    const { output } = await call(['pooled', '--rebuild', '--json']);
    expect(checkedOutput('placement', output)).toMatchObject({
      rebuilt: { file: FILE, written: true, found: ['ctrl-00'], placed: ['ctrl-02'] },
    });
    expect(project.read(FILE)).toBe(
      'machines:\n  ctrl-01: main/pve2 # mine\n  ctrl-00: main/pve3\n  ctrl-02: main/pve1\n',
    );
  });

  test('writes nothing where the file says everything', async () => {
    const text = 'machines: { ctrl-00: main/pve1, ctrl-01: main/pve2, ctrl-02: main/pve3 }\n';
    project.write(FILE, text);
    stateWith({ 'ctrl-00': 'pve3' });
    const { exitCode, errors } = await call(['pooled', '--rebuild']);
    expect([exitCode, project.read(FILE)]).toEqual([0, text]);
    expect(errors).toContain(`${FILE} says where every machine of a pool is; nothing was written`);
  });

  test.each([
    [
      'a state without machines',
      (): void => stateWith({}),
      {},
      'nothing of pooled was applied: the state at s3://states',
    ],
    [
      'a state on a host that the pool does not have',
      (): void => stateWith({ 'ctrl-00': 'pve9' }),
      {},
      'pools.ctrl: ctrl-00 is on main/pve9, as the state at s3://states/pooled.tfstate says, and the pool does not have',
    ],
    [
      'a state that cannot be read',
      (): void => {
        project.write('state.errors', '╷\n│ Error: message authentication failed\n╵\n');
        project.write('state.code', '1\n');
      },
      {},
      'the state is encrypted with another passphrase than STATE_PASSPHRASE holds',
    ],
    [
      'no passphrase',
      (): void => undefined,
      { STATE_PASSPHRASE: '' },
      'the state was not read: it takes STATE_PASSPHRASE',
    ],
  ])('refuses %s, and writes nothing', async (_title, prepare, env, message) => {
    prepare();
    const { exitCode, errors } = await call(['pooled', '--rebuild'], env);
    expect([exitCode, errors]).toEqual([1, expect.stringContaining(message)]);
    expect(existsSync(project.path(FILE))).toBe(false);
  });

  test('refuses a cluster that has nothing to remember', async () => {
    const { exitCode, errors } = await call(['fixed', '--rebuild']);
    expect([exitCode, errors]).toEqual([
      1,
      expect.stringContaining('no machine of fixed is placed by a pool with placement: spread'),
    ]);
  });
});
