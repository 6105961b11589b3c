import { ClusterStory } from '../support/cluster-story';
import { describeHomelab } from '../support/homelab-run';
import { machineStorage } from '../support/machine-storage';
import { type Changes, changedSpec, faultsOf } from '../support/small-spec';
import { Story } from '../support/story';

const UUID = '6f1a3ac0-2f0f-4d5a-9c3e-2b0f6f1d7a55';
const OTHER_UUID = '1c9c1f6e-54f0-4b3a-8d0e-7f5f0a2b9e11';
const NODE_ID = { slot: 0, nodeId: true };
const VAULT = { diskSelector: 'disk.serial == "vault"', minSize: '1GiB' };
const ON_SYSTEM = { diskSelector: 'system_disk', minSize: '1GiB', maxSize: '1GiB' };

/** A worker that boots securely, with encrypted volumes on its system disk and on a disk that outlives it. */
const BASE = changedSpec({
  state: undefined,
  secrets: { passphrase: {} },
  'talos.secureBoot': true,
  'nodes.ctrl-00.vmId': 100,
  'nodes.work-00.vmId': 200,
  'nodes.work-00.diskGiB': 20,
  'nodes.work-00.tpm': true,
  'nodes.work-00.smbiosUuid': UUID,
  'nodes.work-00.disks.vault': { slot: 1, sizeGiB: 5, diskVm: { vmId: 900 } },
  'nodes.work-00.storage': {
    systemVolumes: {
      STATE: { encryption: { keys: [{ slot: 0, tpm: {} }] } },
      EPHEMERAL: { maxSize: '8GiB', encryption: { keys: [{ ...NODE_ID, lockToState: true }] } },
    },
    userVolumes: { vault: { ...VAULT, encryption: { keys: [NODE_ID] } } },
    rawVolumes: {
      sealed: { ...ON_SYSTEM, encryption: { keys: [{ slot: 0, tpm: { checkSecurebootStatusOnEnroll: true } }] } },
    },
    swapVolumes: {
      swap: { ...ON_SYSTEM, encryption: { keys: [{ slot: 3, static: { secret: 'passphrase' } }] } },
    },
  },
});

describeHomelab('encrypted volumes', (homelabs) => {
  const { step, look } = new Story();
  let story: ClusterStory;
  let spec: unknown = BASE;
  const edit = (changes: Changes) => story.edit((spec = changedSpec(changes, spec)));
  const refusalsOf = async (changes: Changes) => {
    const { verdict } = await story.plan(changedSpec(changes, spec));
    return verdict.refusals.map(({ kind, accept }) => [kind, ...accept].join(' '));
  };
  const volumes = async () => (await machineStorage(story.homelab))['work-00']!.volumes;
  const vault = async () => (await volumes()).find(({ id }) => id === 'u-vault');

  beforeAll(async () => {
    story = await ClusterStory.begin(await homelabs.openForAll(BASE));
  });

  look('each is made with its keys, and a plan finds nothing to change', async () => {
    const made = (await volumes()).map(({ id, phase, keys }) => [id, phase, ...(keys ?? [])].join(' '));
    expect(made).toEqual([
      'EPHEMERAL ready 0 nodeid',
      'u-vault ready 0 nodeid',
      'r-sealed ready 0 tpm',
      's-swap ready 3 static',
    ]);
    expect(await story.plan(spec)).toMatchObject({ changes: [] });
  });

  step('the machine opens them when it starts again', async () => {
    const before = await volumes();
    const restarted = await edit({ 'nodes.work-00.cpuCores': 3 });
    expect(restarted.after['work-00']!.bootId).not.toBe(restarted.before['work-00']!.bootId);
    expect(await volumes()).toEqual(before);
  });

  step('another key comes beside the first, which goes after a restart', async () => {
    const keys = [{ slot: 1, static: { secret: 'passphrase' } }];
    const place = 'nodes.work-00.storage.userVolumes.vault.encryption.keys';
    // with the new one alone nothing would open it
    expect(await refusalsOf({ [place]: keys })).toEqual(['volume-locked work-00']);
    await edit({ [place]: [NODE_ID, ...keys] });
    await edit({ 'nodes.work-00.cpuCores': 2 });
    expect(await vault()).toMatchObject({ phase: 'ready', keys: ['0 nodeid', '1 static'] });
  });

  step('S-45 a machine that is replaced opens the disk that outlived the old one', async () => {
    const before = await vault();
    const replaced = await edit({
      'nodes.work-00.vmId': 201,
      'nodes.work-00.storage.userVolumes.vault.encryption.keys': [NODE_ID],
    });
    expect(replaced.after['work-00']!.machine).not.toBe(replaced.before['work-00']!.machine);
    expect(await vault()).toMatchObject({ phase: 'ready', dataId: before!.dataId, keys: ['0 nodeid'] });
  });

  step('S-45 without a UUID that stays it would not, and is refused before', async () => {
    expect(faultsOf(changedSpec({ 'nodes.work-00.smbiosUuid': undefined }, spec))).toEqual([
      expect.stringContaining(
        'storage.userVolumes.vault.encryption.keys: the volume lies on a disk that outlives the machine',
      ),
    ]);
    expect(await refusalsOf({ 'nodes.work-00.smbiosUuid': OTHER_UUID })).toEqual(['volume-locked work-00']);
    expect(await refusalsOf({ 'nodes.work-00.smbiosUuid': OTHER_UUID, 'nodes.work-00.vmId': 202 })).toContain(
      'volume-locked work-00',
    );
  });

  step('what exists is not encrypted later', async () => {
    expect(await refusalsOf({ 'nodes.ctrl-00.storage.systemVolumes.EPHEMERAL.encryption.keys': [NODE_ID] })).toEqual([
      'volume-locked ctrl-00',
    ]);
  });
});
