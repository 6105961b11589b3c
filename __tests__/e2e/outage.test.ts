import { describeHomelab, type FaultRule, type Homelab, leftovers, type Plan, TofuError } from '../support/homelab-run';
import { changedSpec } from '../support/small-spec';

/** Faults of a cluster that has lost its power. */
const CLUSTER_DOWN: readonly FaultRule[] = [
  { service: 'talos', action: 'hang' },
  { service: 'kubernetes', action: 'hang' },
];

const GIT_DOWN: readonly FaultRule[] = [{ service: 'git', action: 'drop' }];

/** Long enough for a machine to come up, and not much longer. */
const PATIENCE = { 'talos.timeouts': { applySeconds: 10 } };

const WITHOUT_HEALTH_CHECK = { health_check: 'false' };

describeHomelab('while the cluster is down', (homelabs) => {
  test('F-27 a plan and a destroy ask the hosts only, when nothing else was asked for', async () => {
    const homelab = await homelabs.open(changedSpec({ state: undefined }));
    const { workspace, simulator } = homelab;
    await workspace.init();
    await workspace.apply();
    await simulator.addFaults([...CLUSTER_DOWN, { service: 'factory', action: 'drop' }]);
    const called = await callsAfterNow(homelab);

    expect(await workspace.plan()).toMatchObject({ isEmpty: true, changes: [] });
    homelab.describe(changedSpec({ state: undefined, 'nodes.work-00.cpuCores': 4 }));
    expect(changesOf(await workspace.plan())).toEqual(['update proxmox_virtual_environment_vm.nodes_work-00']);
    await workspace.destroy();
    expect(await leftovers(homelab)).toEqual([]);
    expect(await called()).toEqual(['proxmox']);
  });

  test('F-27 a health check is switched off, and a control plane that cannot leave etcd is taken out of the state', async () => {
    const spec = changedSpec({
      ...PATIENCE,
      state: undefined,
      lifecycle: 'replace',
      'network.vip': '10.0.0.10',
      'kubernetes.schedulingOnControlPlanes': true,
      'nodes.work-00': undefined,
      'nodes.ctrl-01': { machineType: 'controlplane', host: 'pve2', address: '10.0.0.12' },
      'nodes.ctrl-02': { machineType: 'controlplane', host: 'pve1', address: '10.0.0.13' },
      'talos.healthCheck': { timeoutSeconds: 60 },
    });
    const impatient = changedSpec({ 'talos.healthCheck.timeoutSeconds': 1 }, spec);
    const homelab = await homelabs.open(spec);
    const { workspace, simulator, cluster } = homelab;
    const variables = WITHOUT_HEALTH_CHECK;
    await workspace.init();
    await workspace.apply();

    // everything is down
    await simulator.addFaults(CLUSTER_DOWN);
    homelab.describe(impatient);
    for (const args of [[], ['-destroy']]) {
      const said = expect.stringMatching(
        /Error: .*cluster health check failed[^]*data\.talos_cluster_health\./,
      ) as unknown;
      expect(await failureOf(workspace.plan(undefined, args))).toEqual(said);
    }
    const asked = await callsAfterNow(homelab);
    expect(await workspace.plan({ variables })).toMatchObject({ isEmpty: true, changes: [] });
    expect(
      new Set((await workspace.plan({ variables }, ['-destroy'])).changes.map(({ actions }) => actions.join())),
    ).toEqual(new Set(['delete']));
    expect(await asked()).toEqual(['proxmox']);

    // one of three is down, and its entry is removed
    await simulator.clearFaults();
    await simulator.addFaults([{ service: 'talos', target: cluster.spec.nodes['ctrl-02']!.address, action: 'hang' }]);
    homelab.describe(changedSpec({ 'nodes.ctrl-02': undefined }, impatient));
    const removal = await workspace.plan({ variables });
    expect(changesOf(removal)).toEqual([
      'delete proxmox_virtual_environment_vm.nodes_ctrl-02',
      'delete talos_machine_configuration_apply.cluster_nodes_ctrl-02_apply',
      'delete terraform_data.nodes_ctrl-02_boot-image',
    ]);
    const failure = await failureOf(workspace.apply({ variables }, [removal.file]));
    expect(failure).toContain('talos_machine_configuration_apply.cluster_nodes_ctrl-02_apply_');
    expect(failure).toContain('Error resetting machine');
    expect(await machinesOf(homelab)).toEqual(['ctrl-00', 'ctrl-01', 'ctrl-02']);
    await takeOutOfState(homelab, 'talos_machine_configuration_apply.cluster_nodes_ctrl-02_apply_');
    await workspace.apply({ variables });
    expect(await machinesOf(homelab)).toEqual(['ctrl-00', 'ctrl-01']);
    expect(await membersOf(homelab)).toEqual(['ctrl-00', 'ctrl-01', 'ctrl-02']);
    expect((await workspace.plan({ variables })).isEmpty).toBe(true);

    // the reset is given up while the cluster answers, and then it does not any more
    await simulator.clearFaults();
    const forgoing = { ...variables, reset_on_destroy: 'false' };
    expect(changesOf(await workspace.plan({ variables: forgoing }))).toEqual([
      'update talos_machine_configuration_apply.cluster_nodes_ctrl-00_apply',
      'update talos_machine_configuration_apply.cluster_nodes_ctrl-01_apply',
    ]);
    await workspace.apply({ variables: forgoing });
    await simulator.addFaults(CLUSTER_DOWN);
    const called = await callsAfterNow(homelab);
    await workspace.destroy({ variables: forgoing });
    expect(await leftovers(homelab)).toEqual([]);
    expect(await called()).toEqual(['proxmox']);
  }, 400_000);

  test('Flux is left out of plans, and taken out of the state before a destroy', async () => {
    const homelab = await homelabs.open(
      changedSpec({
        state: undefined,
        lifecycle: 'replace',
        'kubernetes.schedulingOnControlPlanes': true,
        'nodes.work-00': undefined,
        'gitops.flux': {
          repository: { gitea: { url: 'https://gitea.example.com', owner: 'homelab', repository: 'demo' } },
          path: 'clusters/home',
        },
      }),
    );
    const { workspace, simulator } = homelab;
    await workspace.init();
    await workspace.apply();
    const flux = await addressOf(homelab, 'flux_bootstrap_git.');
    const repository = await addressOf(homelab, 'data.gitea_repo.');

    // the cluster is down
    await simulator.addFaults(CLUSTER_DOWN);
    expect(await failureOf(workspace.plan())).toContain(`with ${flux},`);
    const withoutFlux = await callsAfterNow(homelab);
    expect(await workspace.plan(undefined, [`-exclude=${flux}`])).toMatchObject({ isEmpty: true, changes: [] });
    expect(await withoutFlux()).toEqual(['git', 'proxmox']);
    // what Flux needs cannot go before it
    expect((await workspace.plan(undefined, ['-destroy', `-exclude=${flux}`])).changes.map(({ type }) => type)).toEqual(
      [],
    );

    // Git is down too
    await simulator.addFaults(GIT_DOWN);
    const noGitea = expect.stringMatching(/Error: Get "[^]*\/api\/v1\/version": EOF/) as unknown;
    expect(await failureOf(workspace.plan())).toEqual(noGitea);
    expect(await failureOf(workspace.plan(undefined, [`-exclude=${flux}`]))).toEqual(noGitea);
    const withoutGit = await callsAfterNow(homelab);
    expect(await workspace.plan(undefined, [`-exclude=${repository}`])).toMatchObject({ isEmpty: true, changes: [] });
    expect(await withoutGit()).toEqual(['proxmox']);

    // the cluster does not come back, Git does
    await simulator.clearFaults();
    await simulator.addFaults(CLUSTER_DOWN);
    await takeOutOfState(homelab, flux);
    const destroyed = changesOf(await workspace.plan(undefined, ['-destroy']));
    expect(destroyed).toContain('delete gitea_repository_key.gitops_flux_deploy-key');
    expect(destroyed).toContain('delete proxmox_virtual_environment_vm.nodes_ctrl-00');

    // Git does not come back either, and nothing is there that could leave etcd
    await simulator.addFaults(GIT_DOWN);
    await takeOutOfState(homelab, 'talos_machine_configuration_apply.');
    await takeOutOfState(homelab, 'gitea_repository_key.');
    expect(await failureOf(workspace.plan(undefined, ['-destroy']))).toEqual(noGitea);
    const called = await callsAfterNow(homelab);
    await workspace.destroy(undefined, [`-exclude=${repository}`]);
    expect(await called()).toEqual(['proxmox']);
    expect((await workspace.stateList()).filter((address) => !address.startsWith('data.'))).toEqual([]);
    expect(await leftovers(homelab)).toEqual(['deploy key home-flux of demo']);
  });
});

