import { ClusterStory, touched } from '../support/cluster-story';
import { describeHomelab } from '../support/homelab-run';
import { machineStorage } from '../support/machine-storage';
import { changedSpec } from '../support/small-spec';
import { Story } from '../support/story';

const NODE_ID = { slot: 0, nodeId: true };

/** A control plane with etcd on a disk of its own and logs beside EPHEMERAL, and a worker without any of that. */
const BASE = changedSpec({
  state: undefined,
  'talos.version': 'v1.14.0',
  'talos.contract': 'v1.14',
  'nodes.ctrl-00.vmId': 100,
  'nodes.work-00.vmId': 200,
  'nodes.ctrl-00.diskGiB': 20,
  'nodes.ctrl-00.disks.etcd': { slot: 1, sizeGiB: 10 },
  'nodes.ctrl-00.storage': {
    systemVolumes: {
      ETCD: { diskSelector: 'disk.serial == "etcd"', minSize: '4GiB', maxSize: '8GiB' },
      LOG: { maxSize: '3GiB', minSize: '1GiB', encryption: { keys: [NODE_ID], allowDiscards: true } },
    },
  },
  'nodes.work-00.disks.data': { slot: 1, sizeGiB: 10 },
});

describeHomelab('volumes of Talos in places of their own', (homelabs) => {
  const { step, look } = new Story();
  let story: ClusterStory;
  const refusalsOf = async (changes: Parameters<typeof changedSpec>[0]) => {
    const { verdict } = await story.plan(changedSpec(changes, BASE));
    return verdict.refusals.map(({ kind, accept }) => [kind, ...accept].join(' '));
  };
  const volumes = async (name: string) => (await machineStorage(story.homelab))[name]!.volumes;
  const shown = async (name: string) =>
    (await volumes(name)).map(({ id, phase, disk, gib, keys = [] }) =>
      [id, phase, disk, disk === undefined ? undefined : gib, ...keys].filter((each) => each !== undefined).join(' '),
    );

  beforeAll(async () => {
    story = await ClusterStory.begin(await homelabs.openForAll(BASE));
  });

  look('G-41 each lies where it is told to, and EPHEMERAL takes what is left', async () => {
    expect(await shown('ctrl-00')).toEqual([
      'LOG ready scsi0 3 0 nodeid',
      'ETCD ready scsi1 8',
      'CRI ready',
      'KUBELET ready',
      expect.stringMatching(/^EPHEMERAL ready scsi0 1\d$/),
    ]);
    expect(await shown('work-00')).toEqual(expect.arrayContaining(['ETCD ready', 'LOG ready']));
    expect(await story.plan(BASE)).toMatchObject({ changes: [] });
  });

  step('none of them moves on a machine that has data', async () => {
    const etcd = 'nodes.ctrl-00.storage.systemVolumes.ETCD';
    expect(await refusalsOf({ [etcd]: undefined })).toEqual(['system-volume-moves ctrl-00']);
    expect(
      await refusalsOf({
        'nodes.work-00.storage.systemVolumes.CRI': { diskSelector: 'disk.serial == "data"', maxSize: '8GiB' },
      }),
    ).toEqual(['system-volume-moves work-00']);
  });

  step('upkeep and a volume for pods come to a running machine, without a restart', async () => {
    const before = (await volumes('ctrl-00')).map(({ dataId }) => dataId);
    const edit = await story.edit(
      changedSpec(
        {
          'machine.safeguards': { filesystemScrubHours: 720 },
          'nodes.ctrl-00.storage.systemVolumes.ETCD.trimHours': 24,
          'nodes.work-00.storage.userVolumes.scratch': {
            diskSelector: 'disk.serial == "data"',
            minSize: '1GiB',
            maxSize: '4GiB',
            scrubHours: 0,
          },
        },
        BASE,
      ),
    );
    expect(touched(edit)).toEqual([]);
    expect((await volumes('ctrl-00')).map(({ dataId }) => dataId)).toEqual(before);
    expect(await shown('work-00')).toContain('u-scratch ready scsi1 4');
  });
});
