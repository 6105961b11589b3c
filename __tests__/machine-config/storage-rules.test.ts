import { changedSpec, faultsOf } from '../support/small-spec';
import { type SettingRow, type MachineOptions, testMachineDoors } from '../support/setting-doors';
import type { StorageOptions, UserVolume } from '../../src/machine-config/settings/storage';

const SELECTOR = { diskSelector: 'disk.serial == "data-1"' };
const PLACED = { ...SELECTOR, minSize: '1GiB' };

const user = (volume: UserVolume): MachineOptions => ({ storage: { userVolumes: { scratch: volume } } });
const storage = (options: StorageOptions): MachineOptions => ({ storage: options });
const SCRATCH = 'storage.userVolumes.scratch';

function since(
  what: string,
  contract: string,
  old: string,
  options: StorageOptions,
  at: string,
): SettingRow<MachineOptions> {
  return {
    title: `${what} needs ${contract}`,
    contract: old,
    good: {},
    bad: { storage: options },
    line: `${at}: ${what} is there from contract ${contract} on, and the cluster has ${old}; leave it out, or raise talos.contract`,
  };
}

describe('volumes', () => {
  testMachineDoors([
    {
      title: 'a volume has a disk, or is a directory',
      good: user({ type: 'directory' }),
      bad: user({ minSize: '1GiB' }),
      line: `${SCRATCH}: the volume needs the disk that it is on; write diskSelector, such as disk.serial == "data-1"`,
    },
    {
      title: 'a partition has a size, a whole disk has its own',
      good: user({ ...SELECTOR, type: 'disk' }),
      bad: user(SELECTOR),
      line: `${SCRATCH}: a partition needs a size; write minSize or maxSize`,
    },
    {
      title: 'a partition for swap has a size',
      good: storage({ swapVolumes: { swap: { ...SELECTOR, maxSize: '50%' } } }),
      bad: storage({ swapVolumes: { swap: SELECTOR } }),
      line: 'storage.swapVolumes.swap: a partition needs a size; write minSize or maxSize',
    },
    {
      title: 'the least size is not above the largest',
      good: user({ ...SELECTOR, minSize: '1GiB', maxSize: '1.5GB' }),
      bad: user({ ...SELECTOR, minSize: '2GiB', maxSize: '2GB' }),
      line: `${SCRATCH}.minSize: the least size 2GiB is above the largest, 2GB; write a smaller one`,
    },
    {
      title: 'a whole disk takes no size',
      good: user({ ...SELECTOR, type: 'disk', filesystem: 'ext4' }),
      bad: user({ ...SELECTOR, type: 'disk', grow: true }),
      line: `${SCRATCH}.grow: a volume of type disk has no grow, and a machine refuses it; leave it out`,
    },
    {
      title: 'a directory takes no file system',
      good: user({ type: 'directory' }),
      bad: user({ type: 'directory', filesystem: 'xfs' }),
      line: `${SCRATCH}.filesystem: a volume of type directory has no filesystem, and a machine refuses it; leave it out`,
    },
    {
      title: 'only xfs counts the space of directories',
      good: user({ ...PLACED, projectQuota: true }),
      bad: user({ ...PLACED, projectQuota: true, filesystem: 'ext4' }),
      line: `${SCRATCH}.projectQuota: only xfs counts the space of directories; leave projectQuota out, or write filesystem: xfs`,
    },
    {
      title: 'two volumes have two directories',
      both: {},
      good: storage({ userVolumes: { a: PLACED }, existingVolumes: { b: { volumeSelector: 'true' } } }),
      bad: storage({ userVolumes: { a: PLACED }, existingVolumes: { a: { volumeSelector: 'true' } } }),
      line: 'storage.existingVolumes.a: /var/mnt/a is that of storage.userVolumes.a; choose another name',
    },
    {
      title: 'a size has a unit',
      good: user(PLACED),
      bad: user({ ...SELECTOR, minSize: '10' }),
      line: `${SCRATCH}.minSize: got "10"; write a size with its unit, such as "10GiB" or "500MB"`,
    },
    {
      title: 'so has a largest one, or the disk decides',
      good: user({ ...SELECTOR, maxSize: '-10GiB' }),
      bad: user({ ...SELECTOR, maxSize: '120%' }),
      line: `${SCRATCH}.maxSize: got "120%"; write a size with its unit, such as "80GiB", a share of the disk such as "50%", or "-10GiB" to leave that much`,
    },
  ]);
});

