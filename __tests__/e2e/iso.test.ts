import { actsOn, ClusterStory } from '../support/cluster-story';
import { describeHomelab } from '../support/homelab-run';
import { machineStorage, storageInWords } from '../support/machine-storage';
import { type Changes, changedSpec } from '../support/small-spec';
import { Story } from '../support/story';

const BASE = changedSpec({
  state: undefined,
  'talos.version': 'v1.13.8',
  'talos.bootRoute': 'iso',
  'talos.imageFileName': 'talos-{cluster}-{version}-{schematic}',
  'nodes.ctrl-00.vmId': 100,
  'nodes.work-00.vmId': 200,
  'nodes.work-00.disks.data': { slot: 1, sizeGiB: 5, mountPath: '/var/mnt/data' },
});

describeHomelab('machines that boot an ISO and install Talos on their disks', (homelabs) => {
  const { step, look } = new Story();
  let story: ClusterStory;
  let spec: unknown = BASE;
  const edit = (changes: Changes) => story.edit((spec = changedSpec(changes, spec)));

  beforeAll(async () => {
    story = await ClusterStory.begin(await homelabs.openForAll(BASE));
  });

  look(
    'PK-3 NV-13 NV-19 the ISO is in the CD-ROM, Talos is on the system disk, and a plan finds nothing to change',
    async () => {
      const machines = await story.machines();
      expect(machines['work-00']!.config).toMatchObject({
        boot: 'order=scsi0;ide3',
        ide3: expect.stringMatching(/^local:iso\/talos-home-v1\.13\.8-[0-9a-f]{64}\.iso,media=cdrom/) as string,
        scsi0: expect.stringMatching(/^local-lvm:vm-200-disk-\d+,.*serial=system/) as string,
      });
      expect(machines['work-00']!.version).toBe('v1.13.8');
      expect(storageInWords((await machineStorage(story.homelab))['work-00']!)).toEqual([
        'EPHEMERAL ready scsi0 system',
        'u-data ready scsi1 data',
        '/var/mnt/data on u-data',
      ]);
      expect(await story.nodes()).toEqual({ 'ctrl-00': true, 'work-00': true });
      expect(await story.plan(spec)).toMatchObject({ changes: [] });
    },
  );

  step('a restart boots what is installed', async () => {
    const edited = await edit({ 'nodes.work-00.cpuCores': 4 });
    expect(actsOn('work-00', edited)).toEqual(['PUT config', 'POST status/shutdown', 'POST status/start']);
    expect(edited.after['work-00']).toMatchObject({
      version: 'v1.13.8',
      clusterId: edited.before['work-00']!.clusterId,
    });
    expect(await story.nodes()).toEqual({ 'ctrl-00': true, 'work-00': true });
  });

  step('a new version changes what is in the CD-ROM, and no machine', async () => {
    const edited = await edit({ 'talos.version': 'v1.13.9' });
    for (const name of ['ctrl-00', 'work-00']) {
      expect(actsOn(name, edited)).toEqual(['PUT config', 'ApplyConfiguration']);
      const { machine, bootId, version } = edited.before[name]!;
      expect(edited.after[name]).toMatchObject({ machine, bootId, version });
    }
    expect(edited.after['work-00']!.config.ide3).toMatch(/^local:iso\/talos-home-v1\.13\.9-/);
  });
});
