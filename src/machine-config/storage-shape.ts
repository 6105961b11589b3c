import * as z from 'zod';
import { volumeLimit, volumeName, volumeSize } from '../forms/machine-scalars';
import { someText } from '../forms/scalars';
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

const imageCacheVolume = shapeOf<ImageCacheVolume>('ImageCacheVolume')({ diskSelector: someText.optional(), ...size });

const systemVolume = shapeOf<SystemVolume>('SystemVolume')({
  diskSelector: someText.optional(),
  ...size,
  secure: z.boolean().optional(),
});

const systemVolumes = shapeOf<SystemVolumes>('SystemVolumes')({
  EPHEMERAL: systemVolume.optional(),
  IMAGECACHE: imageCacheVolume.optional(),
});

const placedVolume = shapeOf<PlacedVolume>('PlacedVolume')({ diskSelector: someText, ...size });

const userVolume = shapeOf<UserVolume>('UserVolume')({
  diskSelector: someText.optional(),
  type: z.enum(['partition', 'disk', 'directory']).optional(),
  ...size,
  filesystem: z.enum(['xfs', 'ext4']).optional(),
  projectQuota: z.boolean().optional(),
  secure: z.boolean().optional(),
  disableAccessTime: z.boolean().optional(),
});

const existingVolume = shapeOf<ExistingVolume>('ExistingVolume')({
  volumeSelector: someText,
  readOnly: z.boolean().optional(),
  secure: z.boolean().optional(),
  disableAccessTime: z.boolean().optional(),
});

/** Form of `StorageOptions`. */
export const storageShape = shapeOf<StorageOptions>('StorageOptions')({
  systemVolumes: systemVolumes.optional(),
  userVolumes: z.record(volumeName, userVolume).optional(),
  rawVolumes: z.record(volumeName, placedVolume).optional(),
  swapVolumes: z.record(volumeName, placedVolume).optional(),
  existingVolumes: z.record(volumeName, existingVolume).optional(),
});
