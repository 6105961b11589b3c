import type { Sample } from './key-samples';
import { CONTRACT_1_14, PARTS } from './newest-contract';
import { inTalosSections } from './whole-maps';

const PLACED = { diskSelector: 'system_disk', minSize: '10GiB' };

/** Entries of maps of volumes that samples are made for. */
export const STORAGE_ENTRIES: Readonly<Record<string, string>> = {
  'node.storage.userVolumes': 'scratch',
  'node.virtiofs': 'films',
  'node.storage.rawVolumes': 'raw',
  'node.storage.swapVolumes': 'swap',
  'node.storage.existingVolumes': 'media',
};

/** Keys that a volume must have before another one of its keys can be tried. */
export const STORAGE_WHOLE: Readonly<Record<string, unknown>> = {
  'node.storage.userVolumes.any': PLACED,
  'node.virtiofs.any': { mapping: 'media' },
  'node.storage.rawVolumes.any': PLACED,
  'node.storage.swapVolumes.any': PLACED,
  ...Object.fromEntries(
    PARTS.map((part) => [`node.storage.systemVolumes.${part}`, { diskSelector: 'disk.serial == "parts"' }]),
  ),
  'node.storage.existingVolumes.any': { volumeSelector: 'volume.partition_label == "a"' },
};

const SELECTORS = ['system_disk', 'disk.serial == "data-1"'];
/** Of a volume that would leave no room for `EPHEMERAL` on its disk. */
const OTHER_DISKS = ['disk.serial == "data-1"', 'disk.serial == "data-2"'];
const SIZE: Readonly<Record<string, readonly unknown[]>> = {
  minSize: ['1GiB', '2GiB'],
  maxSize: [undefined, '20GiB', '50%', '-10GiB'],
  grow: [undefined, false, true],
};
const MOUNT: Readonly<Record<string, readonly unknown[]>> = {
  secure: [undefined, false, true],
  disableAccessTime: [undefined, false, true],
};
const CACHE = { diskSelector: [undefined, ...SELECTORS], ...SIZE };
const SYSTEM = { ...CACHE, secure: MOUNT.secure ?? [] };

const FORMAT: Readonly<Record<string, readonly unknown[]>> = {
  xfsMinAllocationGroupSize: [undefined, '64GiB', '128GiB'],
};
const TRIM: Readonly<Record<string, readonly unknown[]>> = { trimHours: [undefined, 0, 24] };
const UPKEEP: Readonly<Record<string, readonly unknown[]>> = { ...TRIM, scrubHours: [undefined, 0, 168] };

/** Values for the keys of volumes. */
export const STORAGE_SAMPLES: Readonly<Record<string, Sample>> = {
  ...samples('systemVolumes.EPHEMERAL', SYSTEM),
  ...samples('systemVolumes.IMAGECACHE', CACHE),
  ...samples('systemVolumes.EPHEMERAL', { ...UPKEEP, ...FORMAT }, CONTRACT_1_14),
  ...samples('userVolumes.any', { ...UPKEEP, ...FORMAT }, CONTRACT_1_14),
  ...samples('existingVolumes.any', UPKEEP, CONTRACT_1_14),
  ...Object.fromEntries(
    PARTS.flatMap((part) =>
      Object.entries(
        samples(`systemVolumes.${part}`, { ...SYSTEM, diskSelector: OTHER_DISKS, ...TRIM, ...FORMAT }, CONTRACT_1_14),
      ),
    ),
  ),
  ...samples('userVolumes.any', {
    diskSelector: SELECTORS,
    ...SIZE,
    ...MOUNT,
    filesystem: [undefined, 'xfs', 'ext4'],
    projectQuota: [undefined, false, true],
  }),
  ...samples('rawVolumes.any', { diskSelector: SELECTORS, ...SIZE }),
  ...samples('swapVolumes.any', { diskSelector: SELECTORS, ...SIZE }),
  ...samples('existingVolumes.any', {
    volumeSelector: ['volume.partition_label == "a"', 'volume.partition_label == "b"'],
    readOnly: [undefined, false, true],
    ...MOUNT,
  }),
};

/** Values for the form of a volume, which decides about its other keys. */
export const VOLUME_TYPES = inTalosSections('storage.userVolumes.any.type', 'storage.userVolumes', [
  { scratch: PLACED },
  { scratch: { ...PLACED, type: 'partition' } },
  { scratch: { diskSelector: 'disk.serial == "data-1"', type: 'disk' } },
  { scratch: { type: 'directory' } },
]);

/** Every key of volumes. */
export const WHOLE_STORAGE = {
  systemVolumes: {
    EPHEMERAL: { diskSelector: 'system_disk', minSize: '10GiB', maxSize: '80GiB', grow: false, secure: true },
    IMAGECACHE: { diskSelector: 'system_disk', minSize: '1GiB', maxSize: '2GiB', grow: false },
  },
  userVolumes: {
    scratch: {
      ...PLACED,
      maxSize: '20GiB',
      grow: true,
      type: 'partition',
      filesystem: 'xfs',
      projectQuota: true,
      secure: false,
      disableAccessTime: true,
    },
  },
  rawVolumes: { raw: { ...PLACED, maxSize: '20GiB', grow: false } },
  swapVolumes: { swap: { ...PLACED, maxSize: '20GiB', grow: false } },
  existingVolumes: {
    media: {
      volumeSelector: 'volume.partition_label == "media"',
      readOnly: true,
      secure: true,
      disableAccessTime: true,
    },
  },
};

/** Every key of volumes that only the newest contract has. */
export const NEWEST_STORAGE = {
  systemVolumes: {
    EPHEMERAL: { trimHours: 0, scrubHours: 168, xfsMinAllocationGroupSize: '64GiB' },
    ...Object.fromEntries(
      PARTS.map((part) => [
        part,
        {
          diskSelector: 'disk.serial == "parts"',
          minSize: '1GiB',
          maxSize: '2GiB',
          grow: false,
          secure: true,
          trimHours: 24,
          xfsMinAllocationGroupSize: '64GiB',
        },
      ]),
    ),
  },
  userVolumes: {
    scratch: { ...PLACED, filesystem: 'xfs', trimHours: 24, scrubHours: 0, xfsMinAllocationGroupSize: '64GiB' },
  },
  existingVolumes: { media: { volumeSelector: 'volume.partition_label == "media"', trimHours: 24, scrubHours: 0 } },
};

function samples(
  place: string,
  values: Readonly<Record<string, readonly unknown[]>>,
  beside: Sample['beside'] = {},
): Readonly<Record<string, Sample>> {
  return Object.fromEntries(
    Object.entries(values).map(([key, each]) => [`storage.${place}.${key}`, { values: each, beside }]),
  );
}
