import * as z from 'zod';
import { volumeLimit, volumeName, volumeSize } from '../forms/machine-scalars';
import { someText } from '../forms/scalars';
import { shapeOf } from '../forms/shape';
import type { SecretReference } from '../values/secret-settings';
import { volumeEncryption } from './encryption-shape';
import type {
  EphemeralVolume,
  ExistingVolume,
  PlacedVolume,
  StateVolume,
  StorageOptions,
  SystemVolume,
  SystemVolumes,
  UserVolume,
} from './settings/storage';

const size = { minSize: volumeSize.optional(), maxSize: volumeLimit.optional(), grow: z.boolean().optional() };

const onDisk = { diskSelector: someText.optional(), ...size, secure: z.boolean().optional() };

const stateVolume = shapeOf<StateVolume<SecretReference>>('StateVolume')({ encryption: volumeEncryption });

const ephemeralVolume = shapeOf<EphemeralVolume<SecretReference>>('EphemeralVolume')({
  ...onDisk,
  encryption: volumeEncryption.optional(),
});

const systemVolume = shapeOf<SystemVolume>('SystemVolume')(onDisk);

const systemVolumes = shapeOf<SystemVolumes<SecretReference>>('SystemVolumes')({
  STATE: stateVolume.optional(),
  EPHEMERAL: ephemeralVolume.optional(),
  IMAGECACHE: systemVolume.optional(),
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
  filesystem: z.enum(['xfs', 'ext4']).optional(),
  projectQuota: z.boolean().optional(),
  secure: z.boolean().optional(),
  disableAccessTime: z.boolean().optional(),
  encryption: volumeEncryption.optional(),
});

const existingVolume = shapeOf<ExistingVolume>('ExistingVolume')({
  volumeSelector: someText,
  readOnly: z.boolean().optional(),
  secure: z.boolean().optional(),
  disableAccessTime: z.boolean().optional(),
});

/** Form of `StorageOptions`. */
export const storageShape = shapeOf<StorageOptions<SecretReference>>('StorageOptions')({
  systemVolumes: systemVolumes.optional(),
  userVolumes: z.record(volumeName, userVolume).optional(),
  rawVolumes: z.record(volumeName, placedVolume).optional(),
  swapVolumes: z.record(volumeName, placedVolume).optional(),
  existingVolumes: z.record(volumeName, existingVolume).optional(),
});
