import { ClusterStory } from '../support/cluster-story';
import { describeHomelab, leftovers } from '../support/homelab-run';
import { type Changes, changedSpec } from '../support/small-spec';
import { Story } from '../support/story';

const MAIN = 'proxmox.endpoints.main';

/** Two hosts that share a datastore for images, and two machines in a pool inside of another. */
const BASE = changedSpec({
  state: undefined,
  [`${MAIN}.imageHost`]: 'pve1',
  [`${MAIN}.vmIds`]: '100-199',
  [`${MAIN}.hostDefaults`]: { imageDatastoreId: 'nas' },
  [`${MAIN}.resourcePools`]: { lab: { comment: 'Experiments' }, 'lab/talos': {} },
  nodeDefaults: { controlplane: { poolId: 'lab/talos' }, worker: { poolId: 'lab/talos' } },
  'nodes.ctrl-00.vmId': 100,
  'nodes.work-00.vmId': 101,
  'nodes.work-00.disks': { data: { slot: 1, sizeGiB: 5, diskVm: { vmId: 102 } } },
});

interface Pools {
  readonly proxmox: readonly { readonly pools: Readonly<Record<string, unknown>> }[];
}

describeHomelab('hosts that share a datastore, and pools of machines', (homelabs) => {
  const { step, look } = new Story();
  let story: ClusterStory;
  let spec: unknown = BASE;
  const edit = (changes: Changes) => story.edit((spec = changedSpec(changes, spec)));
  const pools = async () => ((await story.homelab.simulator.inventory()) as Pools).proxmox[0]?.pools;
  const poolOf = async () => Object.fromEntries(Object.entries((await pools()) ?? {}).sort());

  beforeAll(async () => {
    story = await ClusterStory.begin(await homelabs.openForAll(BASE));
  });

  look('PK-7 one host downloads the image, and machines on both are made from it', async () => {
    const downloads = (await story.homelab.simulator.journal()).filter(({ path }) => path.endsWith('/download-url'));
    expect(downloads.map(({ path }) => path)).toEqual(['/api2/json/nodes/pve1/storage/nas/download-url']);
    const machines = await story.machines();
    expect([machines['ctrl-00']?.host, machines['work-00']?.host]).toEqual(['pve1', 'pve2']);
  });

  look('machines are in their pool, and those that keep disks too', async () => {
    expect(await poolOf()).toEqual({ lab: [], 'lab/talos': [100, 101, 102] });
  });

  step('a further pool touches no machine', async () => {
    const edited = await edit({ [`${MAIN}.resourcePools.prod`]: {} });
    expect(edited.changes).toEqual(['create proxmox_virtual_environment_pool.resource-pools_main_prod']);
  });

  step('machines move to another pool while their old one is removed', async () => {
    const edited = await edit({
      [`${MAIN}.resourcePools`]: { prod: { comment: 'Production' } },
      'nodeDefaults.controlplane.poolId': 'prod',
      'nodeDefaults.worker.poolId': 'prod',
    });
    expect(await poolOf()).toEqual({ prod: [100, 101, 102] });
    expect(edited.after).toEqual(edited.before);
  });

  step('a machine without poolId stays in its pool, as the provider takes none out', async () => {
    expect((await edit({ 'nodeDefaults.worker': undefined })).changes).toEqual([]);
    expect(await poolOf()).toEqual({ prod: [100, 101, 102] });
  });

  step('nothing is left after a destroy, whose machines go before the pool that they are in', async () => {
    await story.homelab.workspace.destroy();
    expect(await leftovers(story.homelab)).toEqual([]);
    expect(await pools()).toEqual({});
  });
});