describe('older contracts', () => {
  testMachineDoors([
    since('userVolumes', 'v1.10', 'v1.9', { userVolumes: { a: PLACED } }, 'storage.userVolumes'),
    since('rawVolumes', 'v1.11', 'v1.10', { rawVolumes: { a: PLACED } }, 'storage.rawVolumes'),
    since('swapVolumes', 'v1.11', 'v1.10', { swapVolumes: { a: PLACED } }, 'storage.swapVolumes'),
    since(
      'existingVolumes',
      'v1.11',
      'v1.10',
      { existingVolumes: { a: { volumeSelector: 'true' } } },
      'storage.existingVolumes',
    ),
    since('type', 'v1.12', 'v1.11', { userVolumes: { a: { type: 'directory' } } }, 'storage.userVolumes.a.type'),
    since(
      'secure',
      'v1.13',
      'v1.12',
      { systemVolumes: { EPHEMERAL: { secure: true } } },
      'storage.systemVolumes.EPHEMERAL.secure',
    ),
    since(
      'a size that the disk decides',
      'v1.13',
      'v1.12',
      { rawVolumes: { a: { ...SELECTOR, maxSize: '50%' } } },
      'storage.rawVolumes.a.maxSize',
    ),
    since(
      'trimHours',
      'v1.14',
      'v1.13',
      { userVolumes: { a: { ...PLACED, trimHours: 24 } } },
      'storage.userVolumes.a.trimHours',
    ),
    since(
      'btrfs',
      'v1.14',
      'v1.13',
      { userVolumes: { a: { ...PLACED, filesystem: 'btrfs' } } },
      'storage.userVolumes.a.filesystem',
    ),
    since('a place of ETCD', 'v1.14', 'v1.13', { systemVolumes: { ETCD: PLACED } }, 'storage.systemVolumes.ETCD'),
    since(
      'xfsMinAllocationGroupSize',
      'v1.14',
      'v1.13',
      { systemVolumes: { EPHEMERAL: { xfsMinAllocationGroupSize: '64GiB' } } },
      'storage.systemVolumes.EPHEMERAL.xfsMinAllocationGroupSize',
    ),
    {
      title: 'a part of EPHEMERAL has a place',
      contract: 'v1.14',
      good: { storage: { systemVolumes: { LOG: { maxSize: '8GiB', secure: true } } } },
      bad: { storage: { systemVolumes: { LOG: { secure: true } } } },
      line: 'storage.systemVolumes.LOG: LOG stays a directory of EPHEMERAL unless it has a place of its own; write diskSelector or maxSize, or leave LOG out',
    },
    ...[
      [{ CRI: { minSize: '8GiB' } }, { CRI: { minSize: '8GiB', maxSize: '20GiB' } }],
      [{ CRI: { minSize: '8GiB' } }, { CRI: { minSize: '8GiB', diskSelector: 'disk.serial == "a"' } }],
      [{ CRI: { diskSelector: 'system_disk' } }, { CRI: { diskSelector: '!system_disk' } }],
      [
        { CRI: { diskSelector: 'disk.size > 1u' }, EPHEMERAL: { diskSelector: 'disk.size > 1u' } },
        { CRI: { diskSelector: 'disk.size > 1u' }, EPHEMERAL: { diskSelector: 'system_disk' } },
      ],
      [
        { CRI: { grow: true }, EPHEMERAL: { maxSize: '50%' } },
        { CRI: { grow: true }, EPHEMERAL: { maxSize: '20GiB' } },
      ],
      [
        { CRI: { minSize: '8GiB' }, EPHEMERAL: { maxSize: '20GiB' } },
        { CRI: { minSize: '8GiB' }, EPHEMERAL: { maxSize: '20GiB', grow: false } },
      ],
    ].map(([bad, good]) => ({
      title: `${JSON.stringify(bad)} leaves no room`,
      contract: 'v1.14',
      good: { storage: { systemVolumes: good } },
      bad: { storage: { systemVolumes: bad } },
      line: 'storage.systemVolumes.CRI: CRI is made before EPHEMERAL, and without a limit it takes all of the disk that both are on; write maxSize, such as 20GiB, or a diskSelector that names another disk',
    })),
    {
      title: 'only xfs is scrubbed',
      contract: 'v1.14',
      good: { storage: { userVolumes: { a: { ...PLACED, filesystem: 'ext4', scrubHours: 0 } } } },
      bad: { storage: { userVolumes: { a: { ...PLACED, filesystem: 'ext4', scrubHours: 24 } } } },
      line: 'storage.userVolumes.a.scrubHours: only xfs has scrubHours; leave it out, or write filesystem: xfs',
    },
    {
      title: 'only xfs has groups',
      contract: 'v1.14',
      good: { storage: { userVolumes: { a: { ...PLACED, xfsMinAllocationGroupSize: '64GiB' } } } },
      bad: { storage: { userVolumes: { a: { ...PLACED, filesystem: 'ext4', xfsMinAllocationGroupSize: '64GiB' } } } },
      line: 'storage.userVolumes.a.xfsMinAllocationGroupSize: only xfs has xfsMinAllocationGroupSize; leave it out, or write filesystem: xfs',
    },
    {
      title: 'a directory is looked after with EPHEMERAL',
      contract: 'v1.14',
      good: { storage: { userVolumes: { a: { ...PLACED, scrubHours: 24 } } } },
      bad: { storage: { userVolumes: { a: { type: 'directory', scrubHours: 24 } } } },
      line: 'storage.userVolumes.a.scrubHours: a volume of type directory has no scrubHours, as it is looked after with EPHEMERAL; leave it out',
    },
    {
      title: 'networks that KubeSpan keeps back need v1.13',
      contract: 'v1.12',
      good: { kubeSpan: { endpointFilters: ['0.0.0.0/0'] } },
      bad: { kubeSpan: { excludeAdvertisedNetworks: ['192.168.0.0/24'] } },
      line: 'kubeSpan.excludeAdvertisedNetworks: excludeAdvertisedNetworks is there from contract v1.13 on, and the cluster has v1.12; leave it out, or raise talos.contract',
    },
  ]);
});

test('a data disk has its directory already', () => {
  const spec = changedSpec({
    'nodes.work-00.disks.data': { slot: 1, sizeGiB: 10, mountPath: '/var/mnt/data' },
    'nodes.work-00.storage.userVolumes.data': PLACED,
  });
  expect(faultsOf(spec)).toEqual([
    'nodes.work-00.storage.userVolumes.data: /var/mnt/data is that of the data disk "data"; choose another name',
  ]);
});
