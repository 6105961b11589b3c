import * as z from 'zod';
import { volumeLimit, volumeName, volumeSize } from '../forms/machine-scalars';
import { someText, wholeNumber } from '../forms/scalars';
import { shapeOf } from '../forms/shape';
import type {
  ExistingVolume,
  ImageCacheVolume,
  PlacedVolume,
  StorageOptions,
  SystemVolume,
  SystemVolumes,
  UserVolume,
} from './settings/storage';

const size = { minSize: volumeSize.optional(), maxSize: volumeLimit.optional(), grow: z.boolean().optional() };

/** Hours between two times that a file system is looked after. */
export const upkeepHours = wholeNumber(0, 8784);

const upkeep = { trimHours: upkeepHours.optional(), scrubHours: upkeepHours.optional() };

const imageCacheVolume = shapeOf<ImageCacheVolume>('ImageCacheVolume')({ diskSelector: someText.optional(), ...size });

const systemVolume = shapeOf<SystemVolume>('SystemVolume')({
  diskSelector: someText.optional(),
  ...size,
  secure: z.boolean().optional(),
  ...upkeep,
});

const systemVolumes = shapeOf<SystemVolumes>('SystemVolumes')({
  EPHEMERAL: systemVolume.optional(),
  IMAGECACHE: imageCacheVolume.optional(),
  ETCD: systemVolume.optional(),
  CRI: systemVolume.optional(),
  KUBELET: systemVolume.optional(),
  LOG: systemVolume.optional(),
});

const placedVolume = shapeOf<PlacedVolume>('PlacedVolume')({ diskSelector: someText, ...size });

const userVolume = shapeOf<UserVolume>('UserVolume')({
  diskSelector: someText.optional(),
  type: z.enum(['partition', 'disk', 'directory']).optional(),
  ...size,
  filesystem: z.enum(['xfs', 'ext4', 'btrfs']).optional(),
  projectQuota: z.boolean().optional(),
  secure: z.boolean().optional(),
  disableAccessTime: z.boolean().optional(),
  ...upkeep,
});

const existingVolume = shapeOf<ExistingVolume>('ExistingVolume')({
  volumeSelector: someText,
  readOnly: z.boolean().optional(),
  secure: z.boolean().optional(),
  disableAccessTime: z.boolean().optional(),
  ...upkeep,
});

/** Form of `StorageOptions`. */
export const storageShape = shapeOf<StorageOptions>('StorageOptions')({
  systemVolumes: systemVolumes.optional(),
  userVolumes: z.record(volumeName, userVolume).optional(),
  rawVolumes: z.record(volumeName, placedVolume).optional(),
  swapVolumes: z.record(volumeName, placedVolume).optional(),
  existingVolumes: z.record(volumeName, existingVolume).optional(),
});
