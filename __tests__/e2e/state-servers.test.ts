import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pasteCommand, runCommandLine, startCommandLine } from '../support/command-line';
import { describeHomelab, type Homelab, leftovers } from '../support/homelab-run';
import { changedSpec } from '../support/small-spec';
import { startKubernetes, startPostgres, type StateServer } from '../support/state-servers';
import { casesOfToday } from '../support/today';

/** One machine is enough to have every secret of a cluster. */
const ALONE = { 'nodes.work-00': undefined, 'kubernetes.schedulingOnControlPlanes': true };

const SERVERS = { pg: startPostgres, kubernetes: startKubernetes };
const HOLD = { service: 'proxmox', method: 'POST', path: '.*/status/start', action: 'hold' } as const;
const PASSPHRASE = { STATE_PASSPHRASE: 'correct horse battery staple' };

/** What a state holds in clear text. */
const SECRET = 'CERTIFICATE';

describeHomelab('a state on a real server', (homelabs) => {
  const servers: StateServer[] = [];
  afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

  const opened = async (start: () => Promise<StateServer>) => {
    const server = await start();
    servers.push(server);
    const described = (encryption: string, changes = {}) =>
      changedSpec({ ...ALONE, state: { backend: server.backend, encryption }, ...changes });
    const home = await homelabs.open(described('off'), { environment: server.environment });
    writeClusterFile(home);
    const describe = (encryption: string, changes = {}) => {
      home.describe(described(encryption, changes));
      writeClusterFile(home);
    };
    return { server, home, describe };
  };

  test.each(Object.entries(SERVERS))(
    '%s: applied, encrypted, and destroyed',
    async (kind, start) => {
      const { server, home, describe } = await opened(start);
      const doctor = async (environment = {}) =>
        (await runCommandLine(home, ['doctor'], undefined, environment)).output;
      expect(await doctor()).toMatch(
        /ok +home: state: (?:table home\.states|secret tfstate-default-home) .*nothing was applied/s,
      );

      const apply = startCommandLine(home, ['apply', 'home', '--yes']);
      await home.simulator.addFaults([HOLD]);
      expect(await home.simulator.held(120)).toMatchObject({ service: 'proxmox' });
      const refused = await runCommandLine(home, ['apply', 'home', '--yes']);
      expect(refused.exitCode).toBe(2);
      expect(refused.errors).toMatch(
        kind === 'pg'
          ? /pg_terminate_backend\(<pid>\) ends one/
          : /locked by a run of \S+@\S+ since .* UTC; wait for its end/,
      );
      const waits = startCommandLine(home, ['apply', 'home', '--yes', '--lock-timeout', '5m']);
      await home.simulator.clearFaults();
      expect(await apply.ended).toMatchObject({ exitCode: 0 });
      expect(await waits.ended).toMatchObject({ exitCode: 0 });
      expect(server.stored()).toContain('home');

      const plan = async () => (await runCommandLine(home, ['plan', 'home'], undefined, PASSPHRASE)).output;
      expect(await plan()).toBe('\nnothing changes\n');
      describe('migrate');
      expect(await runCommandLine(home, ['apply', 'home', '--yes'], undefined, PASSPHRASE)).toMatchObject({
        exitCode: 0,
      });
      describe('on');
      expect(await plan()).toBe('\nnothing changes\n');
      expect(server.stored()).not.toContain(SECRET);
      expect(await doctor(PASSPHRASE)).toMatch(/ok +home: state: .* it has \d+ resources/);
      expect(await doctor({ STATE_PASSPHRASE: 'another passphrase, as long' })).toContain(
        'encrypted with another passphrase',
      );

      const destroyed = await runCommandLine(home, ['destroy', 'home', '--yes'], undefined, PASSPHRASE);
      expect([destroyed.exitCode, destroyed.errors]).toEqual([0, expect.stringContaining('destroyed home')]);
      expect(await leftovers(home)).toEqual([]);
    },
    600_000,
  );

  test.each(casesOfToday(Object.entries(SERVERS), 1))(
    '%s: a server that goes away in the middle of an apply costs nothing',
    async (kind, start) => {
      const { server, home } = await opened(start);
      await home.simulator.addFaults([HOLD]);
      const apply = startCommandLine(home, ['apply', 'home', '--yes']);
      expect(await home.simulator.held(120)).toMatchObject({ service: 'proxmox' });
      await server.down();
      await home.simulator.clearFaults();
      const failed = await apply.ended;
      expect(failed.exitCode).toBe(2);
      expect(failed.errors).toContain(
        'lies in errored.tfstate beside the stack; do not apply again before it is there',
      );
      expect(readdirSync(join(home.projectDirectory, 'cdktf.out/stacks/home'))).toContain('errored.tfstate');

      await server.up();
      const pushed = await pasteCommand(home, goOn(failed));
      expect([pushed.exitCode, pushed.errors]).toEqual([0, '']);
      if (kind === 'kubernetes') {
        const locked = await runCommandLine(home, ['apply', 'home', '--yes']);
        expect(locked.errors).toContain('the state is locked by a run of ');
        expect(await pasteCommand(home, goOn(locked), 'yes\n')).toMatchObject({ exitCode: 0 });
      }
      expect(await runCommandLine(home, ['plan', 'home'])).toMatchObject({
        exitCode: 0,
        output: '\nnothing changes\n',
      });
    },
    600_000,
  );
});

/** The command that a failed one is followed by. */
function goOn({ errors }: { readonly errors: string }): string {
  const [, command = ''] = /^ *go on with: (.*)$/m.exec(errors) ?? [];
  expect(command).not.toBe('');
  return command;
}

/** The cluster as a person would have its file, which is JSON here. */
function writeClusterFile({ projectDirectory, cluster }: Homelab): void {
  const folder = join(projectDirectory, 'stacks', 'clusters');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'home.yaml'), JSON.stringify(cluster.spec));
}
