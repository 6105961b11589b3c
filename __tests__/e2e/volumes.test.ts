import { ClusterStory, touched } from '../support/cluster-story';
import { describeHomelab } from '../support/homelab-run';
import { machineStorage } from '../support/machine-storage';
import { changedSpec } from '../support/small-spec';
import { Story } from '../support/story';

const ON_DATA = { diskSelector: 'disk.serial == "data"' };

/** A worker whose system disk has room beside EPHEMERAL, with a disk that nothing is on. */
const BASE = changedSpec({
  state: undefined,
  'nodes.ctrl-00.vmId': 100,
  'nodes.work-00.vmId': 200,
  'nodes.work-00.diskGiB': 20,
  'nodes.work-00.disks.data': { slot: 1, sizeGiB: 10 },
  'nodes.work-00.storage': {
    systemVolumes: { EPHEMERAL: { maxSize: '8GiB' } },
    userVolumes: { local: { diskSelector: 'system_disk', minSize: '2GiB', maxSize: '4GiB' } },
  },
});

const ADDED = changedSpec(
  {
    'nodes.work-00.storage.userVolumes.scratch': { ...ON_DATA, minSize: '1GiB', maxSize: '3GiB', filesystem: 'ext4' },
    'nodes.work-00.storage.userVolumes.shared': { type: 'directory' },
    'nodes.work-00.storage.rawVolumes.ceph': { ...ON_DATA, minSize: '1GiB', maxSize: '2GiB' },
    'nodes.work-00.storage.swapVolumes.swap': { ...ON_DATA, minSize: '1GiB', maxSize: '1GiB' },
  },
  BASE,
);

describeHomelab('volumes', (homelabs) => {
  const { step } = new Story();
  let story: ClusterStory;
  let first: string | undefined;

  /** Volumes of the worker by id: the disk and the size. */
  const volumes = async () => {
    const { volumes: all = [] } = (await machineStorage(story.homelab))['work-00'] ?? {};
    return Object.fromEntries(all.map(({ id, phase, disk, gib }) => [id, [phase, disk, gib].join(' ')]));
  };
  const dataOf = async (id: string) =>
    (await machineStorage(story.homelab))['work-00']?.volumes.find((volume) => volume.id === id)?.dataId;

  beforeAll(async () => {
    story = await ClusterStory.begin(await homelabs.openForAll(BASE));
  });

  step('one on the system disk has the room that EPHEMERAL leaves', async () => {
    expect(await volumes()).toMatchObject({ EPHEMERAL: 'ready scsi0 8', 'u-local': 'ready scsi0 4' });
  });

  step('several come to a running machine, without a restart', async () => {
    const edit = await story.edit(ADDED);
    expect(edit.changes).toEqual(['update talos_machine_configuration_apply.cluster_nodes_work-00_apply']);
    expect(touched(edit)).toEqual([]);
    expect(await volumes()).toMatchObject({
      'u-local': 'ready scsi0 4',
      'u-scratch': 'ready scsi1 3',
      'r-ceph': 'ready scsi1 2',
      's-swap': 'ready scsi1 1',
      'u-shared': expect.stringContaining('ready') as string,
    });
    first = await dataOf('u-scratch');
    expect(first).toBeDefined();
  });

  step('who leaves one out keeps its data, and finds it again', async () => {
    await story.edit(BASE);
    expect(await volumes()).not.toHaveProperty('u-scratch');
    await story.edit(ADDED);
    expect(await dataOf('u-scratch')).toBe(first);
  });
});
