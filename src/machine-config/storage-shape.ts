import * as z from 'zod';
import { volumeLimit, volumeName, volumeSize } from '../forms/machine-scalars';
import { someText, wholeNumber } from '../forms/scalars';
import { shapeOf } from '../forms/shape';
import type { SecretReference } from '../values/secret-settings';
import { volumeEncryption } from './encryption-shape';
import type {
  EphemeralVolume,
  ExistingVolume,
  ImageCacheVolume,
  PlacedVolume,
  StateVolume,
  SystemPartition,
  StorageOptions,
  SystemVolumes,
  UserVolume,
} from './settings/storage';

const size = { minSize: volumeSize.optional(), maxSize: volumeLimit.optional(), grow: z.boolean().optional() };

/** Hours between two times that a file system is looked after. */
export const upkeepHours = wholeNumber(0, 8784);

const trim = { trimHours: upkeepHours.optional() };

const upkeep = { ...trim, scrubHours: upkeepHours.optional() };

const format = { xfsMinAllocationGroupSize: volumeSize.optional() };

const onDisk = { diskSelector: someText.optional(), ...size };

const imageCacheVolume = shapeOf<ImageCacheVolume>('ImageCacheVolume')(onDisk);

const stateVolume = shapeOf<StateVolume<SecretReference>>('StateVolume')({ encryption: volumeEncryption });

const partition = {
  ...onDisk,
  secure: z.boolean().optional(),
  ...trim,
  ...format,
  encryption: volumeEncryption.optional(),
};

const systemPartition = shapeOf<SystemPartition<SecretReference>>('SystemPartition')(partition);

const ephemeralVolume = shapeOf<EphemeralVolume<SecretReference>>('EphemeralVolume')({ ...partition, ...upkeep });

const systemVolumes = shapeOf<SystemVolumes<SecretReference>>('SystemVolumes')({
  STATE: stateVolume.optional(),
  EPHEMERAL: ephemeralVolume.optional(),
  IMAGECACHE: imageCacheVolume.optional(),
  ETCD: systemPartition.optional(),
  CRI: systemPartition.optional(),
  KUBELET: systemPartition.optional(),
  LOG: systemPartition.optional(),
});

const placedVolume = shapeOf<PlacedVolume<SecretReference>>('PlacedVolume')({
  diskSelector: someText,
  ...size,
  encryption: volumeEncryption.optional(),
});

const userVolume = shapeOf<UserVolume<SecretReference>>('UserVolume')({
  diskSelector: someText.optional(),
  type: z.enum(['partition', 'disk', 'directory']).optional(),
  ...size,
  filesystem: z.enum(['xfs', 'ext4', 'btrfs']).optional(),
  projectQuota: z.boolean().optional(),
  secure: z.boolean().optional(),
  disableAccessTime: z.boolean().optional(),
  encryption: volumeEncryption.optional(),
  ...upkeep,
  ...format,
});

const existingVolume = shapeOf<ExistingVolume>('ExistingVolume')({
  volumeSelector: someText,
  readOnly: z.boolean().optional(),
  secure: z.boolean().optional(),
  disableAccessTime: z.boolean().optional(),
  ...upkeep,
});

/** Form of `StorageOptions`. */
export const storageShape = shapeOf<StorageOptions<SecretReference>>('StorageOptions')({
  systemVolumes: systemVolumes.optional(),
  userVolumes: z.record(volumeName, userVolume).optional(),
  rawVolumes: z.record(volumeName, placedVolume).optional(),
  swapVolumes: z.record(volumeName, placedVolume).optional(),
  existingVolumes: z.record(volumeName, existingVolume).optional(),
});
