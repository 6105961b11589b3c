import { runCommandLine } from '../support/command-line';
import { describeHomelab, leftovers } from '../support/homelab-run';
import { changedSpec } from '../support/small-spec';
import { startKubernetes, startPostgres, type StateServer } from '../support/state-servers';

/** One machine is enough to have every secret of a cluster. */
const ALONE = { 'nodes.work-00': undefined, 'kubernetes.schedulingOnControlPlanes': true };

const SERVERS = { pg: startPostgres, kubernetes: startKubernetes };
const PASSPHRASE = { state_passphrase: 'correct horse battery staple' };
const APPLY = ['apply', '-no-color', '-input=false', '-auto-approve'];

describeHomelab('a state on a real server', (homelabs) => {
  const servers: StateServer[] = [];
  afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

  test.each(Object.entries(SERVERS))('%s: applied, encrypted, locked by one, and destroyed', async (kind, start) => {
    const server: StateServer = await start();
    servers.push(server);
    const described = (encryption: string, changes = {}) =>
      changedSpec({ ...ALONE, state: { backend: server.backend, encryption }, ...changes });
    const homelab = await homelabs.open(described('off'), { environment: server.environment });
    const { workspace, simulator } = homelab;
    await workspace.init();

    await simulator.addFaults([{ service: 'proxmox', method: 'POST', path: '.*/status/start', action: 'hold' }]);
    const first = workspace.start(APPLY);
    expect(await simulator.held(120)).toMatchObject({ service: 'proxmox' });
    const refused = await workspace.run([...APPLY, '-lock-timeout=0s']);
    console.log(refused.output);
    expect(refused.exitCode).toBe(1);
    expect(refused.output).toContain('Error: Error acquiring the state lock');
    await simulator.clearFaults();
    expect(await first.ended).toMatchObject({ exitCode: 0 });
    expect((await workspace.plan()).isEmpty).toBe(true);

    console.log(server.stored().slice(0,300));
    homelab.describe(described('migrate'));
    await workspace.apply({ variables: PASSPHRASE });
    homelab.describe(described('on'));
    expect((await workspace.plan({ variables: PASSPHRASE })).isEmpty).toBe(true);
    console.log(server.stored().slice(0,300));
    await homelab.workspace.destroy({ variables: PASSPHRASE });
    expect(await leftovers(homelab)).toEqual([]);
  }, 600_000);
});
void runCommandLine;
