import { ClusterStory } from '../support/cluster-story';
import { describeHomelab, leftovers } from '../support/homelab-run';
import { type Changes, changedSpec } from '../support/small-spec';
import { Story } from '../support/story';

const JOBS = 'proxmox.endpoints.main.backupJobs';

/** A control plane and two workers, all of which are backed up. */
const BASE = changedSpec({
  state: undefined,
  'nodes.ctrl-00.vmId': 100,
  'nodes.work-00.vmId': 200,
  'nodes.work-01': { machineType: 'worker', host: 'pve1', address: '10.0.0.22', vmId: 201 },
  'proxmox.endpoints.main.resourcePools': { lab: {} },
  [JOBS]: { nightly: { schedule: '02:30', datastoreId: 'local', keep: { daily: 7, weekly: 4 } } },
});

interface Kept {
  readonly proxmox: readonly { readonly backups: Readonly<Record<string, string>> }[];
}

describeHomelab('machines that are backed up', (homelabs) => {
  const { step, look } = new Story();
  let story: ClusterStory;
  let spec: unknown = BASE;
  const edit = (changes: Changes, ...accept: readonly string[]) =>
    story.edit((spec = changedSpec(changes, spec)), accept);
  const jobs = async () => ((await story.homelab.simulator.inventory()) as Kept).proxmox[0]?.backups;

  beforeAll(async () => {
    story = await ClusterStory.begin(await homelabs.openForAll(BASE));
  });

  look('all machines are in the job, and a plan finds nothing to change', async () => {
    expect(await jobs()).toEqual({ 'stack-home-nightly': '100,200,201' });
    expect(await story.plan(spec)).toMatchObject({ changes: [], verdict: { refusals: [] } });
  });

  step('settings change, one of a pool comes, and no machine is touched', async () => {
    const edited = await edit({
      [`${JOBS}.nightly`]: { schedule: 'sun 04:00', datastoreId: 'local', machines: ['ctrl-00', 'work-00', 'work-01'] },
      [`${JOBS}.whole`]: { schedule: 'monthly', datastoreId: 'local', poolId: 'lab', mode: 'stop' },
    });
    expect(edited.changes).toEqual([
      'update proxmox_backup_job.backup-jobs_main_nightly',
      'create proxmox_backup_job.backup-jobs_main_whole',
    ]);
    expect(await jobs()).toEqual({ 'stack-home-nightly': '100,200,201', 'stack-home-whole': 'lab' });
  });

  step('a machine that is replaced is in its job again, as a plan shows', async () => {
    await edit({ 'nodes.work-00.vmId': 210 }, 'work-00');
    expect((await jobs())?.['stack-home-nightly']).toBe('100,210,201');
  });

  step('a machine that goes leaves its job', async () => {
    await edit({ 'nodes.work-01': undefined, [`${JOBS}.nightly.machines`]: ['ctrl-00', 'work-00'] }, 'work-01');
    expect((await jobs())?.['stack-home-nightly']).toBe('100,210');
  });

  step('nothing is left after a destroy', async () => {
    await story.homelab.workspace.destroy();
    expect(await leftovers(story.homelab)).toEqual([]);
  });
});
