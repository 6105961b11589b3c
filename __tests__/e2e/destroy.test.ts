import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runCommandLine, startCommandLine } from '../support/command-line';
import { type FaultRule, describeHomelab, type Homelab, leftovers } from '../support/homelab-run';
import { checkedOutput } from '../support/output-schema';
import { changeInProxmox } from '../support/proxmox-api';
import { changedSpec } from '../support/small-spec';

/** Ids that a test can name, and a worker with data. */
const SMALL = changedSpec({
  'nodes.ctrl-00.vmId': 200,
  'nodes.work-00.vmId': 210,
  'nodes.work-00.disks': { data: { slot: 1, sizeGiB: 50 } },
});

/** Three control planes that leave etcd before they go, if they are asked to. */
const REPLACED = changedSpec({
  lifecycle: 'replace',
  'network.vip': '10.0.0.10',
  'kubernetes.schedulingOnControlPlanes': true,
  'nodes.work-00': undefined,
  'nodes.ctrl-00.vmId': 200,
  'nodes.ctrl-01': { machineType: 'controlplane', host: 'pve2', address: '10.0.0.12', vmId: 201 },
  'nodes.ctrl-02': { machineType: 'controlplane', host: 'pve1', address: '10.0.0.13', vmId: 202 },
  'talos.healthCheck': { timeoutSeconds: 60 },
});

const FLUX = changedSpec({
  'nodes.work-00': undefined,
  'kubernetes.schedulingOnControlPlanes': true,
  'gitops.flux': {
    repository: { gitea: { url: 'https://gitea.example.com', owner: 'homelab', repository: 'demo' } },
    path: 'clusters/home',
  },
});

/** A cluster that has lost its power. */
const CLUSTER_DOWN: readonly FaultRule[] = [
  { service: 'talos', action: 'hang' },
  { service: 'kubernetes', action: 'hang' },
];

const DESTROY = ['destroy', 'home', '--yes'];

