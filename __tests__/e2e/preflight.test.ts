import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Verdict } from '../../src/plan';
import { preflightStack } from '../../src/preflight/preflight';
import { runCommandLine } from '../support/command-line';
import { describeHomelab, type Homelab } from '../support/homelab-run';
import { projectRoot } from '../support/project';
import { changedSpec } from '../support/small-spec';

type HomelabConfig = Homelab['cluster']['homelab'];
type HostConfig = HomelabConfig['proxmox'][number]['hosts'][number];

/** Ids are left to Proxmox VE, and the state is in clear text. */
const HOME = changedSpec({ state: { encryption: 'off' } });

/** Calls that a plan makes for the command line, and not for OpenTofu. */
const ASKED = /\/(access\/(permissions|roles)|storage|cluster\/resources|nodes\/[^/]+\/(network|status))$/;

describeHomelab('hosts are asked before anything is created', (homelabs) => {
  test('a cluster that fits is made, and a plan that creates nothing asks no more than OpenTofu does', async () => {
    const home = await opened(HOME);
    const first = await callsOf(home, () => run(home, ['plan', 'home']));
    expect(first.result.output).toContain('the plan may be applied');
    expect(first.proxmox.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(first.proxmox.map(({ path }) => path).filter((path) => ASKED.test(path))).not.toEqual([]);
    expect(first.factory).toEqual(['/versions', '/version/v1.13.9/extensions/official']);

    const plain = await callsOf(home, () => home.workspace.plan());
    expect(plain.proxmox.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /api2/json/version']);

    const applied = await run(home, ['apply', 'home', '--yes']);
    expect([applied.exitCode, applied.errors]).toEqual([0, expect.any(String)]);
    const second = await callsOf(home, () => run(home, ['plan', 'home']));
    const again = await callsOf(home, () => home.workspace.plan());
    expect(second.proxmox.map(({ path }) => path).sort()).toEqual(again.proxmox.map(({ path }) => path).sort());
    expect(second.result.output).toContain('nothing changes');
    expect(second.factory).toEqual([]);
  }, 300_000);

  test('a token without privileges gets the commands to run, and then makes the whole cluster', async () => {
    const home = await opened(
      changedSpec(
        { 'nodes.ctrl-00.vmId': 200, 'nodes.work-00.startup': { order: 1 }, 'nodes.work-00.poolId': 'talos' },
        HOME,
      ),
      withStorages((storage) => ({ ...storage, content: storage.content.filter((each) => each !== 'import') })),
    );
    const root = (line: string) => home.simulator.runOnHost('main', 'pve1', line);
    await root('pveum user add terraform@pve');
    // a role of this name may be there, from another cluster
    await root('pveum role add TalosMachines --privs VM.Audit');
    await root('pvesm set local --disable 1');
    const made = JSON.parse(await root('pveum user token add terraform@pve tofu')) as { readonly value: string };
    const token = { PROXMOX_MAIN_API_TOKEN: `terraform@pve!tofu=${made.value}` };

    const rounds: string[][] = [];
    for (;;) {
      const { output, errors } = await run(home, ['plan', 'home', '--json'], token);
      const verdict = JSON.parse(output) as Verdict;
      expect(output + errors).not.toContain(made.value);
      if (verdict.allowed || rounds.length > 3) break;
      rounds.push(verdict.refusals.map(({ kind }) => kind));
      for (const way of verdict.refusals.flatMap(({ ways = [] }) => ways)) {
        if (way.kind !== 'run') throw new Error(way.kind);
        for (const command of way.commands) await home.simulator.runOnHost(way.endpoint, way.hostName, command);
      }
    }
    // what the token may not see comes after it may
    expect(rounds).toEqual([['privileges-missing'], ['datastore-unfit']]);
    const { exitCode, errors } = await run(home, ['apply', 'home', '--yes'], token);
    expect([exitCode, exitCode === 0 ? '' : errors]).toEqual([0, '']);
    const again = await callsOf(home, () => run(home, ['plan', 'home'], token));
    expect(again.result.output).toContain('nothing changes');
    expect(again.proxmox.map(({ path }) => path).filter((path) => path.endsWith('/lxc'))).toEqual([]);
  }, 300_000);

  test('the documented token is enough', async () => {
    const home = await opened(HOME);
    const outputs: string[] = [];
    for (const command of documentedCommands()) outputs.push(await home.simulator.runOnHost('main', 'pve1', command));
    const [, value = ''] = /"value":"([^"]+)"/.exec(outputs.join('')) ?? [];
    const token = { PROXMOX_MAIN_API_TOKEN: `talos@pve!tofu=${value}` };
    const { output } = await run(home, ['plan', 'home', '--json'], token);
    expect(JSON.parse(output)).toMatchObject({ allowed: true, refusals: [], notes: [] });
  }, 120_000);

  test('everything that hosts lack is said together', async () => {
    const home = await opened(
      changedSpec({ 'nodes.ctrl-00.diskGiB': 60, 'nodes.work-00.memoryMiB': 8192 }, HOME),
      (config) => ({
        ...withHosts((host) => ({
          ...host,
          memoryMiB: host.name === 'pve2' ? 4096 : 6144,
          bridges: ['vmbr9'],
          storages: host.storages
            .filter(({ id }) => host.name === 'pve2' || id !== 'local')
            .map((storage) => (storage.type === 'lvmthin' ? { ...storage, type: 'lvm', sizeGiB: 55 } : storage)),
        }))(config),
      }),
    );
    const { exitCode, output } = await run(home, ['plan', 'home', '--json']);
    const { refusals } = JSON.parse(output) as Verdict;
    expect(exitCode).toBe(1);
    expect(refusals.map(({ message, accept }) => [accept, message])).toEqual([
      [
        ['main/pve1'],
        'main/pve1: there is no bridge "vmbr0", which ctrl-00 would be attached to; write an existing one: vmbr9',
      ],
      [
        ['main/pve2'],
        'main/pve2: there is no bridge "vmbr0", which work-00 would be attached to; write an existing one: vmbr9',
      ],
      [
        ['main/pve2'],
        'main/pve2: memoryMiB 8192 of work-00 is more than the 4096 MiB that the host has; write less, or put it on another host',
      ],
      [
        ['main/pve1'],
        'main/pve1: datastore "local-lvm" has 55 GiB free, and the new disks take 60 GiB of it; make room, or write less diskGiB or another datastore',
      ],
      [
        ['endpoint/main'],
        'endpoint/main: datastore "local" is not defined for pve1\n' +
          '  to fix it, run as root on a host of endpoint main:\n      pvesm set local --nodes pve2,pve1',
      ],
    ]);
    for (const way of refusals.flatMap(({ ways = [] }) => ways)) {
      if (way.kind !== 'run') throw new Error(way.kind);
      for (const command of way.commands) await home.simulator.runOnHost(way.endpoint, way.hostName, command);
    }
    const mended = JSON.parse((await run(home, ['plan', 'home', '--json'])).output) as Verdict;
    expect(mended.refusals).toEqual(refusals.slice(0, -1));
    const accepted = ['main/pve1', 'main/pve2'].flatMap((name) => ['--accept', name]);
    expect((await run(home, ['plan', 'home', ...accepted])).output).toContain('the plan may be applied');
  }, 120_000);

  test('without a plan the same is found, and of a cluster that runs nothing more', async () => {
    const look = async (home: Homelab) => {
      const stack: unknown = JSON.parse(readFileSync(join(home.workspace.directory, 'cdk.tf.json'), 'utf8'));
      const { present, ...found } = await preflightStack(stack, home.workspace.shell().env);
      return { ...found, present: [...present] };
    };
    const machines = (isThere: boolean) => ['ctrl-00', 'work-00'].map((name) => [name, isThere]);
    // each host has the memory of what is on it, and not twice
    const home = await opened(
      HOME,
      withHosts((host) => ({ ...host, memoryMiB: 6144 })),
    );
    const { result, proxmox, factory } = await callsOf(home, () => look(home));
    expect(result).toEqual({ refusals: [], notes: [], unchecked: [], present: machines(false) });
    expect(proxmox.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(factory).toEqual(['/versions', '/version/v1.13.9/extensions/official']);
    expect((await run(home, ['apply', 'home', '--yes'])).exitCode).toBe(0);
    expect(await look(home)).toEqual({ refusals: [], notes: [], unchecked: [], present: machines(true) });

    const lacking = await opened(
      HOME,
      withHosts((host) => ({ ...host, bridges: ['vmbr9'] })),
    );
    expect((await look(lacking)).refusals.map(({ message }) => message)).toEqual([
      'main/pve1: there is no bridge "vmbr0", which ctrl-00 would be attached to; write an existing one: vmbr9',
      'main/pve2: there is no bridge "vmbr0", which work-00 would be attached to; write an existing one: vmbr9',
    ]);
  }, 300_000);

  test('a question that fails is no lack of rights', async () => {
    const home = await opened(HOME);
    await home.simulator.addFaults([
      { service: 'proxmox', path: '.*/access/permissions', action: 'status', status: 500, message: 'got timeout' },
    ]);
    const { output } = await run(home, ['plan', 'home', '--json']);
    expect((JSON.parse(output) as Verdict).refusals.map(({ message }) => message)).toEqual([
      'endpoint main: Proxmox VE does not answer GET /access/permissions (500 got timeout), so this plan cannot be checked; plan again once it answers',
    ]);
  }, 120_000);

  test('an old Proxmox VE is refused', async () => {
    const home = await opened(HOME, (config) => ({
      ...config,
      proxmox: config.proxmox.map((endpoint) => ({ ...endpoint, version: '8.2.4' })),
    }));
    expect((await run(home, ['plan', 'home'])).output).toContain(
      'endpoint main: Proxmox VE 8.2.4 is too old for this plan: older releases download no disk images as content "import"; update it to 8.4 or newer',
    );
  }, 120_000);

  test('the id of a container is in use, whether the token sees the container or not', async () => {
    const home = await opened(
      changedSpec({ 'nodes.ctrl-00.vmId': 200 }, HOME),
      withHosts((host) => ({ ...host, containers: host.name === 'pve2' ? [{ id: 200, name: 'dns' }] : [] })),
    );
    const seen = await run(home, ['plan', 'home']);
    expect(seen.exitCode).toBe(2);
    expect(seen.errors.replace(/[\s│╷╵]+/g, ' ')).toContain(
      'VM id 200 on endpoint main belongs to a container, or to a machine without the tag stack-home.',
    );

    await home.simulator.runOnHost(
      'main',
      'pve1',
      "pveum acl modify /vms/200 --tokens 'root@pam!homelab' --roles NoAccess",
    );
    const hidden = await run(home, ['plan', 'home']);
    expect(hidden.output).toContain(
      'endpoint main: vmId 200 of ctrl-00 belongs to a machine or container that the token cannot see; choose another vmId, such as 100, or leave it out',
    );
    expect(hidden.exitCode).toBe(1);
  }, 120_000);

  test.each([
    ['a closed port', 'nothing answers at https://127.0.0.1:1 (ECONNREFUSED); check proxmox.endpoints.main.url'],
    [
      'a token that is none',
      'the token root@pam!homelab is refused (invalid token value!); PROXMOX_MAIN_API_TOKEN must hold',
    ],
    ['a certificate that nobody trusts', 'is not trusted here (SELF_SIGNED_CERT_IN_CHAIN); let SSL_CERT_FILE name'],
  ])(
    '%s is a clear fault before the verdict',
    async (name, message) => {
      const home = await opened(HOME);
      if (name === 'a closed port')
        edit(home, (text) => text.replace(/("endpoint": ")https:[^"]+/, '$1https://127.0.0.1:1'));
      const { exitCode, output, errors } = await run(home, ['plan', 'home'], {
        ...(name === 'a token that is none' && {
          PROXMOX_MAIN_API_TOKEN: 'root@pam!homelab=00000000-0000-4000-8000-000000000000',
        }),
        ...(name === 'a certificate that nobody trusts' && { SSL_CERT_FILE: '/dev/null', SSL_CERT_DIR: '/nowhere' }),
      });
      expect(errors).toContain(message);
      expect(output).not.toContain('may be applied');
      expect(exitCode).toBe(2);
    },
    180_000,
  );

  const opened = async (spec: unknown, configure?: (config: HomelabConfig) => HomelabConfig): Promise<Homelab> => {
    const home = await homelabs.open(spec, { ...(configure && { configure }) });
    await home.workspace.init();
    return home;
  };
});

function run(home: Homelab, args: readonly string[], others: Readonly<Record<string, string>> = {}) {
  return runCommandLine(home, args, undefined, others);
}

/** Commands that the documentation makes a token with. */
function documentedCommands(): readonly string[] {
  const page = readFileSync(join(projectRoot, 'docs', 'proxmox-setup.md'), 'utf8');
  const [, block = ''] = /```sh\n(pveum user add [\s\S]*?)```/.exec(page) ?? [];
  return block.trim().split('\n');
}

/** An action, and the calls that it causes. */
async function callsOf<T>(home: Homelab, work: () => Promise<T>) {
  const before = (await home.simulator.journal()).length;
  const result = await work();
  const calls = await home.simulator.journal(before);
  return {
    result,
    proxmox: calls.filter(({ service }) => service === 'proxmox'),
    factory: calls.filter(({ service }) => service === 'factory').map(({ path }) => path),
  };
}

function edit({ workspace }: Homelab, change: (text: string) => string): void {
  const file = join(workspace.directory, 'cdk.tf.json');
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

function withHosts(change: (host: HostConfig) => HostConfig) {
  return (config: HomelabConfig): HomelabConfig => ({
    ...config,
    proxmox: config.proxmox.map((endpoint) => ({ ...endpoint, hosts: endpoint.hosts.map(change) })),
  });
}

function withStorages(change: (storage: HostConfig['storages'][number]) => HostConfig['storages'][number]) {
  return withHosts((host) => ({ ...host, storages: host.storages.map(change) }));
}
