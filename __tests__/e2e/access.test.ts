import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { readClusterFile } from '../../src/cluster-file';
import { type CommandResult, runCommandLine } from '../support/command-line';
import { describeHomelab, type Homelab, leftovers, type RunOptions } from '../support/homelab-run';
import { checkedOutput } from '../support/output-schema';
import { projectRoot } from '../support/project';
import { changedSpec } from '../support/small-spec';
import { casesOfToday } from '../support/today';

/** Nothing that the environment of a homelab says of Proxmox VE. */
const NOBODY = { PROXMOX_MAIN_API_TOKEN: '' };

/** Everything that needs a right of its own, on a machine that is made quickly. */
const DEMANDING = changedSpec({
  'proxmox.endpoints.main.pciMappings': {
    gpu: { devices: [{ host: 'pve2', path: '0000:01:00.0', id: '8086:a780' }] },
  },
  'nodes.work-00.pciDevices': [{ mapping: 'gpu' }],
  'nodes.work-00.startup': { order: 1 },
  'nodes.work-00.poolId': 'talos',
  'proxmox.endpoints.main.resourcePools': { spare: {} },
  'proxmox.endpoints.main.highAvailability': {},
  'nodes.work-00.diskGiB': 20,
  state: undefined,
});

interface Rights {
  readonly endpoints: readonly {
    readonly proxmoxVersion: string;
    readonly commands: readonly string[];
    readonly roles: readonly { readonly name: string; readonly privileges: readonly string[] }[];
    readonly tokenValue?: string;
  }[];
}

/** Somebody who signs in, and somebody who needs a second factor for it. */
const PASSWORDS = { 'root@pam': 'p&=w d', 'two@pve': 'third' };

type Configure = NonNullable<RunOptions['configure']>;

/** Changes every endpoint of the homelab. */
const everywhere =
  (change: object): Configure =>
  (config) => ({ ...config, proxmox: config.proxmox.map((endpoint) => ({ ...endpoint, ...change })) });

