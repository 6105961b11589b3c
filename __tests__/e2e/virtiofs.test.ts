import { ClusterStory } from '../support/cluster-story';
import { describeHomelab } from '../support/homelab-run';
import { machineStorage } from '../support/machine-storage';
import { type Changes, changedSpec } from '../support/small-spec';
import { Story } from '../support/story';

const MAPPINGS = 'proxmox.endpoints.main.directoryMappings';

/** A worker on pve2 that shares a directory with its host. */
const BASE = changedSpec({
  state: undefined,
  'nodes.ctrl-00.vmId': 100,
  'nodes.work-00.vmId': 200,
  [`${MAPPINGS}.media`]: { directories: ['pve1', 'pve2'].map((host) => ({ host, path: `/tank/${host}` })) },
  'nodes.work-00.virtiofs': { films: { mapping: 'media', cache: 'never', exposeAcl: true, readOnly: true } },
});

describeHomelab('directories of the host', (homelabs) => {
  const { step, look } = new Story();
  let story: ClusterStory;
  let spec: unknown = BASE;
  const edit = (changes: Changes) => story.edit((spec = changedSpec(changes, spec)));
  const shares = async () => {
    const { volumes } = (await machineStorage(story.homelab))['work-00']!;
    return volumes.filter(({ id }) => id.startsWith('x-')).map(({ id, source }) => `${id} ${source ?? 'nothing'}`);
  };
  const devices = async () =>
    Object.entries((await story.machines())['work-00']!.config).filter(([key]) => key.startsWith('virtiofs'));

  beforeAll(async () => {
    story = await ClusterStory.begin(await homelabs.openForAll(BASE));
  });

  look('G-40 a machine mounts what its host has, and a plan finds nothing to change', async () => {
    expect(await devices()).toEqual([['virtiofs0', expect.stringContaining('media') as string]]);
    expect(Object.fromEntries(await devices()).virtiofs0).toMatch(/cache=never.*expose-acl=1/);
    expect(await shares()).toEqual(['x-films pve2:/tank/pve2']);
    expect(await story.plan(spec)).toMatchObject({ changes: [] });
  });

  step('another one comes with a restart, and the mapping is made before', async () => {
    const edited = await edit({
      [`${MAPPINGS}.music`]: { directories: [{ host: 'pve2', path: '/tank/music' }] },
      'nodes.work-00.virtiofs.music': { mapping: 'music' },
    });
    expect(edited.after['work-00']!.bootId).not.toBe(edited.before['work-00']!.bootId);
    expect(edited.after['ctrl-00']!.bootId).toBe(edited.before['ctrl-00']!.bootId);
    expect(await shares()).toEqual(['x-films pve2:/tank/pve2', 'x-music pve2:/tank/music']);
  });

  step('a share that is left out goes with its mapping', async () => {
    await edit({ [MAPPINGS]: undefined, 'nodes.work-00.virtiofs': undefined });
    expect(await devices()).toEqual([]);
    expect(await shares()).toEqual([]);
    expect(await story.plan(spec)).toMatchObject({ changes: [] });
  });
});