/** Output of a run that fails. */
async function failureOf(run: Promise<unknown>): Promise<string> {
  try {
    await run;
  } catch (error) {
    if (error instanceof TofuError) return error.message;
    throw error;
  }
  throw new Error('the run has not failed');
}

/** Actions of a plan with addresses without their last part, sorted. */
function changesOf({ changes }: Plan): readonly string[] {
  return changes.map(({ address, actions }) => `${actions.join('+')} ${address.replace(/_[0-9A-F]{8}$/, '')}`).sort();
}

/** Which services will have been called from now on; a cluster that comes up applies manifests by itself. */
async function callsAfterNow({ simulator }: Homelab): Promise<() => Promise<readonly string[]>> {
  const last = (await simulator.journal()).at(-1)?.number;
  return async () => {
    const calls = (await simulator.journal(last)).filter(
      ({ service, method }) => service !== 'kubernetes' || method !== 'apply',
    );
    return [...new Set(calls.map(({ service }) => service))].sort();
  };
}

/** The one address in the state that begins so. */
async function addressOf({ workspace }: Homelab, beginning: string): Promise<string> {
  const found = (await workspace.stateList()).filter((address) => address.startsWith(beginning));
  expect(found).toHaveLength(1);
  return found[0]!;
}

async function takeOutOfState(homelab: Homelab, beginning: string): Promise<void> {
  const address = await addressOf(homelab, beginning);
  expect(await homelab.workspace.run(['state', 'rm', address])).toMatchObject({ exitCode: 0 });
}

/** The part of what the simulator tells of itself that these tests look at. */
interface Inventory {
  readonly proxmox: readonly { readonly guests: readonly { readonly name: string }[] }[];
  readonly talos: { readonly etcd: Readonly<Record<string, readonly { readonly hostname: string }[]>> };
}

/** Machines that the hosts have, sorted. */
async function machinesOf({ simulator }: Homelab): Promise<readonly string[]> {
  const { proxmox } = (await simulator.inventory()) as Inventory;
  return proxmox.flatMap(({ guests }) => guests.map(({ name }) => name)).sort();
}

/** Members of etcd, sorted. */
async function membersOf({ simulator }: Homelab): Promise<readonly string[]> {
  const { talos } = (await simulator.inventory()) as Inventory;
  return Object.values(talos.etcd)
    .flat()
    .map(({ hostname }) => hostname)
    .sort();
}