describeHomelab('access', (homelabs) => {
  /** A homelab whose project has the cluster file, as it is on loopback. */
  async function opened(spec: unknown, configure?: Configure): Promise<Homelab> {
    const homelab = await homelabs.open(spec, { ...(configure && { configure }) });
    const folder = join(homelab.directory, 'project', 'stacks', 'clusters');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'home.yaml'), stringify(homelab.cluster.spec));
    await homelab.workspace.init();
    return homelab;
  }

  const run = (
    homelab: Homelab,
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<CommandResult> => runCommandLine(homelab, args, undefined, { ...NOBODY, ...environment });

  /** Runs commands of `pveum` as a person does who has copied what was printed; the token that they make. */
  async function paste(homelab: Homelab, printed: string): Promise<string> {
    const answers: string[] = [];
    for (const command of printed.split('\n').filter((line) => line !== '' && !line.startsWith('#'))) {
      answers.push(await homelab.simulator.runOnHost('main', 'pve1', command));
    }
    const [, id = '', value = ''] = /"full-tokenid":"([^"]+)".*"value":"([^"]+)"/.exec(answers.join('')) ?? [];
    return `${id}=${value}`;
  }

  test('G-23 the commands make a token with which the example comes up, and doctor finds nothing', async () => {
    const example = readClusterFile(join(projectRoot, 'stacks', 'clusters', 'home.yaml')).spec;
    const homelab = await opened(example);
    const { exitCode, output, errors } = await run(homelab, ['access']);
    expect([exitCode, errors]).toEqual([0, '']);
    const token = { PROXMOX_MAIN_API_TOKEN: await paste(homelab, output) };
    expect(output).toContain("# the last command prints the secret once; then set here: PROXMOX_MAIN_API_TOKEN='");

    const looked = await run(homelab, ['doctor', 'home', '--json'], token);
    const { findings } = JSON.parse(looked.output) as {
      readonly findings: readonly { readonly level: string; readonly subject: string; readonly message: string }[];
    };
    const ofCluster = findings.filter(({ subject }) => subject === 'home');
    expect(ofCluster.filter(({ level }) => level !== 'ok')).toEqual([]);
    expect(ofCluster.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('everything that it needs is there'),
    );
    const applied = await run(homelab, ['apply', 'home', '--yes'], token);
    expect([applied.exitCode, applied.exitCode === 0 ? '' : applied.errors]).toEqual([0, '']);
    const destroyed = await run(homelab, ['destroy', 'home', '--yes'], token);
    expect([destroyed.exitCode, destroyed.exitCode === 0 ? '' : destroyed.errors]).toEqual([0, '']);
    expect(await leftovers(homelab)).toEqual([]);

    // whoever runs them again breaks nothing, and an administrator sees that nothing is missing
    await paste(homelab, (await run(homelab, ['access'], token)).output);
    const again = await run(homelab, ['access'], { ...token, ...administrator(homelab) });
    expect(again.output).toMatch(/^# endpoint main, https:\S+: nothing is missing\n$/);
  }, 600_000);

  test('--apply shows what would change, makes it, and keeps the secret where it was told to', async () => {
    const homelab = await opened(changedSpec({}));
    const nobody = await run(homelab, ['access', '--apply', '--yes']);
    expect([nobody.exitCode, nobody.errors]).toEqual([
      2,
      '--apply needs an administrator of each endpoint:\n' +
        '  main: set PROXMOX_MAIN_ADMIN_API_TOKEN, or PROXMOX_MAIN_ADMIN_USERNAME and PROXMOX_MAIN_ADMIN_PASSWORD\n' +
        'or run the commands that access prints without --apply\n',
    ]);
    const admin = administrator(homelab);
    const unasked = await run(homelab, ['access', '--apply'], admin);
    expect([unasked.exitCode, unasked.errors]).toEqual([
      2,
      'there is no terminal to ask on; pass --yes to make the changes\n',
    ]);
    expect(await changesOf(homelab)).toEqual([]);

    const made = await run(homelab, ['access', '--apply', '--yes', '--json'], admin);
    expect([made.exitCode, made.exitCode === 0 ? '' : made.errors]).toEqual([0, '']);
    const { endpoints } = checkedOutput('access', made.output) as Rights;
    const value = endpoints[0]?.tokenValue ?? '';
    expect(value).toMatch(/^talos@pve!tofu=[0-9a-f-]{36}$/);
    expect(made.errors).not.toContain(value.split('=')[1]);
    expect(made.errors).toContain('  user talos@pve: new, without a password\n');
    expect((await run(homelab, ['plan', 'home'], { PROXMOX_MAIN_API_TOKEN: value })).exitCode).toBe(0);

    // again: nothing, until somebody takes a right away
    const before = (await changesOf(homelab)).length;
    const again = await run(homelab, ['access', '--apply', '--yes'], admin);
    expect([again.exitCode, again.output]).toEqual([0, '']);
    expect(again.errors).toContain('nothing is missing\n');
    expect(again.errors).toContain('the token talos@pve!tofu exists and PROXMOX_MAIN_API_TOKEN is not set');
    await homelab.simulator.runOnHost('main', 'pve1', 'pveum role modify TalosDisks --privs Datastore.Audit,VM.Backup');
    const mended = await run(homelab, ['access', '--apply', '--yes'], admin);
    expect(mended.errors).toContain('  role TalosDisks: also Datastore.AllocateSpace; it keeps what it has\n');
    expect(mended.errors).toContain('note: the role TalosDisks also has VM.Backup');
    expect((await changesOf(homelab)).slice(before)).toEqual(['PUT /access/roles/TalosDisks']);

    // into the file of the project
    const file = join(homelab.directory, 'project', '.env');
    writeFileSync(file, "A='1'\nPROXMOX_MAIN_API_TOKEN=old\nB=2\n", { mode: 0o644 });
    const saved = await run(homelab, ['access', '--apply', '--yes', '--save', '--token', 'other'], admin);
    expect([saved.exitCode, saved.output]).toEqual([0, '']);
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(/^A='1'\nB=2\nPROXMOX_MAIN_API_TOKEN='talos@pve!other=[0-9a-f-]{36}'\n$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(saved.errors).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
    rmSync(file);
  }, 300_000);

  test('--apply signs in with a password, as Proxmox VE takes it', async () => {
    const homelab = await opened(changedSpec({}), everywhere({ passwords: PASSWORDS, secondFactors: ['two@pve'] }));
    const signedIn = (username: string, password: string) =>
      run(homelab, ['access', '--apply', '--yes', '--json'], {
        PROXMOX_MAIN_ADMIN_USERNAME: username,
        PROXMOX_MAIN_ADMIN_PASSWORD: password,
      });
    for (const [username, password, reason] of [
      ['root@pam', 'wrong-one', /refuses POST \/access\/ticket \(401 authentication failure\)/],
      ['nobody@pam', 'p&=w d', /refuses POST \/access\/ticket \(401 authentication failure\)/],
      ['two@pve', 'third', /a second factor is needed/],
    ] as const) {
      const { exitCode, output, errors } = await signedIn(username, password);
      expect([exitCode, output, errors]).toEqual([2, '', expect.stringMatching(reason)]);
      expect(errors).not.toContain(password);
    }
    const sent = (path: string) => path !== 'POST /access/ticket';
    expect((await changesOf(homelab)).filter(sent)).toEqual([]);

    const made = await signedIn('root@pam', PASSWORDS['root@pam']);
    expect([made.exitCode, made.exitCode === 0 ? '' : made.errors]).toEqual([0, '']);
    const { endpoints } = checkedOutput('access', made.output) as Rights;
    const token = { PROXMOX_MAIN_API_TOKEN: endpoints[0]?.tokenValue ?? '' };
    expect((await run(homelab, ['plan', 'home'], token)).exitCode).toBe(0);
    expect((await changesOf(homelab)).filter(sent)).toEqual(
      expect.arrayContaining(['POST /access/users', 'POST /access/roles', 'PUT /access/acl']),
    );
  }, 300_000);

  test('on Proxmox VE 8 the guest agent has another privilege, and without it no address is found', async () => {
    const homelab = await opened(changedSpec({ state: undefined }), everywhere({ version: '8.4.1' }));
    const printed = await run(homelab, ['access', '--json'], administrator(homelab));
    const [rights] = (checkedOutput('access', printed.output) as Rights).endpoints;
    expect(rights?.proxmoxVersion).toBe('8.4.1');
    expect(rights?.roles.flatMap(({ privileges }) => privileges)).toContain('VM.Monitor');
    expect(rights?.roles.flatMap(({ privileges }) => privileges).join(' ')).not.toContain('VM.GuestAgent');
    const value = await paste(homelab, rights?.commands.join('\n') ?? '');
    const token = { PROXMOX_MAIN_API_TOKEN: value };

    const root = (line: string) => homelab.simulator.runOnHost('main', 'pve1', line);
    await root("pveum role modify TalosGuestAgent --privs ''");
    const missing = await run(homelab, ['doctor', 'home', '--json'], token);
    expect(missing.output).toContain('VM.Monitor');
    await root('pveum role modify TalosGuestAgent --privs VM.Monitor');
    const applied = await run(homelab, ['apply', 'home', '--yes'], token);
    expect([applied.exitCode, applied.exitCode === 0 ? '' : applied.errors]).toEqual([0, '']);
  }, 300_000);

  test('an administrator that is refused is told so, with what was done before', async () => {
    const homelab = await opened(changedSpec({}));
    const root = (line: string) => homelab.simulator.runOnHost('main', 'pve1', line);
    await root('pveum user add helper@pve');
    await root('pveum acl modify / --users helper@pve --roles PVEAuditor');
    const { value } = JSON.parse(await root('pveum user token add helper@pve cli --privsep 0')) as {
      readonly value: string;
    };
    const admin = { PROXMOX_MAIN_ADMIN_API_TOKEN: `helper@pve!cli=${value}` };
    const { exitCode, errors } = await run(homelab, ['access', '--apply', '--yes'], admin);
    expect(exitCode).toBe(2);
    expect(errors).toMatch(/endpoint main: Proxmox VE refuses POST \/access\/roles \(403 .*\); nothing was changed;/);
    expect(errors).not.toContain(value);
  }, 120_000);

  test('no privilege is too many: without any of them the machine is not made, or not found as it is', async () => {
    const homelab = await opened(DEMANDING);
    const { workspace, simulator } = homelab;
    const root = (line: string) => simulator.runOnHost('main', 'pve1', line);
    await root('pvesm set local --content iso,vztmpl,backup,import');
    const printed = await run(homelab, ['access', '--minimal', '--json']);
    const [rights] = (checkedOutput('access', printed.output) as Rights).endpoints;
    const token = await paste(homelab, rights?.commands.join('\n') ?? '');
    const options = { variables: { proxmox_main_api_token: token } };
    const resources = Object.entries(stackOf(homelab).resource).flatMap(([type, named]) =>
      type.startsWith('proxmox_') ? Object.keys(named).map((name) => `${type}.${name}`) : [],
    );
    const targets = resources.filter((address) => !address.includes('ctrl-00')).map((address) => `-target=${address}`);

    const grants = (rights?.commands ?? []).filter((command) => command.startsWith('pveum acl modify'));
    const superfluous: string[] = [];
    const all = (rights?.roles ?? []).flatMap(({ name, privileges }) =>
      privileges.map((privilege) => ({ name, privilege, privileges })),
    );
    for (const { name, privilege, privileges } of casesOfToday(all, 6)) {
      const rest = privileges.filter((each) => each !== privilege).join(',');
      await root(`pveum role modify ${name} --privs ${rest === '' ? "''" : rest}`);
      const { exitCode } = await workspace.run(
        ['apply', '-no-color', '-input=false', '-auto-approve', ...targets],
        options,
      );
      // a right to look is missed when the next plan finds less than there is
      const isMissed = exitCode !== 0 || !(await workspace.plan(options, targets)).isEmpty;
      if (!isMissed) superfluous.push(`${name}: ${privilege}`);
      await root(`pveum role modify ${name} --privs ${privileges.join(',')}`);
      await workspace.destroy();
      // rights on a pool go with the pool
      for (const grant of grants) await root(grant);
    }
    expect(superfluous).toEqual([]);
    await workspace.apply(options, targets);
  }, 1_200_000);
});

function administrator(homelab: Homelab): Readonly<Record<string, string>> {
  return { PROXMOX_MAIN_ADMIN_API_TOKEN: homelab.apiToken('main') };
}

function stackOf({ workspace }: Homelab) {
  return JSON.parse(readFileSync(join(workspace.directory, 'cdk.tf.json'), 'utf8')) as {
    readonly resource: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
}

async function changesOf({ simulator }: Homelab): Promise<readonly string[]> {
  return (await simulator.journal())
    .filter(({ service, method }) => service === 'proxmox' && method !== 'GET')
    .map(({ method, path }) => `${method} ${path.replace(/^\/api2\/json/, '')}`);
}