describeHomelab('destroy', (homelabs) => {
  /** A homelab with an applied cluster. */
  async function applied(spec: unknown): Promise<Homelab> {
    const homelab = await homelabs.open(spec);
    await homelab.workspace.init();
    const { exitCode, errors } = await runCommandLine(homelab, ['apply', 'home', '--yes']);
    expect([exitCode, exitCode === 0 ? '' : errors]).toEqual([0, '']);
    return homelab;
  }

  test('says what goes and what stays, asks, goes on after an interruption, and leaves the project alone', async () => {
    const homelab = await applied(SMALL);
    const nobody = await runCommandLine(homelab, ['destroy', 'home']);
    expect(nobody).toMatchObject({
      exitCode: 2,
      errors: 'there is no terminal to ask on; pass --yes to destroy what the guard allows\n',
    });
    expect(await changesOf(homelab)).not.toContain('DELETE /nodes/pve1/qemu/200/');

    // Proxmox VE fails at the first machine
    await homelab.simulator.addFaults([
      {
        service: 'proxmox',
        method: 'DELETE',
        path: '.*/qemu/210/',
        action: 'status',
        status: 403,
        message: 'broken',
      },
    ]);
    const failed = await runCommandLine(homelab, DESTROY);
    expect([failed.exitCode, failed.errors]).toEqual([2, expect.any(String)]);
    expect(failed.output).toContain('work-00  worker         destroyed');
    expect(failed.output).toContain('permanently lost:\n');
    expect(failed.output).toContain('  work-00: scsi0 (50 GiB), scsi1 (50 GiB)\n');
    expect(failed.output).toContain('\nstays:\n');
    expect(failed.errors).toContain('  go on with: npx cdktf-proxmox-talos destroy home\n');
    expect(await leftovers(homelab)).toContain('VM 210 work-00');
    await homelab.simulator.clearFaults();

    // the command is killed while it deletes
    await homelab.simulator.addFaults([{ service: 'proxmox', method: 'DELETE', path: '.*/qemu/210/', action: 'hold' }]);
    const killed = startCommandLine(homelab, DESTROY);
    expect(await homelab.simulator.held(60)).toMatchObject({ method: 'DELETE' });
    killed.child.kill('SIGINT');
    await homelab.simulator.clearFaults();
    const stopped = await killed.ended;
    expect(stopped.exitCode).toBe(130);
    expect(stopped.errors).toContain('stopped by SIGINT\n');
    expect(stopped.errors).toContain('  go on with: npx cdktf-proxmox-talos destroy home\n');

    const { exitCode, output, errors } = await runCommandLine(homelab, [...DESTROY, '--json']);
    expect([exitCode, exitCode === 0 ? '' : errors]).toEqual([0, '']);
    expect(checkedOutput('destroy', output)).toMatchObject({ clusterName: 'home', allowed: true });
    expect(await leftovers(homelab)).toEqual([]);
    expect(errors).toContain('nothing of home is left in its state\n');
    expect(errors).toContain('to create it again, with new secrets:\n  npx cdktf-proxmox-talos apply home\n');
    for (const secret of Object.values(homelab.cluster.variables)) {
      expect(output + errors + failed.output + failed.errors).not.toContain(secret);
    }
    expect(existsSync(join(homelab.workspace.directory, 'cdk.tf.json'))).toBe(true);

    const again = await runCommandLine(homelab, DESTROY);
    expect([again.exitCode, again.output]).toEqual([0, expect.stringContaining('nothing changes')]);
    expect((await runCommandLine(homelab, ['apply', 'home', '--yes'])).exitCode).toBe(0);
  }, 400_000);

  test('needs no machine that answers, also where each would leave etcd first', async () => {
    const homelab = await applied(REPLACED);
    for (const [host, id] of [
      ['pve1', 200],
      ['pve2', 201],
      ['pve1', 202],
    ] as const) {
      await changeInProxmox(homelab, 'POST', `/nodes/${host}/qemu/${id}/status/stop`);
    }
    await homelab.simulator.addFaults(CLUSTER_DOWN);
    const last = (await homelab.simulator.journal()).at(-1)?.number;
    const { exitCode, output, errors } = await runCommandLine(homelab, DESTROY);
    expect([exitCode, exitCode === 0 ? '' : errors]).toEqual([0, '']);
    expect(errors).toContain('not reset before they are destroyed, as their disks go too');
    expect(output).not.toContain('reset_on_destroy');
    expect(await leftovers(homelab)).toEqual([]);
    const called = (await homelab.simulator.journal(last)).map(({ service }) => service);
    expect([...new Set(called)]).toEqual(['proxmox']);
  }, 400_000);

  test('leaves Flux in Git where the cluster does not answer', async () => {
    const homelab = await applied(FLUX);
    await homelab.simulator.addFaults(CLUSTER_DOWN);
    const { exitCode, output, errors } = await runCommandLine(homelab, DESTROY);
    expect([exitCode, exitCode === 0 ? '' : errors]).toEqual([0, '']);
    expect(output).toContain('stays:\n  the files of Flux in Git: the cluster does not answer');
    expect(await leftovers(homelab)).toEqual([]);
  }, 400_000);

  test('refuses where something must not go, and destroys nothing', async () => {
    const homelab = await applied(changedSpec({ 'nodes.work-00.protection': true }, SMALL));
    const before = await leftovers(homelab);
    const refused = await runCommandLine(homelab, DESTROY);
    expect([refused.exitCode, refused.errors]).toEqual([1, expect.any(String)]);
    expect(refused.errors).toContain('work-00: must not be destroyed, as the cluster file protects it');
    expect(await leftovers(homelab)).toEqual(before);

    // the edit alone lets Proxmox VE protect it still
    homelab.describe(SMALL);
    const early = await runCommandLine(homelab, DESTROY);
    expect([early.exitCode, early.output]).toEqual([1, expect.stringContaining('to do it anyway: --accept work-00')]);
    expect(await leftovers(homelab)).toEqual(before);
  }, 400_000);

  test('names machines of the stack that its state does not know', async () => {
    const homelab = await applied(SMALL);
    const state = await homelab.workspace.run(['state', 'rm', 'proxmox_virtual_environment_vm.nodes_work-00_426AA892']);
    expect(state.exitCode).toBe(0);
    const { exitCode, output } = await runCommandLine(homelab, DESTROY);
    expect(exitCode).toBe(0);
    expect(output).toContain('machine work-00 on main/pve2: it has the tag stack-home, but it is not in the state');
    expect(await leftovers(homelab)).toEqual(['VM 210 work-00', 'machine work-00']);
    // a cluster that is forgotten can be destroyed by what was synthesized last
    rmSync(join(homelab.directory, 'project', 'stacks'), { recursive: true, force: true });
    expect((await runCommandLine(homelab, DESTROY)).exitCode).toBe(0);
  }, 400_000);
});

async function changesOf({ simulator }: Homelab): Promise<readonly string[]> {
  return (await simulator.journal())
    .filter(({ service, method }) => service === 'proxmox' && method !== 'GET')
    .map(({ method, path }) => `${method} ${path.replace(/^\/api2\/json/, '')}`);
}
